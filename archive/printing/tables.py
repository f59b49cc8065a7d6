"""Tables made fit for paper and for PDF/UA: a regular grid, a repeated header, sensible widths."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

Element = Any  # lxml brings no types

WIDE = 7  # columns from which the type gets smaller
VERY_WIDE = 10  # columns from which the page turns (Decree 30/2020 allows it for wide tables)
MAX_SPAN = 100
SAMPLE = 200  # rows looked at when column widths are chosen
LONGEST = 60  # letters beyond which a cell asks for no more width
SHORT = 14  # letters up to which a column gets just what it needs
AIR = 4  # letters' worth of padding
LINE = 80  # letters on a line of a table, and on a page turned on its side
LINE_TURNED = 130
MIN_SHARE = 8.0  # per cent of the width that a long column must at least find


@dataclass(frozen=True)
class Cell:
    """A cell and the places it covers."""

    element: Element
    row: int
    column: int
    across: int
    down: int

    @property
    def right(self) -> int:
        return self.column + self.across

    @property
    def in_head(self) -> bool:
        return bool(self.element.xpath("boolean(ancestor::thead)"))

    def clipped(self, columns: int) -> "Cell":
        """The same cell, ending at the last column at the latest."""
        across = min(self.across, columns - self.column)
        if across < self.across:
            self.element.attrib.pop("colspan")
            _set_span(self.element, "colspan", across)
        return replace(self, across=across)

    def places(self) -> set[tuple[int, int]]:
        """Every (row, column) that this cell covers."""
        rows = range(self.row, self.row + self.down)
        return {(row, column) for row in rows for column in range(self.column, self.right)}


def prepare_table(table: Element) -> None:
    """Make `table` regular and give it a header to repeat; without headers it becomes boxes.

    PDF/UA asks that the headers of every cell can be derived. A table of which that is not true
    makes no such claim: it is printed as a grid of plain boxes that looks the same and reads in
    the same order. So is a table inside another one, which has to come first.
    """
    rows = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    nested = bool(table.xpath("ancestor::table"))
    if rows:
        _head(table, rows)
    grid = _regularise(rows)
    columns = max((cell.right for cell in grid), default=0)
    if columns and not nested:
        _size(table, rows, columns)
    if nested or not grid or not _derivable(grid):
        _to_boxes(table)


def _head(table: Element, rows: list[Element]) -> None:
    """Gather the leading rows of header cells into one thead, so that every page repeats it."""
    leading: list[Element] = []
    for row in rows:
        if row.find("td") is not None and row.getparent().tag != "thead":
            break
        leading.append(row)
    if not leading or len(leading) == len(rows):
        return
    head = etree.Element("thead")
    head.extend(leading)
    for cell in head.xpath("./tr/td"):
        cell.tag = "th"
    for section in table.xpath("./thead | ./tbody | ./tfoot"):
        section.tag = "tbody" if section.tag == "thead" else section.tag
        if not len(section):
            table.remove(section)
    position = sum(1 for child in table if child.tag in ("caption", "colgroup", "col"))
    table.insert(position, head)


def _regularise(rows: list[Element]) -> list[Cell]:
    """Clip spans to the table, pad short rows, and return every cell with its place."""
    placed = _place(rows)
    columns = max((cell.column for cell in placed), default=-1) + 1  # none begins further right
    grid = [cell.clipped(columns) for cell in placed]
    taken = {place for cell in grid for place in cell.places()}
    for at, row in enumerate(rows):
        name = "th" if row.getparent().tag == "thead" else "td"
        missing = [column for column in range(columns) if (at, column) not in taken]
        grid.extend(Cell(etree.SubElement(row, name), at, column, 1, 1) for column in missing)
    return grid


def _place(rows: list[Element]) -> list[Cell]:
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    left = Counter(row.getparent() for row in rows)  # rows to come in each section
    for at, row in enumerate(rows):
        column, below = 0, left[row.getparent()]
        left[row.getparent()] -= 1
        for element in [cell for cell in row if cell.tag in ("td", "th")]:
            while (at, column) in taken:
                column += 1
            across, down = _span(element, "colspan", MAX_SPAN), _span(element, "rowspan", below)
            cells.append(Cell(element, at, column, across, down))
            taken.update(cells[-1].places())
            column = cells[-1].right
    return cells


def _span(cell: Element, name: str, limit: int) -> int:
    text = cell.attrib.pop(name, "1")
    span = max(1, min(int(text), limit)) if text.isdecimal() else 1
    _set_span(cell, name, span)
    return span


def _set_span(cell: Element, name: str, span: int) -> None:
    if span > 1:
        cell.set(name, str(span))


def _derivable(grid: list[Cell]) -> bool:
    """Say whether every data cell has a column header above or a row header beside it."""
    heads = [cell for cell in grid if cell.element.tag == "th"]
    columns = {at for cell in heads if cell.in_head for at in range(cell.column, cell.right)}
    rows = {cell.row for cell in heads if not cell.in_head}
    return all(
        cell.row in rows or columns.intersection(range(cell.column, cell.right))
        for cell in grid
        if cell.element.tag == "td"
    )


def _to_boxes(table: Element) -> None:
    names = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"}
    for part in [part for part in table.iter() if part.tag in names and _owner(part) is table]:
        part.set("class", f"{part.get('class', '')} box-{part.tag}".strip())
        part.tag = "div"
    for part in table.xpath("./colgroup"):
        table.remove(part)


def _owner(part: Element) -> Element:
    return part if part.tag == "table" else next(part.iterancestors("table"), part)


def _size(table: Element, rows: list[Element], columns: int) -> None:
    if columns >= WIDE:
        table.set("class", "turned" if columns >= VERY_WIDE else "wide")
    for old in table.xpath("./colgroup | ./col"):
        table.remove(old)
    group = etree.Element("colgroup")
    for share in _shares(rows, columns):
        etree.SubElement(group, "col").set("style", f"width: {share:.2f}%")
    table.insert(1 if len(table) and table[0].tag == "caption" else 0, group)


def _shares(rows: list[Element], columns: int) -> list[float]:
    """Choose widths in per cent: short columns get what they need, long ones share the rest."""
    needs = _needs(rows, columns)
    line = LINE_TURNED if columns >= VERY_WIDE else LINE
    short = {at: 100 * need / line for at, (need, _) in enumerate(needs) if need <= SHORT}
    rest = 100 - sum(short.values())
    long = {at: word + need**0.7 for at, (need, word) in enumerate(needs) if need > SHORT}
    if not long or rest < len(long) * MIN_SHARE:
        weights = [min(need, LONGEST) for need, _ in needs]
        return [100 * weight / sum(weights) for weight in weights]
    total = sum(long.values())
    return [short[at] if at in short else rest * long[at] / total for at in range(columns)]


def _needs(rows: list[Element], columns: int) -> list[tuple[int, int]]:
    """Return per column the letters of its longest cell (and some air) and of its longest word."""
    longest, words = [1] * columns, [1] * columns
    for row in rows[:SAMPLE]:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) != columns:
            continue  # rows with spans say little about single columns
        for at, cell in enumerate(cells):
            text = "".join(cell.itertext()).strip()
            longest[at] = max(longest[at], min(len(text), LONGEST))
            words[at] = max([words[at], *(min(len(part), LONGEST) for part in text.split())])
    return [(length + AIR, word) for length, word in zip(longest, words, strict=True)]
