"""The printable record: a PDF/A-3a + PDF/UA-1 file made from content.json and decision.json."""

from typing import TYPE_CHECKING

from archive.printing.inputs import IssuingHeader, RecordInput

if TYPE_CHECKING:
    from archive.printing.forms import Form

__all__ = [
    "IssuingHeader",
    "RecordInput",
    "check_record",
    "person_stamp",
    "print_folder",
    "render_form",
    "render_record",
    "seal_stamp",
]


def render_record(record: RecordInput) -> bytes:
    """Print a record; equal input gives equal bytes (see `archive.printing.pdf`)."""
    from archive.printing.pdf import render_record as render  # noqa: PLC0415  takes a second

    return render(record)


def check_record(pdf: bytes) -> tuple[str, ...]:
    """Return what keeps a printed record from being kept (see `archive.printing.gate`)."""
    from archive.printing.gate import check_record as check  # noqa: PLC0415  takes a second

    return check(pdf)


def seal_stamp(agency: str, *, demo: bool, image: bytes | None = None) -> bytes:
    """Return what the agency's signature looks like (see `archive.printing.stamp`)."""
    from archive.printing.stamp import seal_stamp as draw  # noqa: PLC0415  takes a second

    return draw(agency, demo=demo, image=image)


def person_stamp(name: str, *, demo: bool, image: bytes | None = None) -> bytes:
    """Return what a person's signature looks like (see `archive.printing.stamp`)."""
    from archive.printing.stamp import person_stamp as draw  # noqa: PLC0415  takes a second

    return draw(name, demo=demo, image=image)


def render_form(form: "Form") -> bytes:
    """Print an internal form (see `archive.printing.forms`)."""
    from archive.printing.forms import render_form as render  # noqa: PLC0415  takes a second

    return render(form)


def print_folder(html: str) -> bytes:
    """Print a signing folder as an ordinary PDF (see `archive.printing.pdf`)."""
    from archive.printing.pdf import FOLDER, write_plain  # noqa: PLC0415  takes a second

    return write_plain(html, FOLDER.read_text("utf-8"))
