"""Tables as CSV that spreadsheets open right and never run (OWASP: CSV injection)."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets know UTF-8 by it
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """Lets the csv writer hand its line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the header and each row as a line; text that looks like a formula is made harmless."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([harmless(cell) for cell in columns])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: Any) -> Any:
    """Return the cell so that no spreadsheet takes it for a formula; numbers stay numbers."""
    if isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
