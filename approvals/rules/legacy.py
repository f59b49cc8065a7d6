"""Text typed in a legacy Vietnamese encoding (TCVN3/ABC, VNI) and read as if it were Unicode."""

import re
import unicodedata
from collections.abc import Callable

from approvals.rules.syllables import is_syllable

TCVN3 = "TCVN3"
VNI = "VNI"

# TCVN 5712:1993, table VN3, seen through Windows-1252: one code for each small letter, capitals
# with a tone come from fonts that draw small codes as capitals (.VnTimeH).
_TCVN3_CODES = (
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae"
    "\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb\xcc\xce\xcf"
    "\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf"
    "\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef"
    "\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3_TABLE = str.maketrans(dict(zip(_TCVN3_CODES, _TCVN3_LETTERS, strict=True)))

# VNI for Windows: the base letter, then a letter of Windows-1252 that draws its marks.
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_SINGLES = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_SAME_TONES = frozenset("ùøûõï")
_VNI_BASES = {"a": _VNI_MARKS.keys(), "e": "ùøûõïâáàåãä", "o": "ùøûõïâáàåãä"}
_VNI_BASES |= dict.fromkeys("uyôö", "ùøûõï")


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLES)
    for base, marks in _VNI_BASES.items():
        for mark in marks:
            letter = _VNI_SINGLES.get(base, base) + _VNI_MARKS[mark]
            table[base + mark] = unicodedata.normalize("NFC", letter)
    capitals = {key.upper(): letter.upper() for key, letter in table.items()}
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in table.items()}
    return table | mixed | capitals


_VNI_TABLE = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(_VNI_TABLE, key=len, reverse=True)))
_LETTER = r"A-Za-z\u00a1-\u00fe"
_BIG = r"[A-Z\u00a1-\u00fe]+"
_CAPITALS = re.compile(rf"(?<![{_LETTER}])({_BIG}(?: {_BIG})*)(?![{_LETTER}])")
_TWO_CAPITALS = re.compile(r"[A-Z][\u00a1-\u00fe]*[A-Z]")
_WORD = re.compile(rf"[{_LETTER}]+")
_VIETNAMESE = re.compile(r"[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_CHUNK = re.compile(r"(<[^<>]*>|\n)")
_LEGACY_LETTER = re.compile("[\u00a1-\u00fe]")


def from_tcvn3(text: str) -> str:
    """Return `text` with TCVN3 codes read as letters; words in ASCII capitals become capitals."""
    between_runs = _CAPITALS.split(text)
    return "".join(
        _decoded_run(piece) if index % 2 else piece.translate(_TCVN3_TABLE)
        for index, piece in enumerate(between_runs)
    )


def _decoded_run(run: str) -> str:
    """Decode words without small ASCII letters, as capitals if one shows they were meant so."""
    decoded = run.translate(_TCVN3_TABLE)
    return decoded.upper() if _TWO_CAPITALS.search(run) else decoded


def from_vni(text: str) -> str:
    """Return `text` with VNI letter pairs read as Vietnamese letters."""
    return _VNI_PATTERN.sub(lambda match: _VNI_TABLE[match.group()], text)


DECODERS: dict[str, Callable[[str], str]] = {TCVN3: from_tcvn3, VNI: from_vni}


def readings(text: str) -> list[str]:
    """Return `text` as it stands and, if it could be in one, as each legacy encoding has it."""
    text = unicodedata.normalize("NFC", text)
    if not _LEGACY_LETTER.search(text) or _VIETNAMESE.search(text):
        return [text]
    return [text, *(decode(text) for decode in DECODERS.values())]


def detect(text: str) -> str:
    """Return the legacy encoding of the first line that is written in one, or an empty string.

    A word speaks for an encoding when it is no Vietnamese syllable as it stands but becomes one
    when decoded; a line counts when most of its accented words speak so, and at least two do.
    """
    text = unicodedata.normalize("NFC", text)
    for line in _CHUNK.split(text):
        encoding = _encoding_of_line(line)
        if encoding:
            return encoding
    return _encoding_of_line(text) if not _VIETNAMESE.search(text) else ""


def propose(text: str, encoding: str) -> str:
    """Return `text` (plain or HTML) in Unicode; parts that already are Unicode stay as they are."""
    decode = DECODERS[encoding]
    text = unicodedata.normalize("NFC", text)
    if not _VIETNAMESE.search(text):
        return "".join(
            part if part.startswith("<") else decode(part) for part in _CHUNK.split(text)
        )
    return "".join(
        decode(part) if _encoding_of_line(part) == encoding else part for part in _CHUNK.split(text)
    )


def _encoding_of_line(line: str) -> str:
    if not _LEGACY_LETTER.search(line):
        return ""
    # Real Vietnamese words say nothing of the others.
    undecided = (word for word in line.split() if not _VIETNAMESE.search(word))
    accented = [word for word in _WORD.findall(" ".join(undecided)) if not word.isascii()]
    needed = max(2, 0.6 * len(accented))
    votes = {name: _votes(accented, decode) for name, decode in DECODERS.items()}
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] >= needed else ""


def _votes(words: list[str], decode: Callable[[str], str]) -> int:
    return sum(not is_syllable(word) and is_syllable(decode(word)) for word in words)
