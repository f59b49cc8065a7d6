import pytest

from approvals.conversion import Limits, convert, detect, screen_texts
from core.errors import UploadRefused, UploadTooLarge
from tests.approvals.conversion.building import locked_pdf, mail, picture, word_of, zipped

DOCX = word_of("Thông báo", "Nội dung thông báo.")


def as_words(value):
    """Bytes make poor names of tests."""
    return "" if isinstance(value, bytes) else str(value)


ENTITIES = b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'
SMALL = Limits(file_bytes=1_000, text_bytes=500)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "FILE_EMPTY"),
        ("a.txt", b" \n\t ", "FILE_EMPTY"),
        ("a.docx", DOCX[: len(DOCX) // 2], "FILE_BROKEN"),
        ("a.docx", zipped({"word/document.xml": b"<w:document"}), "FILE_BROKEN"),
        ("a.docx", zipped({"word/document.xml": b"<a/>"}), "FILE_BROKEN"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "FILE_BROKEN"),
        ("a.html", b"<div>" * 1_000, "FILE_BROKEN"),
        ("a.docx", zipped({"word/document.xml": ENTITIES}), "FILE_BROKEN"),
        ("a.pdf", locked_pdf(), "FILE_ENCRYPTED"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le"),
            "FILE_ENCRYPTED",
        ),
        ("a.pdf", DOCX, "TYPE_MISMATCH"),
        ("a.docx", b"chi la chu", "TYPE_MISMATCH"),
        ("a.docx", zipped({"a.txt": b"x"}), "TYPE_MISMATCH"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "TYPE_MISMATCH"),
        ("a.txt", b"<!DOCTYPE html><html><body>x</body></html>", "TYPE_MISMATCH"),
        ("a.txt", mail("Kính gửi"), "TYPE_MISMATCH"),
        ("a.txt", picture(), "TYPE_MISMATCH"),
        ("a.md", b"MZ\x90\x00\x03", "TYPE_MISMATCH"),
        ("a.html", b"khong co the nao", "TYPE_MISMATCH"),
        ("a.eml", b"Khong phai thu", "TYPE_MISMATCH"),
        ("a.png", picture(), "TYPE_NOT_ALLOWED"),
        ("a.exe", b"MZ", "TYPE_NOT_ALLOWED"),
        ("khong-duoi", b"chu", "TYPE_NOT_ALLOWED"),
        (
            "a.docx",
            zipped({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}),
            "TYPE_NOT_ALLOWED",
        ),
        ("a.docx", zipped({"word/document.xml": b"0" * 60_000_000}), "ZIP_BOMB"),
        ("a.eml", mail(""), "MAIL_WITHOUT_BODY"),
        ("a.eml", mail("", files=(("anh.png", picture()),)), "MAIL_WITHOUT_BODY"),
    ],
    ids=as_words,
)
def test_convert_bad_file_is_refused_with_its_code(name, data, code):
    with pytest.raises(UploadRefused) as refused:
        convert(name, data)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"x" * 1_001, "FILE_TOO_LARGE"),
        ("a.txt", b"chu " * 200, "TEXT_TOO_LONG"),
        ("a.md", b"chu " * 200, "TEXT_TOO_LONG"),
        ("a.html", b"<p>" + b"chu " * 200, "TEXT_TOO_LONG"),
    ],
    ids=as_words,
)
def test_convert_too_much_is_refused_as_too_large(name, data, code):
    with pytest.raises(UploadTooLarge) as refused:
        convert(name, data, limits=SMALL)

    assert refused.value.code == code


def test_convert_long_word_file_is_refused_before_it_is_converted():
    with pytest.raises(UploadTooLarge) as refused:
        convert("a.docx", word_of("chữ " * 200), limits=Limits(text_bytes=500))

    assert refused.value.code == "TEXT_TOO_LONG"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", "FILE_EMPTY"),
        ("a.pdf", locked_pdf(), "FILE_ENCRYPTED"),
        ("a.docx", DOCX[: len(DOCX) // 2], "FILE_BROKEN"),
        ("a.docx", zipped({"word/document.xml": b"0" * 60_000_000}), "ZIP_BOMB"),
    ],
    ids=as_words,
)
def test_screen_texts_unreadable_file_is_refused(name, data, code):
    with pytest.raises(UploadRefused) as refused:
        list(screen_texts(name, data))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.bin", DOCX, "docx"),
        ("a.bin", b"%PDF-1.7", "pdf"),
        ("a.md", b"# Tin\n", "md"),
        ("a.txt", b"# Tin\n", "txt"),
        ("a.html", b"<p>Tin</p>", "html"),
        ("a.htm", b"\xef\xbb\xbf<!-- x --><html>", "html"),
        ("a.txt", "Số: 1".encode("utf-16"), "txt"),
        ("a.txt", "Từ: ông A\nĐến: bà B".encode(), "txt"),
        ("a", mail("x"), "eml"),
        ("a", picture("GIF", mode="P"), "gif"),
        ("a", picture("WEBP"), "webp"),
        ("a", b"\x00\x01\x02\x03" * 100, "unknown"),
        ("a", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
        ("a", zipped({"xl/workbook.xml": b"<a/>"}), "xlsx"),
    ],
    ids=as_words,
)
def test_detect_goes_by_content(name, data, kind):
    assert detect(name, data) == kind


def test_convert_never_leaves_a_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    convert("a.docx", DOCX)

    assert list(tmp_path.iterdir()) == []
