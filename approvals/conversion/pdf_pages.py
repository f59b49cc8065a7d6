"""The pages of a PDF as the engine gives them: lines of styled text, rules, pictures.

The engine (PDFium) must not be used by two threads at once: everything runs under one lock.
"""

import ctypes
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # the engine is not typed
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from approvals.conversion.names import base_name
from core.errors import UploadRefused

_LOCK = threading.RLock()
_NEW_LINE = "\n"
_HYPHENS_AT_LINE_END = frozenset({0x02, 0xFFFE})  # how the engine marks them
_FORM_DEPTH = 4
_LEAST_RULE = 8.0  # points: shorter strokes are parts of letters and ornaments
_THIN = 2.5


@dataclass(frozen=True)
class Style:
    """Size in points, and what the name of the font says."""

    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True)
class Glyph:
    """A character and the box around it, `top` measured from the top of the page."""

    char: str
    x0: float
    x1: float
    top: float
    bottom: float
    style: Style


@dataclass(frozen=True, eq=False)
class Line:
    """Glyphs on one baseline, in reading order."""

    glyphs: tuple[Glyph, ...]
    base: float

    @cached_property
    def text(self) -> str:
        """The words of the line."""
        return "".join(glyph.char for glyph in self.glyphs).strip()

    @cached_property
    def x0(self) -> float:
        """The left end."""
        return min(glyph.x0 for glyph in self.glyphs if glyph.char.strip())

    @cached_property
    def x1(self) -> float:
        """The right end."""
        return max(glyph.x1 for glyph in self.glyphs if glyph.char.strip())

    @cached_property
    def weight(self) -> float:
        """The share of bold characters."""
        letters = [glyph.style.bold for glyph in self.glyphs if glyph.char.strip()]
        return sum(letters) / len(letters)

    @cached_property
    def style(self) -> Style:
        """The style of most of its characters."""
        counts: dict[Style, int] = {}
        for glyph in self.glyphs:
            counts[glyph.style] = counts.get(glyph.style, 0) + bool(glyph.char.strip())
        return max(counts, key=lambda style: counts[style])


@dataclass(frozen=True)
class Rule:
    """A straight stroke or the edge of a box; coordinates from the top left."""

    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True)
class PageImage:
    """A picture on the page; `data` is PNG or JPEG, empty when it could not be taken out."""

    top: float
    share: float  # of the page's area
    data: bytes


@dataclass(frozen=True)
class Page:
    """One page taken apart."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
    images: tuple[PageImage, ...] = field(default=())


@contextmanager
def opened(filename: str, data: bytes) -> Iterator[Any]:
    """Open a PDF for this thread alone.

    Refuses FILE_ENCRYPTED when it needs a password, FILE_BROKEN when it cannot be read.
    """
    name = base_name(filename)
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower() or "security" in str(error).lower()
            raise UploadRefused("FILE_ENCRYPTED" if locked else "FILE_BROKEN", file=name) from error
        try:
            if not len(document):
                raise UploadRefused("FILE_BROKEN", file=name)
            yield document
        except pypdfium2.PdfiumError as error:
            raise UploadRefused("FILE_BROKEN", file=name) from error
        finally:
            document.close()


def text_of_page(document: Any, number: int) -> str:
    """Return the raw text of a page."""
    page = document[number]
    text = page.get_textpage()
    try:
        return (
            str(text.get_text_range())
            .replace("\ufffe", "-")
            .replace("\x02", "-")
            .replace("\r\n", "\n")
        )
    finally:
        text.close()
        page.close()


def read_page(document: Any, number: int) -> Page:
    """Return one page taken apart."""
    page = document[number]
    try:
        width, height = page.get_size()
        lines = _lines(page, height)
        rules, images = _objects(page, height, width * height)
        return Page(number + 1, width, height, lines, rules, images)
    finally:
        page.close()


def _lines(page: Any, height: float) -> tuple[Line, ...]:
    text = page.get_textpage()
    try:
        return tuple(_group(text, height))
    finally:
        text.close()


def _group(text: Any, height: float) -> Iterator[Line]:
    glyphs: list[Glyph] = []
    base = 0.0
    styles: dict[int | None, Style] = {}
    box = tuple(ctypes.c_double() for _ in range(4))
    origin = (ctypes.c_double(), ctypes.c_double())
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = "-" if code in _HYPHENS_AT_LINE_END else chr(code)
        if char in "\r\n":
            if char == _NEW_LINE and any(glyph.char.strip() for glyph in glyphs):
                yield Line(tuple(glyphs), base)
                glyphs = []
            continue
        pdfium.FPDFText_GetCharBox(text, index, *box)
        left, right, bottom, top = (value.value for value in box)
        style = _style(text, index, styles)
        if not any(glyph.char.strip() for glyph in glyphs):
            pdfium.FPDFText_GetCharOrigin(text, index, *origin)
            base = height - origin[1].value
        glyphs.append(Glyph(char, left, right, height - top, height - bottom, style))
    if any(glyph.char.strip() for glyph in glyphs):
        yield Line(tuple(glyphs), base)


def _style(text: Any, index: int, known: dict[int | None, Style]) -> Style:
    """Return the style of a character; all characters of one text object share it."""
    owner = ctypes.cast(pdfium.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value
    if owner not in known or owner is None:
        name = ctypes.create_string_buffer(160)
        pdfium.FPDFText_GetFontInfo(text, index, name, 160, ctypes.c_int())
        matrix = pdfium.FS_MATRIX()
        scaled = pdfium.FPDFText_GetMatrix(text, index, matrix)
        scale = max(abs(matrix.d), abs(matrix.b), abs(matrix.c)) if scaled else 1.0
        size = round(pdfium.FPDFText_GetFontSize(text, index) * (scale or 1.0), 1)
        font = name.value.decode("utf-8", "replace").lower()
        bold = any(word in font for word in ("bold", "black", "heavy", "semibold"))
        known[owner] = Style(size, bold, "italic" in font or "oblique" in font)
    return known[owner]


def _objects(
    page: Any, height: float, area: float
) -> tuple[tuple[Rule, ...], tuple[PageImage, ...]]:
    rules: list[Rule] = []
    images: list[PageImage] = []
    wanted = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    for found in page.get_objects(filter=wanted, max_depth=_FORM_DEPTH):
        left, bottom, right, top = found.get_bounds()
        if found.type == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _edges(left, right, height - top, height - bottom)
        else:
            share = (right - left) * (top - bottom) / area if area else 0.0
            images.append(PageImage(height - top, share, _image_data(found)))
    return tuple(rules), tuple(images)


def _edges(x0: float, x1: float, top: float, bottom: float) -> list[Rule]:
    """Return a thin path as one rule, a box as its four edges."""
    wide, high = x1 - x0, bottom - top
    if max(wide, high) < _LEAST_RULE:
        return []
    if high <= _THIN:
        middle = (top + bottom) / 2
        return [Rule(x0, x1, middle, middle)]
    if wide <= _THIN:
        middle = (x0 + x1) / 2
        return [Rule(middle, middle, top, bottom)]
    if min(wide, high) < _LEAST_RULE:
        return []
    return [
        Rule(x0, x1, top, top),
        Rule(x0, x1, bottom, bottom),
        Rule(x0, x0, top, bottom),
        Rule(x1, x1, top, bottom),
    ]


def _image_data(found: Any) -> bytes:
    out = io.BytesIO()
    try:
        found.get_bitmap(render=False).to_pil().save(out, "PNG")
    except (pypdfium2.PdfiumError, OSError, ValueError, KeyError):
        return b""
    return out.getvalue()
