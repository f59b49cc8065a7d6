"""Numbers of documents in any spelling: "39/2023/QĐ-UBND", "39/2023/qd-ubnd", "39 2023"."""

import re

from publishing.searching.folding import fold

# One lexeme a number: the parts joined by a letter that no sign of a document begins with.
JOINT = "x"
FIRST_YEAR, LAST_YEAR = 1945, 2100
FEWEST_PARTS, MOST_PARTS = 2, 8
_PART = re.compile(r"[a-z0-9]+")


def keys_of(number: str) -> str:
    """Return the lexemes under which a number is kept: whole, and without its year."""
    parts = _parts(number)
    if len(parts) < FEWEST_PARTS or not parts[0].isdigit():
        return ""
    keys = [JOINT.join(parts)]
    if _is_year(parts[1]) and len(parts) > FEWEST_PARTS:
        keys.append(JOINT.join([parts[0], *parts[2:]]))
    return " ".join(keys)


def asked_for(question: str) -> str:
    """Return the start of the lexeme that `question` asks for; "" when it names no number.

    A number begins with digits and goes on with a year, or holds a stroke.
    """
    text = re.sub(r"^\s*(số|so)\s*[:.]?\s+(?=\d)", "", question.strip(), flags=re.IGNORECASE)
    parts = _parts(text)
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS or not parts[0].isdigit():
        return ""
    return JOINT.join(parts) if _is_year(parts[1]) or "/" in text else ""


def year_of(number: str) -> int | None:
    """Return the year in a number, where it has one."""
    parts = _parts(number)
    return int(parts[1]) if len(parts) > FEWEST_PARTS and _is_year(parts[1]) else None


def _parts(number: str) -> list[str]:
    parts = _PART.findall(fold(number))
    if parts and parts[0].isdigit():
        parts[0] = parts[0].lstrip("0") or "0"
    return parts


def _is_year(part: str) -> bool:
    return part.isdigit() and FIRST_YEAR <= int(part) <= LAST_YEAR
