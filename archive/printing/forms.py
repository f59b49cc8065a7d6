"""Internal forms beside the record: one template after Decree 30/2020, always in Vietnamese."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.template import Context, Engine
from django.template.base import Template

from archive.printing.glyphs import printable
from archive.printing.inputs import IssuingHeader
from archive.printing.layout import Page, place_and_date
from archive.printing.pdf import write_pdf

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Block:
    """A numbered part: named values, or what people said, one line each."""

    heading: str
    rows: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signatory:
    """Who signs at the foot: as what, when it was done in the system, and the name."""

    role: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Form:
    """A form ready to be printed; the same form gives the same bytes."""

    kind: str
    subject: str
    number: str
    header: IssuingHeader
    blocks: tuple[Block, ...]
    signatories: tuple[Signatory, ...]
    foot: str
    dated: datetime
    addressee: str = ""
    placed: bool = True  # minutes carry no line of place and date (Appendix III, form 1.9)


def render_form(form: Form) -> bytes:
    """Return the form as PDF/A-3a + PDF/UA-1, with empty fields for later signatures."""
    context = {
        "form": form,
        "place_and_date": place_and_date(form.header) if form.placed else "",
        "dated": form.dated.isoformat().replace("+00:00", "Z"),
    }
    html = printable(_template().render(Context(context)))
    return write_pdf(Page(html, {}, form.dated))


@cache
def _template() -> Template:
    return Engine(dirs=[str(TEMPLATES)], autoescape=True).get_template("form.html")
