"""How a stamp is found in text: as a line (or table cell) of its own, however it is dressed up."""

import html
import re
import unicodedata
from collections.abc import Iterator

from approvals.rules.legacy import readings

# A stamp is short: longer pieces are prose, of which only the beginning can be a label.
LONGEST_STAMP = 120

_COMMENT = re.compile(r"<!--|-->")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong"
    r"|sub|sup|tt|u|var|wbr|o:p)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_OTHER_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CELL = re.compile(r"[|\t]|\s{3,}")
_BETWEEN_LETTERS = re.compile(r"[\W_]+")
_LIST_NUMBER = re.compile(r"^\W*\d{1,2}[.)]\s+")


def _plain_table() -> dict[int, str | None]:
    """Build the table that drops invisible characters and maps look-alikes, widths and spaces."""
    table: dict[int, str | None] = {}
    for code in (*range(0x2100), *range(0x3000, 0x3001), *range(0xFE00, 0xFF00)):
        char = chr(code)
        if char.isspace():
            table[code] = " "
        elif unicodedata.category(char) in {"Cf", "Cc"}:
            table[code] = None
    table |= dict.fromkeys((0x034F, *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0080)))
    wide = (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D7A0))
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in wide}
    lookalikes = str.maketrans("АВЕІКМНОРСТУХΑΒΕΗΙΚΜΝΟΡΤΥΧÐƉ", "ABEIKMHOPCTYXABEHIKMNOPTYXĐĐ")
    return table | {code: chr(letter) for code, letter in lookalikes.items()}


_PLAIN = _plain_table()
# In TCVN3 the soft hyphen is the letter ư, so it must survive until the text is decoded.
_PADDING = {
    code: None for code, plain in _PLAIN.items() if plain is None and code not in (0xAD, 0x0A, 0x0D)
}


def stamp_lines(text: str) -> Iterator[str]:
    """Yield every line and table cell of `text` (plain, Markdown or HTML), cleaned.

    Each comes as it stands and, where it could be TCVN3 or VNI, decoded as well.
    """
    for line in _without_markup(text).translate(_PADDING).splitlines():
        for piece in _pieces(line):
            as_it_stands, *decoded = readings(piece)
            yield clean(as_it_stands)
            # TCVN3 has no capitals with tones: capital fonts draw the small codes as capitals.
            yield from (clean(reading).upper() for reading in decoded)


def _without_markup(text: str) -> str:
    if "<" in text:
        text = _COMMENT.sub("\n", text)
        text = _OTHER_TAG.sub("\n", _INLINE_TAG.sub("", text))
    return html.unescape(text) if "&" in text else text


def _pieces(line: str) -> Iterator[str]:
    """Yield the line's beginning and, in a table or a row of columns, each cell."""
    cells = [line, *(_CELL.split(line) if _CELL.search(line) else ())]
    for cell in cells:
        piece = " ".join(cell.split())
        if piece:
            yield piece[:LONGEST_STAMP]


def clean(text: str) -> str:
    """Return `text` in NFC without invisible characters, look-alikes and exotic spaces."""
    return unicodedata.normalize("NFC", text.translate(_PLAIN))


def letters_of(line: str) -> str:
    """Return only the letters and digits of a line: spacing, brackets and emphasis fall away."""
    return _BETWEEN_LETTERS.sub("", _LIST_NUMBER.sub("", line))
