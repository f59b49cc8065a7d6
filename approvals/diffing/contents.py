"""Two contents compared field by field."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from approvals.diffing.aligning import Budget, common
from approvals.diffing.model import DELETED, INSERTED, Block, Change, Piece
from approvals.diffing.structure import Line, lines_of, plain_lines
from approvals.diffing.words import blocks

CONTEXT = 1
# A body of more tags than any real text has is not read line by line.
MOST_TAGS = 40_000
_TAGS = re.compile(r"(?:<[^>]*>)+")
WORDED = ("title", "summary", "author_name", "change_note")
# Codes, numbers and dates change as a whole.
WHOLE = ("number", "issued_on", "effective_on", "category", "document_type", "language")
SOURCE = ("kind", "name", "url", "permission")
APART = frozenset({*WORDED, *WHOLE, "source", "body", "attachments", "schema", "fields"})


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields that differ between two contents, each with its words."""
    budget = Budget()
    return tuple(change for change in _changes(old, new, budget) if change.blocks)


def diff(old: str, new: str) -> tuple[Block, ...]:
    """Return the differing passages of two plain texts with one unchanged block around each."""
    return _compared(plain_lines(old), plain_lines(new), Budget())


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], budget: Budget) -> Iterator[Change]:
    for name in (*WORDED[:2], *WHOLE, *WORDED[2:]):
        was, now = str(old.get(name, "")), str(new.get(name, ""))
        if was != now and name in WHOLE:
            yield Change(name, (_whole(was, now),))
        elif was != now:
            yield Change(name, _compared(plain_lines(was), plain_lines(now), budget))
    for name in SOURCE:
        was, now = old["source"].get(name, ""), new["source"].get(name, "")
        if was != now:
            yield Change(f"source.{name}", (_whole(was, now),))
    yield from _structured(old.get("fields", {}), new.get("fields", {}), budget)
    for name in sorted((old.keys() | new.keys()) - APART):
        if old.get(name) != new.get(name):
            yield Change(name, (_whole(_said(old.get(name)), _said(new.get(name))),))
    yield _body(old["body"], new["body"], budget)
    yield Change("attachments", tuple(_files(old["attachments"], new["attachments"])))


def _structured(old: Mapping[str, str], new: Mapping[str, str], budget: Budget) -> Iterator[Change]:
    """Compare the fields of a structured kind, in the order in which they were given."""
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, ""), new.get(name, "")
        if was != now:
            yield Change(f"fields.{name}", _compared(plain_lines(was), plain_lines(now), budget))


def _body(old: str, new: str, budget: Budget) -> Change:
    """Compare two bodies; where no word and no style of a line differs, the markup still may."""
    if old == new:
        return Change("body", ())
    if max(old.count("<"), new.count("<")) > MOST_TAGS:
        return Change("body", _untouched_ends_apart(_words(old), _words(new)), coarse=True)
    found = _compared(lines_of(old), lines_of(new), budget)
    if not any(block.changed for block in found):
        found = (Block(restyled=True), *found)
    return Change("body", found, coarse=budget.spent)


def _words(html: str) -> str:
    return unescape(_TAGS.sub("\n", html))


def _untouched_ends_apart(old: str, new: str) -> tuple[Block, ...]:
    """Say what stands between the first and the last word that differ: gone, and come."""
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    return (_whole(old[start : len(old) - end], new[start : len(new) - end]),)


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _whole(was: str, now: str) -> Block:
    return Block(tuple(p for p in (Piece(DELETED, was), Piece(INSERTED, now)) if p.text))


def _files(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> Iterator[Block]:
    """Name the files that came, went, were replaced under their name, or are described anew."""
    was = {row["original_name"]: row for row in old}
    now = {row["original_name"]: row for row in new}
    for name in [*was, *(name for name in now if name not in was)]:
        before, after = was.get(name), now.get(name)
        place = (("file", name),)
        if before is None and after is not None:
            yield Block((Piece(INSERTED, _file(after)),), place=place)
        elif after is None and before is not None:
            yield Block((Piece(DELETED, _file(before)),), place=place)
        elif before and after and _file(before) != _file(after):
            pieces = (Piece(DELETED, _file(before)), Piece(INSERTED, _file(after)))
            yield Block(pieces, place=place)


def _file(row: Mapping[str, Any]) -> str:
    given = (row["original_name"], row["caption"], row["alt_text"], f"SHA-256 {row['sha256'][:12]}")
    return " · ".join(filter(None, given))


def _compared(old: Sequence[Line], new: Sequence[Line], budget: Budget) -> tuple[Block, ...]:
    return tuple(_folded(list(blocks(old, new, budget))))


def _folded(found: list[Block]) -> Iterator[Block]:
    """Fold what stands further than one block from a change."""
    shown = {
        near
        for place, block in enumerate(found)
        if block.changed
        for near in range(place - CONTEXT, place + CONTEXT + 1)
    }
    folded: list[Block] = []
    for place, block in enumerate(found):
        if place not in shown:
            folded.append(block)
            continue
        if folded:
            yield Block(folded=tuple(folded))
            folded = []
        yield block
    if folded:
        yield Block(folded=tuple(folded))
