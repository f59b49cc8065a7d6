"""Word files (.docx) → HTML: converted by mammoth, with numbers, text boxes and formulas kept."""

import gc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree
from mammoth.docx.files import InvalidFileReferenceError

from approvals.conversion import blocks, word_numbering
from approvals.conversion.blocks import Element, text_of
from approvals.conversion.finishing import refuse_long_text
from approvals.conversion.metadata import iso_date
from approvals.conversion.names import base_name
from approvals.conversion.shapes import Draft, NotCarried, RawPicture, Repair, Source
from approvals.conversion.word_findings import findings, properties
from approvals.conversion.word_package import W, lines_of, main_part, pack, parse_part, unpack
from core.errors import UploadRefused

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => p.duyet-title:fresh",
        "p[style-name='Date'] => p.duyet-date:fresh",
        *(f"p[style-name='{name}'] => blockquote > p:fresh"
          for name in ("Quote", "Intense Quote", "Block Text")),
        *(f"p[style-name='toc {level}'] => !" for level in range(1, 10)),
        "p[style-name='TOC Heading'] => !",
        "u => u",
        "strike => s",
    ]
)  # fmt: skip
_BROKEN = (
    LookupError, ValueError, AttributeError, TypeError, OSError, RecursionError,
    ExpatError, zipfile.BadZipFile, InvalidFileReferenceError,
)  # fmt: skip
_DOCTYPE, _PROLOGUE = b"<!DOCTYPE", 2_000
_TOC = ("TOC", "toc")


def read(source: Source) -> Draft:
    """Return a Word file as HTML.

    Refuses FILE_BROKEN, FILE_ENCRYPTED, ZIP_BOMB, TEXT_TOO_LONG.
    """
    parts = unpack(source.filename, source.data, source.limits)
    if any(_DOCTYPE in part[:_PROLOGUE] for part in parts.values()):
        raise UploadRefused("FILE_BROKEN", file=base_name(source.filename))  # no Word file has one
    name = main_part(source.filename, parts)
    document = parse_part(source.filename, parts[name])
    text = "\n".join(lines_of(document))
    refuse_long_text(text, source.limits)
    lost = findings(source.filename, parts, document)
    boxes, _ = _free_text_boxes(document), _flatten_formulas(document)
    words = _words_expected(document)
    _number(source.filename, parts, document)
    html, pictures, missing = _convert(source, {**parts, name: etree.tostring(document)})
    found = properties(source.filename, parts)
    title, printed_date, root = _tidied(html)
    if printed_date:
        found.setdefault("issued_on", printed_date)
    return Draft(
        html=blocks.serialise(root),
        title=title or found.pop("title", ""),
        metadata=found,
        pictures=pictures,
        not_carried=(*lost, *missing),
        repairs=(Repair("TEXT_BOX", boxes),) if boxes else (),
        words=words,
    )


def _number(filename: str, parts: dict[str, bytes], document: Any) -> None:
    numbering, styles = (
        parse_part(filename, parts[part]) if part in parts else None
        for part in ("word/numbering.xml", "word/styles.xml")
    )
    word_numbering.write_numbers(document, numbering, styles)


def _convert(
    source: Source, parts: dict[str, bytes]
) -> tuple[str, dict[str, RawPicture], tuple[NotCarried, ...]]:
    pictures: dict[str, RawPicture] = {}
    missing: list[NotCarried] = []

    def keep(image: Any) -> dict[str, str]:
        address = f"word-picture-{len(pictures) + 1}"
        try:
            with image.open() as stream:
                data = stream.read()
        except InvalidFileReferenceError as error:
            missing.append(NotCarried("PICTURE_REMOTE", str(error)[:200]))
            return {"src": "", "alt": ""}
        pictures[address] = RawPicture(data, f"hinh-{len(pictures) + 1}", image.alt_text or "")
        return {"src": address}

    try:
        with _patient_collector():
            result = mammoth.convert_to_html(
                pack(parts), style_map=_STYLES, convert_image=mammoth.images.img_element(keep)
            )
    except _BROKEN as error:
        raise UploadRefused("FILE_BROKEN", file=base_name(source.filename)) from error
    return str(result.value), pictures, tuple(missing)


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Collect garbage rarely: a table of 5,000 rows is half a million live objects."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _tidied(html: str) -> tuple[str, str, Element]:
    """Return the title, the printed date, and the tree with list numbers and notes in place."""
    root = blocks.loose_parse(html)
    for image in root.xpath(".//img[@src='']"):
        blocks.remove(image)
    word_numbering.read_markers(root)
    word_numbering.strip_markers(root)
    notes = root.xpath(".//ol[li[starts-with(@id, 'footnote-') or starts-with(@id, 'endnote-')]]")
    for note in notes:
        note.addprevious(blocks.make("hr"))
    return _taken(root, "duyet-title"), iso_date(_taken(root, "duyet-date", "\\d{4}-")), root


def _taken(root: Element, style: str, pattern: str = "") -> str:
    """Return the text of the first paragraph of a style and take it out of the body."""
    for paragraph in root.xpath(f".//p[@class='{style}']"):
        text = text_of(paragraph)
        if text and (not pattern or text[:4].isdigit()):
            blocks.remove(paragraph)
            return text
    return ""


def _words_expected(document: Any) -> str:
    """Return the text that must arrive: without deletions and the printed table of contents."""
    lines = []
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and (style.get(f"{W}val") or "").startswith(_TOC):
            continue
        own = (t for t in paragraph.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is paragraph)
        lines.append("".join(t.text or "" for t in own if not _is_hidden_copy(t)))
    return "\n".join(lines)


def _is_hidden_copy(text: Any) -> bool:
    """Whether it is the copy for newer programs of a text box, or moved away."""
    return any(
        node.tag in {f"{_MC}Choice", f"{W}del", f"{W}moveFrom"} for node in text.iterancestors()
    )


def _flatten_formulas(document: Any) -> int:
    """Turn formulas into their characters in a row: better than nothing, and reported."""
    formulas = list(document.iter(f"{_MATH}oMath"))
    for formula in formulas:
        run = document.makeelement(f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = " ".join(node.text or "" for node in formula.iter(f"{_MATH}t"))
        run.tail = formula.tail
        formula.getparent().replace(formula, run)
    for paragraph in list(document.iter(f"{_MATH}oMathPara")):
        place = paragraph.getparent()
        for child in list(paragraph):
            if child.tag == f"{W}r":
                paragraph.addprevious(child)
        place.remove(paragraph)
    return len(formulas)


def _free_text_boxes(document: Any) -> int:
    """Put text boxes where the converter finds them: behind their paragraph; return how many."""
    freed = 0
    for box in list(document.iter(f"{W}txbxContent")):
        choice = next(box.iterancestors(f"{_MC}Choice"), None)
        if choice is not None:
            freed += _into_fallback(choice.getparent(), box)
        elif next(box.iterancestors(f"{W}pict"), None) is None:
            drawing = next(box.iterancestors(f"{W}drawing"), None)
            if drawing is not None:
                picture = document.makeelement(f"{W}pict")
                drawing.addnext(picture)
                picture.append(box)
                freed += 1
    return freed


def _into_fallback(alternate: Any, box: Any) -> int:
    fallback = alternate.find(f"{_MC}Fallback")
    if fallback is None:
        fallback = etree.SubElement(alternate, f"{_MC}Fallback")
    elif next(fallback.iter(f"{W}txbxContent"), None) is not None:
        return 1
    etree.SubElement(fallback, f"{W}pict").append(box)
    return 1
