"""Empty signature fields of the printable: made with it, tagged, in the place Decree 30/2020 gives.

They are in every printable, signed or not, so that the bytes before signing are the same
everywhere. A field that came into being while signing would be neither tagged nor described,
and the file no longer PDF/UA.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]

from archive.printing.structure import object_of, structure_root

PLACE = "place-of-the-signature"  # the id of the block between title and name
PERSON = "PersonSignature"
SEAL = "AgencySeal"
TIMESTAMPS = ("ArchiveTimestamp1", "ArchiveTimestamp2", "ArchiveTimestamp3")
DESCRIPTIONS = {
    PERSON: "Chữ ký số của người có thẩm quyền / Signature of the competent person",
    SEAL: "Chữ ký số của cơ quan, tổ chức / Seal of the agency",
}
TIMESTAMP_DESCRIPTION = "Dấu thời gian lưu trữ / Archive time stamp"
POINTS = 0.75  # of a CSS pixel
MM = 72 / 25.4
PERSON_SIZE = (45 * MM, 18 * MM)
SEAL_SIZE = 34 * MM
OVERLAP = 1 / 3  # of the person's signature, on its left (Appendix I, box 8)
NOWHERE = (0.0, 0.0, 0.0, 0.0)
PRINTED_AND_LOCKED = 4 + 128
SIGNATURES_MAY_BE_ADDED = 3  # and only by appending


def add_signature_fields(document: Any, pdf: pydyf.PDF) -> None:
    """Add the fields of the person, the agency and the archive's time stamps, all empty."""
    at, person, seal = _places(document)
    page = document.pages[at]
    names = {PERSON: person, SEAL: seal, **dict.fromkeys(TIMESTAMPS, NOWHERE)}
    fields = [
        _field(pdf, at, name, _flipped(box, page.height * POINTS)) for name, box in names.items()
    ]
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {"Fields": pydyf.Array(fields), "SigFlags": SIGNATURES_MAY_BE_ADDED}
    )


Box = tuple[float, float, float, float]


def _places(document: Any) -> tuple[int, Box, Box]:
    """Return the page and the two boxes, in points from its upper left corner."""
    found = [at for at, page in enumerate(document.pages) if PLACE in page.anchors]
    if not found:  # a refusal that nobody's mandate signs: sealed without a visible sign
        return len(document.pages) - 1, NOWHERE, NOWHERE
    left, top, right, bottom = (v * POINTS for v in document.pages[found[-1]].anchors[PLACE])
    middle, centre = (left + right) / 2, (top + bottom) / 2
    width, height = PERSON_SIZE
    person = (middle - width / 2, centre - height / 2, middle + width / 2, centre + height / 2)
    edge = person[0] + width * OVERLAP
    seal = (edge - SEAL_SIZE, centre - SEAL_SIZE / 2, edge, centre + SEAL_SIZE / 2)
    return found[-1], person, seal


def _flipped(box: Box, height: float) -> Box:
    if box == NOWHERE:
        return box
    left, top, right, bottom = (round(value, 2) for value in box)
    return left, round(height - bottom, 2), right, round(height - top, 2)


def _field(pdf: pydyf.PDF, at: int, name: str, box: Box) -> bytes:
    page = object_of(pdf, pdf.page_references[at])
    look = pydyf.Stream(extra=_form(box))
    pdf.add_object(look)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(name),
            "TU": pydyf.String(DESCRIPTIONS.get(name, TIMESTAMP_DESCRIPTION)),
            "F": PRINTED_AND_LOCKED,
            "Rect": pydyf.Array(box),
            "P": pdf.page_references[at],
            "AP": pydyf.Dictionary({"N": look.reference}),
        }
    )
    pdf.add_object(widget)
    _tag(pdf, widget, pdf.page_references[at])
    page["Annots"] = pydyf.Array([*page.get("Annots", []), widget.reference])
    reference: bytes = widget.reference
    return reference


def _form(box: Box) -> pydyf.Dictionary:
    size = (round(box[2] - box[0], 2), round(box[3] - box[1], 2))
    return pydyf.Dictionary(
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, *size]),
            "Resources": pydyf.Dictionary(),
        }
    )


def _tag(pdf: pydyf.PDF, widget: pydyf.Dictionary, page: bytes) -> None:
    """Hang the widget into the structure tree.

    The element's kid is the reference itself: with an array of one, pyHanko's comparison of
    revisions calls the filling of the next field a change of the document (facts, section 3).
    """
    root = structure_root(pdf)
    document = object_of(pdf, root["K"][0])
    parents = object_of(pdf, root["ParentTree"])["Nums"]
    number = parents[-2] + 1
    widget["StructParent"] = number
    kid = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page})
    pdf.add_object(kid)
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "K": kid.reference,
            "Pg": page,
            "P": document.reference,
        }
    )
    pdf.add_object(element)
    document["K"].append(element.reference)
    parents += [number, element.reference]
