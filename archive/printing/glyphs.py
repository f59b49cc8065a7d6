"""Characters the archive font lacks, and what is printed in their place.

PDF/A wants every printed character to come from an embedded font and to map back to text. Order:
the character itself; its compatibility form (ﬁ → fi, ① → 1, full width → ASCII); a look-alike from
the table; else its code point in brackets, `[U+1F600]`, so that nothing disappears. Invisible
format characters (zero width, bidirectional controls, soft hyphens) are left out. The exact text
stays in the embedded content.json.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).parent / "fonts"
LOOK_ALIKES = {
    "✓": "√",
    "✔": "√",
    "✅": "√",
    "✗": "×",
    "✘": "×",
    "❌": "×",
    "☐": "[ ]",
    "☑": "[x]",
    "☒": "[x]",
    "☎": "ĐT:",
    "★": "*",
    "☆": "*",
    "➢": "›",
    "➤": "›",
    "❖": "◊",
    "\uf0b7": "•",  # Word's private-use bullet
    "\uf0a7": "▪",  # Word's private-use square
    "\uf0d8": "›",  # Word's private-use arrow
    "\u2011": "-",
    "\u3000": " ",
}
PASSED = frozenset("\n\t\r ")


def printable(text: str) -> str:
    """Return `text` in NFC with only characters that the archive font can print."""
    text = unicodedata.normalize("NFC", text)
    return _missing().sub(lambda run: _substitute(run.group()), text)


@cache
def covered() -> frozenset[str]:
    """Return the characters that all four faces of the archive font contain."""
    faces = [set(TTFont(path).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(
        letter
        for letter in map(chr, set.intersection(*faces))
        if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )


@cache
def _missing() -> re.Pattern[str]:
    points = sorted(ord(letter) for letter in covered() | PASSED)
    ranges, start = [], 0
    for at in range(1, len(points) + 1):
        if at == len(points) or points[at] != points[at - 1] + 1:
            ranges.append(f"\\U{points[start]:08x}-\\U{points[at - 1]:08x}")
            start = at
    return re.compile(f"[^{''.join(ranges)}]+")


def _substitute(run: str) -> str:
    parts: list[str] = []
    codes: list[str] = []
    for letter in run:
        stand_in = _stand_in(letter)
        if stand_in is None:
            codes.append(f"U+{ord(letter):04X}")
            continue
        parts.extend(_bracket(codes))
        parts.append(stand_in)
    parts.extend(_bracket(codes))
    return "".join(parts)


def _bracket(codes: list[str]) -> list[str]:
    text = [f"[{' '.join(codes)}]"] if codes else []
    codes.clear()
    return text


def _stand_in(letter: str) -> str | None:
    if letter in LOOK_ALIKES:
        return LOOK_ALIKES[letter]
    if unicodedata.category(letter) in ("Cf", "Cc"):
        return ""
    if unicodedata.category(letter) == "Zs":
        return " "
    if "\ufe00" <= letter <= "\ufe0f":  # variation selectors say how, not what
        return ""
    compatible = unicodedata.normalize("NFKC", letter)
    return compatible if compatible != letter and covered().issuperset(compatible) else None
