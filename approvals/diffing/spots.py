"""The short list of what changed, and how much that is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from approvals.diffing.model import DELETED, INSERTED, SAME, Block, Change, Place

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
WORDED = frozenset({"title", "summary", "body", "author_name", "change_note"})
SHORT = 80


@dataclass(frozen=True)
class Spot:
    """One place that changed: the first words that went and that came."""

    field: str
    place: Place
    was: str = ""
    now: str = ""
    restyled: bool = False
    blocks: int = 1


def spots(changes: Iterable[Change]) -> tuple[Spot, ...]:
    """Return the places that changed, in reading order; neighbours that came together are one."""
    return tuple(spot for change in changes for spot in _of(change))


def size(changes: Iterable[Change]) -> int:
    """Return how many words came or went, whichever is more at each block."""
    changed = (block for change in changes for block in change.blocks if block.changed)
    return sum(
        max(len(_WORD.findall(_text(block, kind))) for kind in (DELETED, INSERTED))
        for block in changed
    )


def is_small(changes: Iterable[Change], *, words: int, places: int) -> bool:
    """Tell whether the edits are few and only in words: no number, day, source or file changed."""
    found = tuple(changes)
    return (
        bool(found)
        and all(change.field in WORDED and not change.coarse for change in found)
        and len(spots(found)) <= places
        and size(found) <= words
        and not any(_DIGIT.search(text) for text in _changed_texts(found))
    )


def _changed_texts(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        for block in change.blocks:
            yield from (piece.text for piece in block.pieces if piece.kind != SAME)


def _of(change: Change) -> Iterator[Spot]:
    for kind, group in groupby(change.blocks, key=_kind):
        found = list(group)
        if kind in {DELETED, INSERTED}:
            yield _spot(change.field, found[0], blocks=len(found))
        elif kind:
            yield from (_spot(change.field, block) for block in found)


def _kind(block: Block) -> str:
    if not block.changed:
        return ""
    kinds = {piece.kind for piece in block.pieces}
    return kinds.pop() if len(kinds) == 1 and not block.restyled else "changed"


def _spot(name: str, block: Block, *, blocks: int = 1) -> Spot:
    was, now = _short(_text(block, DELETED)), _short(_text(block, INSERTED))
    return Spot(name, block.place, was, now, block.restyled, blocks)


def _text(block: Block, kind: str) -> str:
    return " … ".join(piece.text.strip() for piece in block.pieces if piece.kind == kind)


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"
