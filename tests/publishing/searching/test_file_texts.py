"""The words of files as their readers see them."""

import io
import zipfile

import docx
import pytest

from publishing.searching.file_texts import MOST_LETTERS, text_of

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    '<c t="s"><v>0</v></c></row></sheetData></worksheet>'
)
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>Chỉ tiêu</t></si><si><t>Dự toán</t></si></sst>"
)
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><table:table>'
    "<table:table-cell><text:p>Thu ngân sách</text:p></table:table-cell>"
    "<table:table-cell><text:p>Chi đầu tư</text:p></table:table-cell>"
    "</table:table></office:body></office:document-content>"
)


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def word(*paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.author = "Người soạn"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_words_of_a_document_without_its_properties():
    assert text_of("a.docx", word("Phụ lục I", "Giống lúa")).split("\n") == [
        "Phụ lục I",
        "Giống lúa",
    ]


def test_deleted_words_are_not_found():
    whole = word("Giữ lại")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    deleted = "<w:del><w:r><w:delText>đã xóa</w:delText></w:r></w:del></w:p>"
    parts["word/document.xml"] = body.replace("</w:p>", deleted, 1)

    assert text_of("a.docx", zipped(**parts)) == "Giữ lại"


def test_words_of_spreadsheets():
    types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
    sheet = zipped(**{
        "[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>",
        "xl/sharedStrings.xml": SHARED, "xl/worksheets/sheet1.xml": SHEET,
    })  # fmt: skip
    kind = "application/vnd.oasis.opendocument.spreadsheet"

    assert text_of("a.xlsx", sheet).split() == ["Chỉ", "tiêu", "Dự", "toán"]
    opened = text_of("a.ods", zipped(**{"mimetype": kind, "content.xml": ODS}))
    assert opened.split() == ["Thu", "ngân", "sách", "Chi", "đầu", "tư"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7 broken", b"\x00\x01\x02"])
def test_file_that_cannot_be_read_has_no_words(data):
    assert text_of("a.pdf", data).strip("\x00\x01\x02 ") == ""


def test_words_are_cut_at_a_limit():
    assert len(text_of("a.txt", ("từ " * MOST_LETTERS).encode())) == MOST_LETTERS
