"""Which elements of two sequences belong together: the longest common subsequence, bounded.

The matrix is computed by rapidfuzz, 64 cells a step. Sequences too long for one matrix are cut at
the elements that stand once on each side (patience), and what is still too long after that is
read as one passage replaced by the other: no input makes it hang.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

Span = tuple[bool, int, int, int, int]
MOST_CELLS = 600_000_000
LARGEST_MATRIX = 100_000_000
MOST_PAIRS = 20_000


@dataclass
class Budget:
    """How much comparing one pair of contents may still cost; `spent` once something was left."""

    cells: int = MOST_CELLS
    pairs: int = MOST_PAIRS
    spent: bool = False

    def allows(self, cells: int) -> bool:
        """Take the cells of one matrix, or say that there are not enough."""
        if cells > min(self.cells, LARGEST_MATRIX):
            return False
        self.cells -= cells
        return True

    def allows_pairs(self, pairs: int) -> bool:
        """Take the comparisons of one group of lines, or say that there are not enough."""
        if pairs > self.pairs:
            return False
        self.pairs -= pairs
        return True


def align(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> Iterator[Span]:
    """Yield (same, old from, old to, new from, new to), in order and without a hole."""
    numbers: dict[Hashable, int] = {}
    was = [numbers.setdefault(element, len(numbers)) for element in old]
    now = [numbers.setdefault(element, len(numbers)) for element in new]
    start = common(was, now)
    end = common(was[start:][::-1], now[start:][::-1])
    if start:
        yield True, 0, start, 0, start
    for same, a, b, c, d in _cut(was[start : len(was) - end], now[start : len(now) - end], budget):
        yield same, a + start, b + start, c + start, d + start
    if end:
        yield True, len(was) - end, len(was), len(now) - end, len(now)


def common(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many elements both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _cut(was: list[int], now: list[int], budget: Budget) -> Iterator[Span]:
    if not was or not now or budget.allows(len(was) * len(now)):
        yield from _matrix(was, now, 0, 0)
        return
    a = b = 0
    for left, right in [*_anchors(was, now), (len(was), len(now))]:
        if left > a or right > b:
            if budget.allows((left - a) * (right - b)):
                yield from _matrix(was[a:left], now[b:right], a, b)
            else:
                budget.spent = True
                yield False, a, left, b, right
        if left < len(was):
            yield True, left, left + 1, right, right + 1
        a, b = left + 1, right + 1


def _matrix(was: list[int], now: list[int], a: int, b: int) -> Iterator[Span]:
    if not was or not now:
        if was or now:
            yield False, a, a + len(was), b, b + len(now)
        return
    for code in Indel.opcodes(was, now):
        same = code.tag == "equal"
        yield same, a + code.src_start, a + code.src_end, b + code.dest_start, b + code.dest_end


def _anchors(was: list[int], now: list[int]) -> list[tuple[int, int]]:
    """Return the longest run of elements, once on each side, that keep their order."""
    counts = Counter(was), Counter(now)
    places = {number: place for place, number in enumerate(now)}
    pairs = [
        (place, places[number])
        for place, number in enumerate(was)
        if counts[0][number] == counts[1][number] == 1
    ]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
        before.append(ends[length - 1] if length else -1)
    chosen: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]
