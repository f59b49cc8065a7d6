"""Text as a search compares it: one Unicode form, small letters, with or without tones."""

import re
import unicodedata

# 18.000 and 5,2 stay whole; every other sign parts words, as it does in the index.
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")


def fold(text: str) -> str:
    """Return `text` in small letters without tones: "Nước Đức" gives "nuoc duc"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Return the words of `text` in small letters, tones kept, composed (NFC)."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())
