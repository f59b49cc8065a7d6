"""The numbers that Word draws in front of paragraphs: computed, and written where they are lost.

The converter keeps lists but neither their numbers nor the numbers of headings; in a legal text
`Điều 5.` and `khoản 3` must be those of the file. Each list item is given a marker that the tidying
of the HTML reads again; a number that a list of HTML cannot show becomes text.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from approvals.conversion.blocks import Element, make
from approvals.conversion.word_package import W

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKER = re.compile(f"{_OPEN}([a-zA-Z0-9]+):(-?\\d+){_CLOSE}")
_TYPES = {
    "decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A",
    "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_PLAIN_LABEL = re.compile(r"%\d[.)]?")
_LEVELS = 9


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    form: str
    text: str
    start: int


@dataclass
class _Counter:
    values: dict[int, int] = field(default_factory=dict)


def write_numbers(document: Any, numbering: Any | None, styles: Any | None) -> None:
    """Put a marker or the number itself in front of every numbered paragraph of the document."""
    if numbering is None:
        return
    lists = _Lists(numbering)
    by_style = _numbered_styles(styles, numbering)
    headings = _heading_styles(styles)
    for paragraph in document.iter(f"{W}p"):
        style = _value(paragraph, f"{W}pPr/{W}pStyle")
        place = _place(paragraph, by_style.get(style))
        if place is None:
            continue
        label = lists.next_label(*place)
        if label is None:
            continue
        level, number, text = label
        if style in headings or not _PLAIN_LABEL.fullmatch(level.text) or level.form not in _TYPES:
            _write(paragraph, f"{text} " if text.strip() else "")
            _unnumber(paragraph)
        else:
            _write(paragraph, f"{_OPEN}{_TYPES[level.form]}:{number}{_CLOSE}")


def read_markers(root: Element) -> None:
    """Give lists of the HTML the start and the kind of number that their markers name."""
    for items in list(root.iter("ol")):
        current, expected = items, 0
        for item in list(items):
            kind, number = _take_marker(item) or (current.get("type", "1"), expected or 1)
            if expected and (number != expected or kind != current.get("type", "1")):
                current.addnext(following := make("ol"))
                current, expected = following, 0
            if not expected:
                _number(current, kind, number)
            if current is not items:
                current.append(item)
            expected = number + 1


def strip_markers(root: Element) -> None:
    """Remove the markers that no list claimed (numbered paragraphs in cells, headings)."""
    for node in root.iter():
        if node.text:
            node.text = _MARKER.sub("", node.text)
        if node.tail:
            node.tail = _MARKER.sub("", node.tail)


def _number(items: Element, kind: str, number: int) -> None:
    if kind != "1":
        items.set("type", kind)
    if number != 1:
        items.set("start", str(number))


def _take_marker(item: Element) -> tuple[str, int] | None:
    for node in item.iter():
        match = _MARKER.match((node.text or "").lstrip())
        if match:
            node.text = _MARKER.sub("", node.text, count=1)
            return match.group(1), int(match.group(2))
        if (node.text or "").strip():
            break
    return None


class _Lists:
    """The counters of all lists of one document."""

    def __init__(self, numbering: Any) -> None:
        self._abstract = {
            node.get(f"{W}abstractNumId"): _levels(node)
            for node in numbering.iter(f"{W}abstractNum")
        }
        self._used: dict[str, tuple[str, dict[int, Level]]] = {}
        self._restarts: dict[str, set[int]] = {}
        self._counters: dict[str, _Counter] = {}
        for node in numbering.iter(f"{W}num"):
            self._read_list(node)

    def _read_list(self, node: Any) -> None:
        name, abstract = node.get(f"{W}numId"), _value(node, f"{W}abstractNumId")
        levels = dict(self._abstract.get(abstract, {}))
        restarts = set()
        for override in node.iter(f"{W}lvlOverride"):
            place = _whole(override.get(f"{W}ilvl"))
            levels |= _levels(override)
            start = _value(override, f"{W}startOverride")
            if start and place in levels:
                restarts.add(place)
                levels[place] = Level(levels[place].form, levels[place].text, _whole(start, 1))
        self._used[name] = (abstract, levels)
        self._restarts[name] = restarts

    def next_label(self, name: str, place: int) -> tuple[Level, int, str] | None:
        """Count on, and return the level, the number and the drawn text; None for bullets."""
        abstract, levels = self._used.get(name, ("", {}))
        if place not in levels:
            return None
        values = self._counters.setdefault(abstract, _Counter()).values
        if place in self._restarts.get(name, set()):
            self._restarts[name].discard(place)
            values.pop(place, None)
        values[place] = values.get(place, levels[place].start - 1) + 1
        for deeper in range(place + 1, _LEVELS):
            values.pop(deeper, None)
        level = levels[place]
        if level.form == "bullet" and level.text.strip():
            return None
        return level, values[place], _drawn(level, levels, values)


def _drawn(level: Level, levels: dict[int, Level], values: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        shown = levels.get(place, level)
        return _formatted(values.get(place, shown.start), shown.form)

    return re.sub(r"%(\d)", number, level.text)


def _formatted(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters


def _levels(node: Any) -> dict[int, Level]:
    levels = {}
    for level in node.iter(f"{W}lvl"):
        place = _whole(level.get(f"{W}ilvl"))
        form = _value(level, f"{W}numFmt") or "decimal"
        start = _value(level, f"{W}start")
        text = _value(level, f"{W}lvlText")
        levels[place] = Level(form, text, _whole(start, 1))
    return levels


def _whole(text: str | None, otherwise: int = 0) -> int:
    """Return a number of the file; damaged ones count as `otherwise`."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def _value(node: Any, path: str) -> str:
    found = node.find(path)
    return "" if found is None else found.get(f"{W}val") or ""


