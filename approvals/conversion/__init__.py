"""Files in, clean structured HTML out: Markdown, text, HTML, Word, PDF, e-mail.

Pure: no database, no disk, no network. Everything happens in memory, so that the secrecy screen can
run on `screen_texts` before any byte is kept.
"""

from approvals.conversion.converting import convert
from approvals.conversion.detecting import CONVERTIBLE, detect
from approvals.conversion.screening import screen_texts
from approvals.conversion.shapes import (
    CarriedFile,
    Converted,
    Limits,
    NotCarried,
    Picture,
    Repair,
)
from approvals.conversion.wording import describe

__all__ = [
    "CONVERTIBLE",
    "CarriedFile",
    "Converted",
    "Limits",
    "NotCarried",
    "Picture",
    "Repair",
    "convert",
    "describe",
    "detect",
    "screen_texts",
]
