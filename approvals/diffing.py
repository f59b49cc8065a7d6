"""What changed between two contents, word by word; pure, and quick enough for long documents."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from approvals.sanitising import plain_text

SAME, INSERTED, DELETED = "same", "ins", "del"
# Beyond this many comparisons two passages read as one replaced by the other.
MOST_COMPARISONS = 400_000
LONGEST_BLOCK = 2_000
MOST_PAIRS = 10_000
ALIKE = 0.35
CONTEXT = 1
PLAIN_FIELDS = (
    "title", "summary", "number", "issued_on", "effective_on", "category", "document_type",
    "language", "author_name", "change_note",
)  # fmt: skip
# A word with the spaces behind it, so that gaps between words never count as kept.
_TOKEN = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or row of a table; or a gap of `hidden` unchanged ones."""

    pieces: tuple[Piece, ...] = ()
    hidden: int = 0

    @property
    def changed(self) -> bool:
        """Tell whether anything in it came or went."""
        return any(piece.kind != SAME for piece in self.pieces)


@dataclass(frozen=True)
class Change:
    """What changed in one field; `field` is a name of content.json, or `attachments`."""

    field: str
    blocks: tuple[Block, ...]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields that differ between two contents, each with its words."""
    found = [Change(name, diff(*pair)) for name, *pair in _pairs(old, new) if pair[0] != pair[1]]
    return tuple(change for change in found if any(block.changed for block in change.blocks))


def diff(old: str, new: str) -> tuple[Block, ...]:
    """Return the differing passages of two plain texts with one unchanged block around each."""
    return tuple(_with_gaps(list(_blocks(_lines(old), _lines(new)))))


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in PLAIN_FIELDS:
        yield name, str(old.get(name, "")), str(new.get(name, ""))
    for name in ("kind", "name", "url", "permission"):
        yield f"source.{name}", old["source"][name], new["source"][name]
    yield "body", plain_text(old["body"]), plain_text(new["body"])
    yield "attachments", _files(old), _files(new)


def _files(content: Mapping[str, Any]) -> str:
    rows = content["attachments"]
    return "\n".join(
        " · ".join(filter(None, (r["original_name"], r["caption"], r["alt_text"], r["sha256"][:8])))
        for r in rows
    )


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        lines += [line] if len(line) <= LONGEST_BLOCK else _SENTENCE_END.split(line)
    return [line for line in lines if line.strip()]


def _blocks(old: list[str], new: list[str]) -> Iterator[Block]:
    matcher = SequenceMatcher(None, old, new)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            yield from (Block((Piece(SAME, line),)) for line in old[a_from:a_to])
        else:
            yield from _replaced(old[a_from:a_to], new[b_from:b_to])


def _replaced(old: list[str], new: list[str]) -> Iterator[Block]:
    """Set what went beside what came where they read alike; the rest stands alone, in order."""
    was, now = 0, 0
    for old_place, new_place in [*_pairs_alike(old, new), (len(old), len(new))]:
        yield from (Block((Piece(DELETED, line),)) for line in old[was:old_place])
        yield from (Block((Piece(INSERTED, line),)) for line in new[now:new_place])
        if old_place < len(old):
            yield Block(tuple(_words(old[old_place], new[new_place])))
        was, now = old_place + 1, new_place + 1


def _pairs_alike(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the places of lines that belong together: the alignment with most words in common."""
    if len(old) * len(new) > MOST_PAIRS:
        return [(place, place) for place in range(min(len(old), len(new)))]
    bags = (
        [Counter(_TOKEN.findall(line)) for line in old],
        [Counter(_TOKEN.findall(line)) for line in new],
    )
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            together = best[a + 1][b + 1] + _likeness(bags[0][a], bags[1][b])
            best[a][b] = max(together, best[a + 1][b], best[a][b + 1])
    return list(_walk(best))


def _walk(best: list[list[float]]) -> Iterator[tuple[int, int]]:
    a, b = 0, 0
    while a < len(best) - 1 and b < len(best[0]) - 1:
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            yield a, b
            a, b = a + 1, b + 1


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words in common, or nothing where it is too small to mean the same."""
    total = one.total() + other.total()
    share = 2 * (one & other).total() / total if total else 0.0
    return share if share >= ALIKE else 0.0


def _words(old: str, new: str) -> Iterator[Piece]:
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    start = _common(was, now)
    end = _common(was[start:][::-1], now[start:][::-1])
    middle_was, middle_now = was[start : len(was) - end], now[start : len(now) - end]
    yield from _piece(SAME, was[:start])
    yield from _middle(middle_was, middle_now)
    yield from _piece(SAME, was[len(was) - end :])


def _middle(was: list[str], now: list[str]) -> Iterator[Piece]:
    if len(was) * len(now) > MOST_COMPARISONS:
        yield from _piece(DELETED, was)
        yield from _piece(INSERTED, now)
        return
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            yield from _piece(SAME, was[a_from:a_to])
        else:
            yield from _piece(DELETED, was[a_from:a_to])
            yield from _piece(INSERTED, now[b_from:b_to])


def _piece(kind: str, tokens: list[str]) -> Iterator[Piece]:
    if tokens:
        yield Piece(kind, "".join(tokens))


def _common(first: list[str], second: list[str]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _with_gaps(blocks: list[Block]) -> Iterator[Block]:
    shown = {
        near
        for place, block in enumerate(blocks)
        if block.changed
        for near in range(place - CONTEXT, place + CONTEXT + 1)
    }
    hidden = 0
    for place, block in enumerate(blocks):
        if place not in shown:
            hidden += 1
            continue
        if hidden:
            yield Block(hidden=hidden)
            hidden = 0
        yield block
    if hidden:
        yield Block(hidden=hidden)
