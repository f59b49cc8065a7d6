"""Tables of a PDF: ruled grids become rows of cells; those over a page break are joined."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from approvals.conversion.pdf_pages import Glyph, Line, Page, Rule

_SNAP = 3.0
_SAME_COLUMN = 6.0
_LEAST_COLUMNS = 2  # one row is enough: it may be the rest of a table on the page before
_MOST_RULES = 20_000
_NEW_LINE_AT = 0.5  # of the size: a step down of more is a new line in the cell

Box = tuple[float, float, float, float]  # x0, top, x1, bottom


@dataclass(frozen=True)
class Cell:
    """The text of a cell and how many columns and rows it covers."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """A grid on a page, or one continued over several."""

    top: float
    bottom: float
    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_cut: bool = False  # the page ended within its last row

    def html(self) -> str:
        """Return the table as HTML; the tidying finds its header row."""
        rows = "".join(f"<tr>{''.join(map(_cell_html, row))}</tr>" for row in self.rows if row)
        return f"<table>{rows}</table>"

    def words(self) -> str:
        """Return the text of all cells."""
        return "\n".join(cell.text for row in self.rows for cell in row)


def find_tables(page: Page) -> tuple[list[Table], list[Line]]:
    """Return the tables of a page and the lines that stand outside them."""
    grids = _grids(page.rules)
    if not grids:
        return [], list(page.lines)
    tables, outside = [], list(page.lines)
    for grid in grids:
        box = _around(grid)
        inside = [line for line in outside if _holds(box, line)]
        if not inside:
            continue
        outside = [line for line in outside if not _holds(box, line)]
        table = _table(grid, [glyph for line in inside for glyph in line.glyphs])
        cut = all(abs(rule.bottom - table.bottom) > 1 for rule in page.rules if _is_level(rule))
        tables.append(replace(table, is_cut=cut))
    return tables, outside


def continued(earlier: Table, later: Table) -> Table | None:
    """Return both as one table when `later` goes on with the same columns on the next page."""
    same = len(earlier.columns) == len(later.columns) and all(
        abs(one - two) <= _SAME_COLUMN
        for one, two in zip(earlier.columns, later.columns, strict=True)
    )
    if not same:
        return None
    repeated = bool(earlier.rows and later.rows) and _texts(earlier.rows[0]) == _texts(
        later.rows[0]
    )
    rows = later.rows[1:] if repeated else later.rows
    above = earlier.rows
    if earlier.is_cut and rows and len(rows[0]) == len(above[-1]):
        above, rows = (*above[:-1], _whole_row(above[-1], rows[0])), rows[1:]
    return replace(earlier, rows=above + rows, bottom=later.bottom, is_cut=later.is_cut)


def _whole_row(upper: tuple[Cell, ...], lower: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(
        replace(
            one, text=f"{one.text} {two.text}".strip(), bold=one.bold and (two.bold or not two.text)
        )
        for one, two in zip(upper, lower, strict=True)
    )


def _texts(row: tuple[Cell, ...]) -> list[str]:
    return [cell.text for cell in row]


def _grids(rules: tuple[Rule, ...]) -> list[list[Box]]:
    if not 4 <= len(rules) <= _MOST_RULES:  # noqa: PLR2004 a box has four edges
        return []
    edges = [_edge(rule) for rule in (*rules, *_open_ends(rules))]
    edges = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    cells = intersections_to_cells(edges_to_intersections(edges, _SNAP, _SNAP))
    grids = [list(cells) for cells in cells_to_tables(cells)]
    return [grid for grid in grids if _is_grid(grid)]


def _open_ends(rules: tuple[Rule, ...]) -> list[Rule]:
    """Return the edges that a page break left out: uprights that end together on no line."""
    levels = [rule.top for rule in rules if _is_level(rule)]
    ends: dict[float, list[float]] = {}
    for rule in rules:
        for end in (rule.top, rule.bottom) if rule.x0 == rule.x1 else ():
            if all(abs(end - level) > _SNAP for level in levels):
                ends.setdefault(round(end), []).append(rule.x0)
    return [Rule(min(xs), max(xs), end, end) for end, xs in ends.items() if max(xs) > min(xs)]


def _is_grid(cells: list[Box]) -> bool:
    return len(_starts(cells, 0)) >= _LEAST_COLUMNS


def _is_level(rule: Rule) -> bool:
    return rule.top == rule.bottom


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if _is_level(rule) else "v",
        "object_type": "line",
    }


def _starts(cells: list[Box], side: int) -> list[float]:
    """Return the distinct left (0) or upper (1) ends of cells, near ones taken as one."""
    starts: list[float] = []
    for value in sorted(cell[side] for cell in cells):
        if not starts or value - starts[-1] > _SNAP:
            starts.append(value)
    return starts


def _around(cells: list[Box]) -> Box:
    return (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )


def _holds(box: Box, line: Line) -> bool:
    glyph = next(glyph for glyph in line.glyphs if glyph.char.strip())
    across, down = (line.x0 + line.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] - _SNAP <= across <= box[2] + _SNAP and box[1] <= down <= box[3]


def _table(cells: list[Box], glyphs: list[Glyph]) -> Table:
    columns, tops = _starts(cells, 0), _starts(cells, 1)
    held: dict[Box, list[Glyph]] = {cell: [] for cell in cells}
    by_row = sorted(cells, key=lambda cell: cell[1])
    last: Box | None = None
    for glyph in glyphs:
        if not glyph.char.strip():  # a space has no box worth the name: it follows its word
            if last is not None:
                held[last].append(glyph)
            continue
        last = _cell_at(by_row, glyph) or last
        if last is not None:
            held[last].append(glyph)
    rows: list[list[tuple[int, Cell]]] = [[] for _ in tops]
    for cell in cells:
        row, column = _index(tops, cell[1]), _index(columns, cell[0])
        colspan = _index(columns, cell[2] - 2 * _SNAP) - column + 1
        rowspan = _index(tops, cell[3] - 2 * _SNAP) - row + 1
        bold = bool(held[cell]) and all(g.style.bold for g in held[cell] if g.char.strip())
        rows[row].append((column, Cell(_text(held[cell]), colspan, rowspan, bold)))
    box = _around(cells)
    ordered = tuple(tuple(cell for _, cell in sorted(row, key=lambda c: c[0])) for row in rows)
    return Table(box[1], box[3], tuple(columns), ordered)


def _index(starts: list[float], value: float) -> int:
    return max(0, bisect_right(starts, value + _SNAP) - 1)


def _cell_at(cells: list[Box], glyph: Glyph) -> Box | None:
    across, down = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    for cell in cells:
        if cell[1] > down:
            break
        if cell[0] <= across <= cell[2] and down <= cell[3]:
            return cell
    return None


def _text(glyphs: list[Glyph]) -> str:
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        stepped = (
            before is not None
            and glyph.char.strip()
            and (glyph.top > before.bottom - _NEW_LINE_AT or glyph.x1 < before.x0)
        )
        if stepped:
            parts.append(" ")
        parts.append(glyph.char)
        before = glyph if glyph.char.strip() else before
    return " ".join("".join(parts).split())


def _cell_html(cell: Cell) -> str:
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if count > 1
    )
    text = escape(cell.text, quote=False)
    return f"<td{spans}>{f'<strong>{text}</strong>' if cell.bold and text else text}</td>"
