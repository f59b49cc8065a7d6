"""Tables of the tree: header cells with a scope, layout tables opened, cells without wrappers."""

import re

from approvals.conversion.blocks import Element, make, remove, text_of, unwrap
from approvals.conversion.shapes import Repair

_LAYOUT_ROWS = 4
_LONGEST_HEADER = 120
_LETTERHEAD = re.compile(
    r"Độc lập\s*[-–—]\s*Tự do\s*[-–—]\s*Hạnh phúc|^\s*Nơi nhận\s*:", re.IGNORECASE | re.MULTILINE
)
_NUMBER = re.compile(r"[\d.,%\s/()-]+")


def tidy_tables(root: Element) -> list[Repair]:
    """Open layout tables and give the header row of every other table `th scope`; say so."""
    opened = chosen = 0
    for table in list(root.iter("table")):
        rows = list(table.iter("tr"))
        if _is_layout(table, rows):
            _open(table, rows)
            opened += 1
            continue
        _simplify_cells(table)
        chosen += _head(table, rows)
    found = (Repair("LAYOUT_TABLE", opened), Repair("TABLE_HEADER_CHOSEN", chosen))
    return [repair for repair in found if repair.count]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_layout(table: Element, rows: list[Element]) -> bool:
    """Letterheads, signature blocks and boxes of one row are layout, not data."""
    if not rows or next(table.iter("th"), None) is not None:
        return not rows
    widest = max(len(_cells(row)) for row in rows)
    if len(rows) == 1:
        return True
    text = "\n".join(text_of(cell) for row in rows for cell in _cells(row))
    return len(rows) <= _LAYOUT_ROWS and widest <= 3 and bool(_LETTERHEAD.search(text))  # noqa: PLR2004


def _open(table: Element, rows: list[Element]) -> None:
    """Put the content of the cells where the table stood, column by column."""
    lines = [_cells(row) for row in rows]
    width = max((len(cells) for cells in lines), default=0)
    ordered = [cells[column] for column in range(width) for cells in lines if column < len(cells)]
    for cell in ordered:
        blocks = list(cell)
        if (cell.text or "").strip() or any(block.tag not in _OWN_BLOCKS for block in blocks):
            cell.tag = "p"
            blocks = [cell]
        for block in blocks:
            block.attrib.clear()
            table.addprevious(block)
    remove(table)


_OWN_BLOCKS = frozenset({"p", "ul", "ol", "table", "blockquote", "pre", "figure", "hr",
                         "h1", "h2", "h3", "h4", "h5", "h6"})  # fmt: skip


def _simplify_cells(table: Element) -> None:
    for paragraph in list(table.iter("p")):
        cell = paragraph.getparent()
        alone = len(cell) == 1 and not (cell.text or "").strip()
        if cell.tag in {"td", "th"} and alone and not (paragraph.tail or "").strip():
            cell.text = paragraph.text
            cell[:] = list(paragraph)


def _head(table: Element, rows: list[Element]) -> bool:
    """Mark header cells; return whether the first row had to be chosen as the header."""
    chosen = False
    if next(table.iter("th"), None) is None and _looks_like_header(rows):
        chosen = True
        for cell in _cells(rows[0]):
            cell.tag = "th"
    _move_first_rows_into_head(table, rows)
    for cell in table.iter("th"):
        for strong in list(cell.iter("strong")):  # header cells are bold by themselves
            unwrap(strong)
        in_head = cell.getparent().getparent().tag == "thead"
        cell.set("scope", cell.get("scope") or ("col" if in_head else "row"))
    return chosen


def _looks_like_header(rows: list[Element]) -> bool:
    cells = _cells(rows[0])
    if len(rows) < 2 or len(cells) < 2:  # noqa: PLR2004
        return False
    texts = [text_of(cell) for cell in cells]
    names = [text for text in texts if text and not _NUMBER.fullmatch(text)]
    return len(names) >= len(cells) - 1 and all(len(text) <= _LONGEST_HEADER for text in texts)


def _move_first_rows_into_head(table: Element, rows: list[Element]) -> None:
    """Rows at the top that consist of header cells form the thead."""
    if table.find("thead") is not None:
        return
    top = []
    for row in rows:
        if not _cells(row) or any(cell.tag != "th" for cell in _cells(row)):
            break
        top.append(row)
    if not top:
        return
    head = make("thead")
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, head)
    head.extend(top)
