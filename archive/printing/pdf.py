"""From HTML to one file that is both PDF/A-3a and PDF/UA-1: the only place that knows WeasyPrint.

The recipe, each step for a measured reason: variant PDF/A-3a plus the PDF/UA identifier and its
extension schema written into the XMP packet before it closes; the packet left uncompressed;
associated files listed once; a line break before `endstream` where compressed data ends in a
carriage return; fonts and style sheet parsed once per process; every date taken from the record.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pydyf  # type: ignore[import-untyped]
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from archive.printing.fields import add_signature_fields
from archive.printing.inputs import RecordInput
from archive.printing.layout import Page, lay_out
from archive.printing.structure import repair_links, repair_lists, repair_tables
from core.canonical import canonical_bytes

FONTS = Path(__file__).parent / "fonts"
STYLES = Path(__file__).parent / "templates" / "record.css"
FOLDER = STYLES.with_name("folder.css")
BASE = "record:/"
SRGB = "--srgb"  # our own copy: the library leaves its file open after every page it writes
OPTIONS = {"pdf_variant": "pdf/a-3a", "output_intent": SRGB}
PDFUA_XMP = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""

_one_at_a_time = threading.Lock()  # Pango's font maps are not made for several threads


@dataclass(frozen=True)
class Embedded:
    """A file carried inside the PDF."""

    name: str
    data: bytes
    description: str
    relationship: str


def render_record(record: RecordInput) -> bytes:
    """Return the printable of a record as PDF/A-3a + PDF/UA-1; the same record, the same bytes.

    Both JSON documents are embedded as associated files. Pictures that cannot be read are named
    in the text, never left out silently. Layout follows Decree 30/2020, Appendix I.
    """
    page = lay_out(record)
    embedded = (
        Embedded(
            "content.json", canonical_bytes(record.content), "Nội dung / The content", "Source"
        ),
        Embedded(
            "decision.json", canonical_bytes(record.decision), "Quyết định / The decision", "Data"
        ),
    )
    return write_pdf(page, embedded)


def write_pdf(page: Page, embedded: tuple[Embedded, ...] = ()) -> bytes:
    """Turn a laid-out page into the archive file."""
    with _one_at_a_time:
        fonts, styles, profile = _shared()
        html = HTML(string=page.html, base_url=BASE, url_fetcher=_OnlyOurs(page.pictures.get))
        document = html.render(
            font_config=fonts,
            stylesheets=[styles],
            color_profiles={SRGB: profile},
            presentational_hints=True,  # the numbers of clauses and points are part of a law
            **OPTIONS,
        )
        _claim_pdfua(document.metadata)
        document.metadata.attachments = [_attach(item, page.dated) for item in embedded]
        pdf: bytes = document.write_pdf(finisher=_finish, **OPTIONS)
    return pdf


def write_plain(body: str, css: str) -> bytes:
    """Turn a piece of HTML into an ordinary PDF, to be shown inside another one."""
    with _one_at_a_time:
        fonts, _, _ = _shared()
        page = HTML(string=body, url_fetcher=URLFetcher(allowed_protocols=("data",)))
        style = CSS(string=css, font_config=fonts)
        pdf: bytes = page.write_pdf(stylesheets=[style], font_config=fonts)
    return pdf


@cache
def _shared() -> tuple[FontConfiguration, CSS, ColorProfile]:
    fonts = FontConfiguration()
    base = FONTS.as_uri() + "/"
    fetcher = URLFetcher(allowed_protocols=("file",))
    css = CSS(
        string=STYLES.read_text("utf-8"), base_url=base, font_config=fonts, url_fetcher=fetcher
    )
    return fonts, css, _Srgb((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())


class _Srgb(ColorProfile):  # type: ignore[misc]
    """Gives the profile's own bytes: the library writes others once it has read the name."""

    def __init__(self, icc: bytes) -> None:
        components = (["r"], ["g"], ["b"])
        super().__init__(BytesIO(icc), "sRGB2014.icc", "relative-colorimetric", components)
        self._icc = icc

    @property
    def content(self) -> bytes:
        return self._icc


class _OnlyOurs(URLFetcher):  # type: ignore[misc]
    """Serves the record's own pictures; neither network nor file system can be reached."""

    def __init__(self, find: Callable[[str], tuple[bytes, str] | None]) -> None:
        super().__init__(allowed_protocols=())
        self._find = find

    def fetch(self, url: str, _headers: dict[str, str] | None = None) -> URLFetcherResponse:
        found = self._find(url.removeprefix(BASE))
        if found is None:
            raise ValueError(f"not a part of this record: {quote(url)}")
        data, media_type = found
        return URLFetcherResponse(url, data, {"Content-Type": media_type})


def _attach(item: Embedded, dated: datetime) -> Attachment:
    return Attachment(
        string=item.data,
        name=item.name,
        description=item.description,
        relationship=item.relationship,
        created=dated,
        modified=dated,
    )


def _claim_pdfua(metadata: Any) -> None:
    original = metadata.generate_rdf_metadata

    def with_pdfua(*args: Any) -> bytes:
        rdf: bytes = original(*args)
        return rdf.replace(b"</rdf:RDF>", PDFUA_XMP)

    metadata.generate_rdf_metadata = with_pdfua


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    repair_links(pdf)
    repair_lists(pdf)
    repair_tables(pdf)
    add_signature_fields(document, pdf)
    pdf.__class__ = _SafePDF
    for item in pdf.objects:
        _make_safe(item)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _make_safe(item: Any) -> None:
    if not isinstance(item, pydyf.Stream):
        return
    if item.extra.get("Type") == "/Metadata":
        item.compress = False
    item.__class__ = _SafeStream


class _SafePDF(pydyf.PDF):  # type: ignore[misc]
    """Also reaches the two streams that come into being while the file is written."""

    def add_object(self, object_: Any) -> None:
        _make_safe(object_)
        super().add_object(object_)


class _SafeStream(pydyf.Stream):  # type: ignore[misc]
    """Data that ends in a carriage return would merge with the line break behind it."""

    @property
    def data(self) -> bytes:
        data: bytes = super().data
        end = b"\r\nendstream"
        return data[: -len(end)] + b"\r\r\nendstream" if data.endswith(end) else data
