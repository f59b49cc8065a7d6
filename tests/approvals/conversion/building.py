"""Builds the files that the tests hand in: small, in memory, in our own words."""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import docx
import pikepdf
import weasyprint
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

PAGE = """
@page { size: A4; margin: 20mm 20mm 20mm 30mm;
        @top-center { content: 'Bản tin nội bộ xã An Bình' }
        @bottom-center { content: counter(page) } }
body { font: 13pt/1.35 'DejaVu Serif', serif; text-align: justify }
p { text-indent: 1cm; margin: 0 0 6pt } h1 { font-size: 20pt } h2 { font-size: 16pt }
table { border-collapse: collapse } td, th { border: 1px solid black; padding: 2pt 4pt }
"""


def word(fill: Callable[[Document], Any]) -> bytes:
    document = docx.Document()
    document.core_properties.author = ""
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_of(*paragraphs: str) -> bytes:
    return word(lambda document: [document.add_paragraph(text) for text in paragraphs])


def numbered(document: Document, levels: list[tuple[str, str]]) -> str:
    """Add a numbering definition of `(form, text)` levels; return the number of its list."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    name = str(900 + len(numbering))
    abstract.set(qn("w:abstractNumId"), name)
    for place, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(place))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    return numbering.add_num(int(name)).numId


def in_list(paragraph: Any, number: str, level: int = 0) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = int(number)


def pdf(html: str, style: str = PAGE, title: str = "") -> bytes:
    head = f"<title>{title}</title>" if title else ""
    page = f"<html lang=vi><head>{head}</head><body>{html}</body></html>"
    return weasyprint.HTML(string=page).write_pdf(stylesheets=[weasyprint.CSS(string=style)])


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("<p>Nội dung</p>"))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="chu", user="khach"))
    return out.getvalue()


def picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode in {"L", "P"} else None).save(out, kind, **more)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """Return a zip with one more part, or another one of that name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped({**parts, name: part})


def mail(
    text: str = "",
    *,
    html: str = "",
    subject: str = "Đề nghị đăng tải",
    files: tuple[tuple[str, bytes], ...] = (),
    inline: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Văn phòng xã An Bình <vanphong@anbinh.example.vn>"
    message["To"] = "banbientap@tinh.example.vn"
    message["Date"] = "Mon, 23 Nov 2026 08:15:00 +0700"
    message["Message-ID"] = "<1@anbinh.example.vn>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
        for content_id, data in inline:
            message.get_payload()[1].add_related(data, "image", "png", cid=f"<{content_id}>")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
