"""The printable record: a PDF/A-3a + PDF/UA-1 file made from content.json and decision.json."""

from archive.printing.gate import check_record
from archive.printing.inputs import IssuingHeader, RecordInput
from archive.printing.pdf import render_record

__all__ = ["IssuingHeader", "RecordInput", "check_record", "render_record"]
