"""PDF/A-3a and PDF/UA-1, judged by a validator; known-bad files prove that it can say no."""

import dataclasses
import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime

import page
import pytest

from archive.printing import check_record, render_record
from archive.printing.layout import lay_out
from archive.printing.pdf import _shared, write_pdf
from tests.archive.printing.samples import picture, record, refusal

pytestmark = pytest.mark.slow

FILES = {
    "rgb.png": picture(),
    "alpha.png": picture("RGBA"),
    "grey.png": picture("L"),
    "palette.gif": picture("P", "GIF"),
    "deep.png": picture("I;16"),
    "cmyk.jpg": picture("CMYK", "JPEG"),
    "photo.jpg": picture("RGB", "JPEG"),
    "photo.webp": picture("RGB", "WEBP"),
    "cut.png": picture()[:-20],
    "bad.png": b"bad",
}
BODIES = {
    "empty": "",
    "text alone": "chỉ có chữ<br>hai dòng",
    "headings": "<h2>a</h2><h5>b</h5><h1>c</h1><h6>d</h6><h2></h2>",
    "lists": "<ul><li><p>một</p><ol start=3><li>hai<ul><li>ba</li></ul></li></ol></li></ul>"
    "<dl><dt>t</dt><dd>d</dd></dl><blockquote><ul><li><p>x</p><p>y</p></li></ul></blockquote>",
    "links": "<p><a href='https://vd.vn'>a <b>b</b> <i>c</i></a> <a href='#x'>d</a></p>"
    "<p id=x><a href='https://vd.vn'><img src='attachments/rgb.png'></a></p>"
    "<ul><li><a href='/e'>e</a></li></ul><a href='/f'><p>f</p></a>",
    "pictures": "".join(f"<p><img src='attachments/{name}'></p>" for name in FILES)
    + "<figure><img src='attachments/rgb.png' alt=''><figcaption>Hình 1</figcaption></figure>",
    "glyphs": "<h2>😀 中</h2><p>✓ ☐ \u200b\u202e e\u0301 \uf0b7</p><pre>x  y</pre><code>z</code>",
    "plain table": "<table><tr><td>a<td>b<tr><td>c</table>",
    "row headers": "<table><tr><th>a<td>1<tr><th>b<td>2</table>",
    "headers alone": "<table><tr><th>a<tr><th>b</table>",
    "spans": "<table><caption>Bảng 1</caption><thead><tr><th rowspan=2>STT<th colspan=2>Số"
    "<tr><th>Nam<th>Nữ<tbody><tr><td rowspan=3>1<td>2<td>3<tr><td colspan=5>2<tr><td>5</table>",
    "nested table": "<table><tr><th>a<th>b<tr><td><table><tr><th>1<tr><td>2</table><td>c</table>",
    "wide table": "<table><tr>" + "<th>Cột" * 12 + ("<tr>" + "<td>1.000" * 12) * 40 + "</table>",
    "long table": "<table><tr><th>STT<th>Tên" + "<tr><td>1<td>Thôn An Bình" * 120 + "</table>",
    "long word": f"<p>{'x' * 900}</p>",
    "signs": "<p>m<sup>3</sup> H<sub>2</sub>O <s>a</s> <u>b</u> <mark>c</mark></p><hr>",
}


def faults(pdf):
    found = []
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.rules.passed + report.rules.failed > 20
        found += [failure.rule_id for failure in report.failures]
    return found


@pytest.mark.parametrize("name", BODIES)
def test_record_of_any_body_is_pdf_a_and_pdf_ua(name):
    pdf = render_record(record(BODIES[name], files=FILES))

    assert faults(pdf) == []
    assert check_record(pdf) == ()


def test_refusal_and_english_record_are_pdf_a_and_pdf_ua():
    for sample in (refusal(), record(language="en", title="Reception of citizens 😀")):
        pdf = render_record(sample)

        assert faults(pdf) == []
        assert check_record(pdf) == ()


def test_record_whose_streams_end_in_any_byte_is_pdf_a():
    for number in range(20):
        assert faults(render_record(record(f"<p>Bản số {number}</p>"))) == []


def broken(old, new, **pictures):
    laid_out = lay_out(record("<h2>Mục</h2><p>chỗ này</p>"))
    assert old in laid_out.html
    return dataclasses.replace(
        laid_out,
        html=laid_out.html.replace(old, new),
        pictures={**laid_out.pictures, **pictures},
    )


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (broken("chỗ này", "\ue000"), "PDFA"),
        (broken("chỗ này", "<img src='a' alt='x'>", a=(FILES["cmyk.jpg"], "image/jpeg")), "PDFA"),
        (broken("chỗ này", "<img src='a'>", a=(FILES["rgb.png"], "image/png")), "PDFUA1"),
        (broken("h4", "h6"), "PDFUA1"),
    ],
)
def test_known_bad_page_is_not_passed_by_the_validator(bad, rule):
    assert any(fault.startswith(rule) for fault in faults(write_pdf(bad)))


def test_known_bad_bytes_are_not_passed_by_the_validator():
    pdf = render_record(record(files=FILES))

    assert faults(pdf.replace(b"<pdfuaid:part>1", b"<pdfuaid:part>9")) != []
    assert faults(pdf.replace(b"<</Type /Metadata", b"<</Type /Metadatb")) != []


def test_same_record_gives_the_same_bytes_whatever_was_printed_before():
    _shared.cache_clear()  # as in a process that has printed nothing yet
    first, second, third = (render_record(record(BODIES["spans"], files=FILES)) for _ in range(3))
    render_record(refusal())

    assert first == second == third == render_record(record(BODIES["spans"], files=FILES))


def test_same_record_gives_the_same_bytes_in_another_process():
    program = (
        "import hashlib; from archive.printing import render_record;"
        "from tests.archive.printing.samples import record;"
        "print(hashlib.sha256(render_record(record())).hexdigest())"
    )

    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert digests == {hashlib.sha256(render_record(record())).hexdigest()}


def test_record_is_dated_by_its_last_act():
    assert lay_out(record()).dated == datetime(2026, 2, 3, 2, 5, tzinfo=UTC)
