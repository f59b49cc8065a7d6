"""Bytes → text: byte-order marks, UTF-8, UTF-16, Windows-1258, legacy fonts as Windows-1252."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from approvals.rules.syllables import is_syllable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORD = re.compile(r"[^\W\d_]+")
_MOSTLY = 0.6
_FEW_BROKEN_BYTES = 0.002


@dataclass(frozen=True)
class Decoded:
    """Text, the encoding it was read in, and how many bytes could not be read."""

    text: str
    encoding: str
    unreadable: int = 0


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of `data`; never refuses: at worst it is read as Windows-1252.

    Bytes of a legacy font (TCVN3, VNI) come out as Windows-1252 on purpose: the check
    LEGACY_ENCODING recognises them in that form and proposes the Unicode text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lossy(data, encoding)
    for encoding in ("utf-8", *_utf_16_without_mark(data), *_known(declared)):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return _almost_utf_8(data) or _windows_1258(data) or _windows_1252(data)


def _lossy(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _known(declared: str) -> tuple[str, ...]:
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip() else ""
    except LookupError:
        return ()
    return (name,) if name and not name.startswith(("iso8859", "cp1252", "ascii")) else ()


def _utf_16_without_mark(data: bytes) -> tuple[str, ...]:
    sample = data[:4096]
    if not sample or sample.count(0) < len(sample) * 0.2:
        return ()
    return ("utf-16-le",) if sample[1::2].count(0) > sample[::2].count(0) else ("utf-16-be",)


def _almost_utf_8(data: bytes) -> Decoded | None:
    decoded = _lossy(data, "utf-8")
    return decoded if decoded.unreadable <= len(data) * _FEW_BROKEN_BYTES else None


def _windows_1258(data: bytes) -> Decoded | None:
    text = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    accented = [word for word in _WORD.findall(text) if not word.isascii()]
    syllables = sum(is_syllable(word.lower()) for word in accented)
    plausible = accented and syllables >= _MOSTLY * len(accented)
    return Decoded(text, "cp1258", text.count("\ufffd")) if plausible else None


def _windows_1252(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "latin-1")
