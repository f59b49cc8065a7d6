"""Tables as CSV and ODS that spreadsheets open right and never run (OWASP: CSV injection)."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from html import escape
from tempfile import SpooledTemporaryFile
from typing import IO, Any

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets know UTF-8 by it
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
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


MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.3"><manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
    '<office:body><office:spreadsheet><table:table table:name="1">'
)
TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ods_file(columns: Iterable[Any], rows: Iterable[Iterable[Any]]) -> IO[bytes]:
    """Return the table as an OpenDocument spreadsheet, every cell a text that nothing computes."""
    file = SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODS_TYPE, compress_type=zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        with package.open("content.xml", "w") as content:
            content.write(HEAD.encode())
            content.write(_ods_row(columns))
            for row in rows:
                content.write(_ods_row(row))
            content.write(TAIL.encode())
    file.seek(0)
    return file


def _ods_row(row: Iterable[Any]) -> bytes:
    cells = (escape(NOT_XML.sub("", str(cell))) for cell in row)
    texts = (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{''.join(texts)}</table:table-row>".encode()
