"""Lists that leave the reading room as CSV."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse

from core.clock import in_vietnam
from core.spreadsheets import csv_lines


def csv_answer(
    called: str, columns: Iterable[Any], rows: Iterable[Iterable[Any]], *, now: datetime
) -> StreamingHttpResponse:
    """Return the rows as a file named after what it holds and when it was taken."""
    lines = csv_lines(columns, rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{called}-{in_vietnam(now):%Y%m%d-%H%M}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
