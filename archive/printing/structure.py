"""Repairs of the structure tree where WeasyPrint's tags are not what PDF/UA asks for."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]

ITEM_PARTS = ("/Lbl", "/LBody")


def repair_lists(pdf: pydyf.PDF) -> None:
    """Give every list item a body: blocks that stand directly in an item move into an LBody."""
    for item in [item for item in pdf.objects if _is(item, "/LI")]:
        targets = [(kid, _target(pdf, kid)) for kid in item["K"]]
        loose = [kid for kid, found in targets if found and not _is(found, *ITEM_PARTS)]
        if loose:
            _wrap(pdf, item, loose)


def _wrap(pdf: pydyf.PDF, item: pydyf.Dictionary, loose: list[Any]) -> None:
    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "K": pydyf.Array(loose),
            "Pg": item["Pg"],
            "P": item.reference,
        }
    )
    pdf.add_object(body)
    for kid in loose:
        target = _target(pdf, kid)
        if target is not None:
            target["P"] = body.reference
    kept = [kid for kid in item["K"] if kid not in loose]
    labels = [kid for kid in kept if _is(_target(pdf, kid), "/Lbl")]
    bodies = [kid for kid in kept if kid not in labels]
    item["K"] = pydyf.Array([*labels, body.reference, *bodies])


def repair_links(pdf: pydyf.PDF) -> None:
    """Hang every link annotation on its Link element, not on bold text or a picture inside it."""
    parents = pdf.objects[_number(structure_root(pdf)["ParentTree"])]["Nums"]
    for reference in [item for item in pdf.objects if _has_type(item, "/OBJR")]:
        annotation = pdf.objects[_number(reference["Obj"])]
        at = annotation["StructParent"]
        holder = pdf.objects[_number(parents[2 * at + 1])]
        link = _ancestor(pdf, holder, "/Link")
        if link is None or link is holder:
            continue
        holder["K"].remove(reference.reference)
        link["K"].append(reference.reference)
        parents[2 * at + 1] = link.reference


def structure_root(pdf: pydyf.PDF) -> pydyf.Dictionary:
    """Return the root of the structure tree."""
    return pdf.objects[_number(pdf.catalog["StructTreeRoot"])]


def object_of(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    """Return the object that a reference names."""
    return pdf.objects[_number(reference)]


def _ancestor(pdf: pydyf.PDF, element: pydyf.Dictionary, kind: str) -> pydyf.Dictionary | None:
    while not _is(element, kind):
        if "P" not in element:
            return None
        element = pdf.objects[_number(element["P"])]
    return element


def repair_tables(pdf: pydyf.PDF) -> None:
    """Tie every data cell to its headers; spans over rows and columns are taken into account."""
    for table in [item for item in pdf.objects if _is(item, "/Table")]:
        _tie_headers(_cells(pdf, table))


@dataclass(frozen=True)
class _Cell:
    element: pydyf.Dictionary
    in_head: bool
    rows: range
    columns: range


def _cells(pdf: pydyf.PDF, table: pydyf.Dictionary) -> list[_Cell]:
    cells: list[_Cell] = []
    taken: set[tuple[int, int]] = set()
    for at, (row, in_head) in enumerate(_rows(pdf, table)):
        column = 0
        for element in _kids(pdf, row, "/TH", "/TD"):
            while (at, column) in taken:
                column += 1
            across, down = element["A"].get("ColSpan", 1), element["A"].get("RowSpan", 1)
            cell = _Cell(element, in_head, range(at, at + down), range(column, column + across))
            taken.update((line, place) for line in cell.rows for place in cell.columns)
            cells.append(cell)
            column += across
    return cells


def _rows(pdf: pydyf.PDF, table: pydyf.Dictionary) -> list[tuple[pydyf.Dictionary, bool]]:
    sections = _kids(pdf, table, "/THead", "/TBody", "/TFoot")
    return [(row, _is(part, "/THead")) for part in sections for row in _kids(pdf, part, "/TR")]


def _tie_headers(cells: list[_Cell]) -> None:
    by_column, by_row = defaultdict[int, list[Any]](list), defaultdict[int, list[Any]](list)
    for cell in [cell for cell in cells if _is(cell.element, "/TH")]:
        cell.element["A"]["Scope"] = "/Column" if cell.in_head else "/Row"
        for at in cell.columns if cell.in_head else cell.rows:
            (by_column if cell.in_head else by_row)[at].append(cell.element["ID"])
    for cell in [cell for cell in cells if _is(cell.element, "/TD")]:
        found = [name for at in cell.columns for name in by_column[at]]
        found += [name for at in cell.rows for name in by_row[at]]
        cell.element["A"].pop("Headers", None)
        if found:
            cell.element["A"]["Headers"] = pydyf.Array(dict.fromkeys(found))


def _kids(pdf: pydyf.PDF, parent: pydyf.Dictionary, *kinds: str) -> list[pydyf.Dictionary]:
    found = [_target(pdf, kid) for kid in parent["K"]]
    return [kid for kid in found if kid is not None and _is(kid, *kinds)]


def _target(pdf: pydyf.PDF, kid: Any) -> pydyf.Dictionary | None:
    if not isinstance(kid, bytes):
        return None  # a marked-content number
    found = pdf.objects[_number(kid)]
    return found if isinstance(found, pydyf.Dictionary) else None


def _is(item: Any, *kinds: str) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("S") in kinds


def _has_type(item: Any, kind: str) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == kind


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
