"""The words that came and went between lines that belong together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from approvals.diffing.aligning import Budget, align
from approvals.diffing.model import DELETED, INSERTED, SAME, Block, Piece, Place
from approvals.diffing.structure import Line

ALIKE = 0.35
# Lines with more cells between them are likened without regard to the order of their words.
LONG = 1_000_000
# A word with the spaces behind it, so that gaps between words never count as kept.
_TOKEN = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")
_CELL = " │ "


def blocks(old: Sequence[Line], new: Sequence[Line], budget: Budget) -> Iterator[Block]:
    """Yield every line of two texts, in order, with what came and went."""
    spans = align([line.text for line in old], [line.text for line in new], budget)
    gone: list[Line] = []
    come: list[Line] = []
    for same, a, b, c, d in spans:
        if not same:
            gone, come = gone + list(old[a:b]), come + list(new[c:d])
            continue
        yield from _replaced(gone, come, budget)
        gone, come = [], []
        for was, now in zip(old[a:b], new[c:d], strict=True):
            restyled = was.style != now.style
            yield Block((Piece(SAME, now.text),), place=now.place, restyled=restyled)
    yield from _replaced(gone, come, budget)


def _replaced(old: list[Line], new: list[Line], budget: Budget) -> Iterator[Block]:
    """Set what went beside what came where they read alike; the rest stands alone, in order."""
    was, now = 0, 0
    for old_place, new_place in [*_pairs_alike(old, new, budget), (len(old), len(new))]:
        yield from (Block((Piece(DELETED, x.text),), place=x.place) for x in old[was:old_place])
        yield from (Block((Piece(INSERTED, x.text),), place=x.place) for x in new[now:new_place])
        if old_place < len(old):
            yield _line(old[old_place], new[new_place], budget)
        was, now = old_place + 1, new_place + 1


def _line(old: Line, new: Line, budget: Budget) -> Block:
    if old.cells and len(old.cells) == len(new.cells):
        return _row(old, new, budget)
    return Block(tuple(words(old.text, new.text, budget)), place=new.place)


def _row(old: Line, new: Line, budget: Budget) -> Block:
    """Compare a row cell by cell; the place names the columns that changed."""
    pieces: list[Piece] = []
    columns = []
    for number, (was, now) in enumerate(zip(old.cells, new.cells, strict=True), 1):
        pieces += [Piece(SAME, _CELL)] if pieces else []
        pieces += [Piece(SAME, now)] if was == now else words(was, now, budget)
        columns += [str(number)] if was != now else []
    place: Place = (*new.place, ("column", ", ".join(columns))) if columns else new.place
    return Block(tuple(pieces), place=place)


def _pairs_alike(old: list[Line], new: list[Line], budget: Budget) -> list[tuple[int, int]]:
    """Return the places of lines that belong together: the alignment with most words in common."""
    if not old or not new:
        return []
    numbers: dict[str, int] = {}
    was, now = (
        [[numbers.setdefault(w, len(numbers)) for w in _TOKEN.findall(x.text)] for x in lines]
        for lines in (old, new)
    )
    if len(old) == len(new) == 1:
        return [(0, 0)] if _likeness(was[0], now[0]) else []
    if not budget.allows_pairs(len(old) * len(new)):
        return [(n, n) for n in range(min(len(old), len(new))) if _likeness(was[n], now[n])]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            together = best[a + 1][b + 1] + _likeness(was[a], now[b])
            best[a][b] = max(together, best[a + 1][b], best[a][b + 1])
    return list(_walk(best))


def _likeness(one: list[int], other: list[int]) -> float:
    """Return the share of words in common, or nothing where it is too small to mean the same."""
    if len(one) * len(other) <= LONG:
        return Indel.normalized_similarity(one, other, score_cutoff=ALIKE)
    share = 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))
    return share if share >= ALIKE else 0.0


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


def words(old: str, new: str, budget: Budget) -> list[Piece]:
    """Return the runs of words that stayed, went and came, what went before what came."""
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    spans = list(align(_ended(was), _ended(now), budget))
    pieces: list[Piece] = []
    gone = come = ""
    for place, (same, a, b, c, d) in enumerate(spans):
        if same and not _is_chance(spans, place):
            pieces += [p for p in (Piece(DELETED, gone), Piece(INSERTED, come)) if p.text]
            pieces.append(Piece(SAME, "".join(now[c:d])))
            gone = come = ""
        else:
            gone, come = gone + "".join(was[a:b]), come + "".join(now[c:d])
    return pieces + [p for p in (Piece(DELETED, gone), Piece(INSERTED, come)) if p.text]


def _ended(tokens: list[str]) -> list[str]:
    """Let the last word of a line equal the same word with more behind it."""
    return [*tokens[:-1], tokens[-1].rstrip() + " "] if tokens else tokens


def _is_chance(spans: list[tuple[bool, int, int, int, int]], place: int) -> bool:
    """Tell whether one word stayed by chance amid many that did not; it reads better as changed."""
    _, a, b, _, _ = spans[place]
    if b - a > 1 or not 0 < place < len(spans) - 1:
        return False
    around = (spans[place - 1], spans[place + 1])
    return all((s[2] - s[1]) + (s[4] - s[3]) > 3 for s in around)  # noqa: PLR2004  a few words
