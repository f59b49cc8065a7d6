"""Plain text → HTML: paragraphs, lists and the divisions of legal texts."""

import re
from html import escape
from itertools import pairwise

from approvals.conversion.decoding import Decoded, decode
from approvals.conversion.finishing import refuse_long_text, text_repairs
from approvals.conversion.legal import division
from approvals.conversion.shapes import Draft, NotCarried, Repair, Source
from approvals.sanitising import repair_text

_BULLET = re.compile(r"^\s*[-–—•*+]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*(\d{1,3})[.)]\s+(?=\S)")
_LETTERED = re.compile(r"^\s*[a-zđ]\)\s", re.IGNORECASE)
_RULE = re.compile(r"^\s*[-_=*]{3,}\s*$")
_WRAP_SHORTEST, _WRAP_LONGEST = 50, 110
_WRAPPED_SHARE = 0.6


def read(source: Source) -> Draft:
    """Return a text file as HTML; lines that were broken at a fixed width are joined again.

    Refuses TEXT_TOO_LONG.
    """
    decoded = decode(source.data)
    refuse_long_text(decoded.text, source.limits)
    text, repairs = repair_text(decoded.text)
    return Draft(
        to_html(text),
        not_carried=unreadable(decoded),
        repairs=(*encoding_repair(decoded), *text_repairs(repairs)),
    )


def to_html(text: str) -> str:
    """Return plain text, its characters already repaired, as paragraphs and lists."""
    lines = text.replace("\t", " ").split("\n")
    paragraphs = _paragraphs([line.rstrip() for line in lines])
    return "\n".join(_grouped(paragraphs))


def unreadable(decoded: Decoded) -> tuple[NotCarried, ...]:
    """Return the finding for bytes that are no text."""
    if not decoded.unreadable:
        return ()
    return (NotCarried("BYTES_UNREADABLE", str(decoded.unreadable)),)


def encoding_repair(decoded: Decoded) -> tuple[Repair, ...]:
    """Return the note that a text was not in UTF-8."""
    usual = decoded.encoding in {"utf-8", "utf-8-sig"}
    return () if usual else (Repair("ENCODING", 1, decoded.encoding),)


def _paragraphs(lines: list[str]) -> list[str]:
    width = _wrap_width(lines)
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if not line.strip() or _RULE.match(line):
            previous = ""
            continue
        if previous and _continues(previous, line, width):
            paragraphs[-1] += f" {line.strip()}"
        else:
            paragraphs.append(line.strip())
        previous = line
    return paragraphs


def _wrap_width(lines: list[str]) -> int:
    """Return the width at which the lines were broken, or 0 when each line is a paragraph."""
    longest = max(map(len, lines), default=0)
    if not _WRAP_SHORTEST <= longest <= _WRAP_LONGEST:
        return 0
    pairs = [(one, two) for one, two in pairwise(lines) if one and two]
    full = sum(_is_full(one, two, longest) for one, two in pairs)
    return longest if pairs and full >= _WRAPPED_SHARE * len(pairs) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted."""
    return (
        len(line) + 1 + len(following.split(maxsplit=1)[0]) > width if following.strip() else False
    )


def _continues(previous: str, line: str, width: int) -> bool:
    starts_anew = any(pattern.match(line) for pattern in (_BULLET, _NUMBERED, _LETTERED))
    if not width or starts_anew or division(line.strip()) or division(previous.strip()):
        return False
    return _is_full(previous, line, width)


def _grouped(paragraphs: list[str]) -> list[str]:
    """Return HTML blocks: neighbours with bullets form a list, as do unbroken runs of numbers."""
    blocks: list[str] = []
    place = 0
    while place < len(paragraphs):
        bullets = _run_of_bullets(paragraphs, place)
        numbers = 0 if bullets else _run_of_numbers(paragraphs, place)
        run = paragraphs[place : place + (bullets or numbers or 1)]
        if bullets:
            blocks.append(_list("<ul>", [_BULLET.sub("", item) for item in run], "</ul>"))
        elif numbers:
            start = int(_NUMBERED.match(run[0])[1])  # type: ignore[index] # a run begins with a number
            opening = "<ol>" if start == 1 else f'<ol start="{start}">'
            blocks.append(_list(opening, [_NUMBERED.sub("", item) for item in run], "</ol>"))
        else:
            blocks.append(f"<p>{escape(run[0], quote=False)}</p>")
        place += len(run)
    return blocks


def _list(opening: str, items: list[str], closing: str) -> str:
    return opening + "".join(f"<li>{escape(item, quote=False)}</li>" for item in items) + closing


def _run_of_bullets(paragraphs: list[str], place: int) -> int:
    end = place
    while end < len(paragraphs) and _BULLET.match(paragraphs[end]):
        end += 1
    return end - place


def _run_of_numbers(paragraphs: list[str], place: int) -> int:
    """Return the length of a list 1., 2., 3.; numbers parted by points stay as they are written.

    A clause followed by points a), b) keeps its number in the text: cut into lists of one item
    each, the text would lose its order.
    """
    end, expected = place, 0
    while end < len(paragraphs):
        match = _NUMBERED.match(paragraphs[end])
        if match is None or (expected and int(match[1]) != expected):
            break
        expected = int(match[1]) + 1
        end += 1
    alone = end - place < 2  # noqa: PLR2004
    between = place > 0 and _LETTERED.match(paragraphs[place - 1])
    followed = end < len(paragraphs) and _LETTERED.match(paragraphs[end])
    return 0 if alone or between or followed else end - place