def _place(paragraph: Any, of_style: tuple[str, int] | None) -> tuple[str, int] | None:
    """Return list and level of a paragraph, its own or its style's; None when it has none."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    if own is None:
        return of_style
    name = _value(own, f"{W}numId") or (of_style[0] if of_style else "")
    level = _value(own, f"{W}ilvl")
    place = _whole(level, of_style[1] if of_style else 0)
    return (name, place) if name not in {"", "0"} else None


def _numbered_styles(styles: Any | None, numbering: Any) -> dict[str, tuple[str, int]]:
    linked = {
        _value(level, f"{W}pStyle"): _whole(level.get(f"{W}ilvl"))
        for level in numbering.iter(f"{W}lvl")
    }
    found = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = _value(style, f"{W}pPr/{W}numPr/{W}numId")
        level = _value(style, f"{W}pPr/{W}numPr/{W}ilvl")
        if name and name != "0":
            own = style.get(f"{W}styleId")
            found[own] = (name, _whole(level, linked.get(own, 0)))
    return found


def _heading_styles(styles: Any | None) -> set[str]:
    found = set()
    for style in styles.iter(f"{W}style") if styles is not None else ():
        if _value(style, f"{W}name").lower().startswith(("heading", "title")):
            found.add(style.get(f"{W}styleId"))
    return found


def _write(paragraph: Any, text: str) -> None:
    run = paragraph.makeelement(f"{W}r")
    words = paragraph.makeelement(f"{W}t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    properties = paragraph.find(f"{W}pPr")
    paragraph.insert(0 if properties is None else 1, run)


def _unnumber(paragraph: Any) -> None:
    """Make it an ordinary paragraph: list 0 also switches off the numbers of its style."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{W}pPr")
        paragraph.insert(0, properties)
    own = properties.find(f"{W}numPr")
    if own is None:
        own = paragraph.makeelement(f"{W}numPr")
        properties.append(own)
    own[:] = []
    for name in ("ilvl", "numId"):
        value = paragraph.makeelement(f"{W}{name}")
        value.set(f"{W}val", "0")
        own.append(value)
