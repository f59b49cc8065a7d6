"""Where the bars of a chart stand: numbers for SVG, in percent of its width or in pixels.

A chart keeps its letters at every width, because nothing but bars is stretched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

ROOM = 58.0  # percent of the width for the longest bar; the rest is for its number
LETTERS = 44  # of a label in one line, so that it fits the narrowest screen
LINE = 19
BAR = 36
COLUMN_TOP = 24
COLUMN_HEIGHT = 140


@dataclass(frozen=True)
class Bar:
    """One line of a chart of lying bars: what it is, two lengths, and the number beside it."""

    label: str
    said: str
    lines: tuple[tuple[str, int], ...]
    bar_y: int
    width: str
    whisker: str
    after: str
    line_y: int


@dataclass(frozen=True)
class Column:
    """One standing column in two parts, its number above and its name below."""

    label: str
    said: str
    middle: str
    left: str
    width: str
    good_y: str
    good_height: str
    bad_y: str
    bad_height: str
    number_y: str
    minor: bool


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn: its parts and its height in pixels."""

    bars: tuple[Bar, ...] = ()
    columns: tuple[Column, ...] = ()
    height: int = 0
    base: int = COLUMN_TOP + COLUMN_HEIGHT


def lying(rows: Sequence[tuple[str, float, float, str]]) -> Chart:
    """Return a line for each (label, length, longer length, number said beside it)."""
    longest = max((max(short, far) for _, short, far, _ in rows), default=0) or 1
    bars, top = [], 0
    for label, short, far, said in rows:
        words = wrap(label, LETTERS) or [""]
        lines = tuple((line, top + 15 + LINE * place) for place, line in enumerate(words))
        top += LINE * len(words)
        bars.append(
            Bar(
                label=label,
                said=said,
                lines=lines,
                bar_y=top + 4,
                width=_percent(ROOM * short / longest),
                whisker=_percent(ROOM * far / longest),
                after=_percent(ROOM * max(short, far) / longest + 2.5),
                line_y=top + 12,
            )
        )
        top += BAR
    return Chart(bars=tuple(bars), height=top)


def standing(rows: Sequence[tuple[str, float, float, str]]) -> Chart:
    """Return a column for each (label, good part, other part, number said above it)."""
    tallest = max((good + bad for _, good, bad, _ in rows), default=0) or 1
    step = 100 / max(1, len(rows))
    base = COLUMN_TOP + COLUMN_HEIGHT
    columns = []
    for number, (label, good, bad, said) in enumerate(rows):
        lower, upper = (COLUMN_HEIGHT * part / tallest for part in (good, bad))
        columns.append(
            Column(
                label=label,
                said=said,
                middle=_percent(step * (number + 0.5)),
                left=_percent(step * (number + 0.14)),
                width=_percent(step * 0.72),
                good_y=_pixels(base - lower),
                good_height=_pixels(lower),
                bad_y=_pixels(base - lower - upper),
                bad_height=_pixels(upper),
                number_y=_pixels(base - lower - upper - 7),
                minor=len(rows) > 6 and number % 2 == 1,  # noqa: PLR2004
            )
        )
    return Chart(columns=tuple(columns), height=base + 26)


def _percent(number: float) -> str:
    return f"{number:.2f}%"


def _pixels(number: float) -> str:
    return f"{number:.1f}"
