"""The gate names every way in which a printable is not the archive file it should be."""

import dataclasses
import io

import pikepdf
import pytest

from archive.printing import check_record, render_record
from archive.printing.layout import lay_out
from archive.printing.pdf import write_pdf
from tests.archive.printing.samples import record

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("gate")]


@pytest.fixture(scope="module")
def good():
    return render_record(record())


def changed(pdf, change, **options):
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(buffer, **options)
    return buffer.getvalue()


def drop(name):
    def change(document):
        del document.Root[name]

    return change


def without_xmp_claim(document):
    xmp = document.Root.Metadata.read_bytes()
    document.Root.Metadata.write(xmp.replace(b"pdfuaid:part>1", b"pdfuaid:part>2"))


def with_action(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def with_another_font(document):
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
            item.BaseFont = pikepdf.Name("/ABCDEF+DejaVu-Sans")


def without_font_files(document):
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


def with_another_file(document):
    document.attachments["more.txt"] = b"more"


def with_another_relationship(document):
    document.Root.AF[0].AFRelationship = pikepdf.Name.Alternative


def test_good_record_passes(good):
    assert check_record(good) == ()


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (without_xmp_claim, "XMP: pdfuaid:part is not 1"),
        (drop("/Lang"), "no language"),
        (drop("/MarkInfo"), "not marked as tagged"),
        (drop("/StructTreeRoot"), "no structure tree"),
        (drop("/ViewerPreferences"), "the title is not displayed"),
        (drop("/OutputIntents"), "no output intent"),
        (drop("/AF"), "associated files are []"),
        (drop("/Names"), "embedded files are []"),
        (with_action, "the file acts by itself"),
        (with_another_font, "font ABCDEF+DejaVu-Sans is not an embedded Tinos"),
        (without_font_files, "is not embedded"),
        (with_another_file, "more.txt"),
        (with_another_relationship, "the relationship is not /Source"),
    ],
)
def test_record_with_one_thing_wrong_is_named(good, change, finding):
    findings = check_record(changed(good, change))

    assert any(finding in found for found in findings), findings


def test_record_with_compressed_metadata_is_named(good):
    start = good.index(b"/Type /Metadata")
    stop = good.index(b"/Length", start)  # the packet stays as it is, only its label lies
    label = b"/Filter []".ljust(stop - start - 15)

    pdf = good[: start + 15] + label + good[stop:]

    assert "the XMP packet is compressed" in check_record(pdf)


def test_encrypted_record_is_named(good):
    pdf = changed(good, lambda _document: None, encryption=pikepdf.Encryption(owner="a", user=""))

    assert "the file is encrypted" in check_record(pdf)


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n"])
def test_bytes_that_are_no_pdf_are_named(data):
    assert check_record(data)[0].startswith("not a readable PDF")


def test_character_that_slipped_past_the_font_is_caught():
    page = lay_out(record("<p>chỗ này</p>"))
    page = dataclasses.replace(page, html=page.html.replace("chỗ này", "✓ 中"))

    findings = check_record(write_pdf(page))

    assert [found for found in findings if "is not an embedded Tinos" in found] != []
