"""The gate before a printable is kept: cheap checks of what the file claims and contains.

It catches a broken set-up (a missing font, a library that changed) on every file, in a few
milliseconds. Conformance itself is proved by a validator in the tests.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

FAMILY = "Tinos"
EMBEDDED = {"content.json": "/Source", "decision.json": "/Data"}


def check_record(pdf: bytes) -> tuple[str, ...]:
    """Return what keeps `pdf` from being an archive file; an empty tuple when nothing does."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return tuple(_findings(document))
    except pikepdf.PdfError as error:
        return (f"not a readable PDF: {error}",)


def _findings(document: pikepdf.Pdf) -> Iterator[str]:
    yield from _claims(document)
    yield from _catalogue(document)
    yield from _files(document)
    yield from _fonts(document)


def _claims(document: pikepdf.Pdf) -> Iterator[str]:
    xmp = document.open_metadata()  # read only: leaving a `with` block would rewrite the packet
    for name, expected in (("part", "3"), ("conformance", "A")):
        if str(xmp.get(f"pdfaid:{name}")) != expected:
            yield f"XMP: pdfaid:{name} is not {expected}"
    if str(xmp.get("{http://www.aiim.org/pdfua/ns/id/}part")) != "1":
        yield "XMP: pdfuaid:part is not 1"
    if not xmp.get("dc:title"):
        yield "XMP: no title"


def _catalogue(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    intents = [str(intent.get("/S")) for intent in root.get("/OutputIntents", [])]
    wanted = {
        "the file is encrypted": "/Encrypt" not in document.trailer,
        "no file identifier": "/ID" in document.trailer,
        "the XMP packet is compressed": "/Filter" not in root.get("/Metadata", {}),
        "no language": bool(str(root.get("/Lang", ""))),
        "not marked as tagged": _flag(root, "/MarkInfo", "/Marked"),
        "no structure tree": "/StructTreeRoot" in root,
        "the title is not displayed": _flag(root, "/ViewerPreferences", "/DisplayDocTitle"),
        "no output intent": intents == ["/GTS_PDFA1"],
        "the file acts by itself": "/AA" not in root and "/OpenAction" not in root,
    }
    yield from (finding for finding, holds in wanted.items() if not holds)


def _flag(root: Any, group: str, name: str) -> bool:
    return bool(root[group].get(name, False)) if group in root else False


def _files(document: pikepdf.Pdf) -> Iterator[str]:
    associated = [str(item.UF) for item in document.Root.get("/AF", [])]
    if sorted(associated) != sorted(EMBEDDED):
        yield f"associated files are {associated}"
    for item in document.Root.get("/AF", []):
        expected = EMBEDDED.get(str(item.UF))
        if expected and str(item.get("/AFRelationship")) != expected:
            yield f"{item.UF}: the relationship is not {expected}"
    if sorted(document.attachments) != sorted(EMBEDDED):
        yield f"embedded files are {sorted(document.attachments)}"


def _fonts(document: pikepdf.Pdf) -> Iterator[str]:
    fonts = [item for item in document.objects if _is_font(item)]
    for name in sorted({str(font.get("/BaseFont")).lstrip("/") for font in fonts}):
        prefix, plus, family = name.partition("+")
        if not plus or len(prefix) != 6 or not family.startswith(FAMILY):  # noqa: PLR2004
            yield f"font {name} is not an embedded {FAMILY}"
    if not fonts:
        yield "no font: nothing is written"
    for descriptor in [item for item in document.objects if _is_descriptor(item)]:
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"font {descriptor.get('/FontName')} is not embedded"


def _is_font(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"


def _is_descriptor(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
