"""Each rule on a table of facts; the codes agree with the catalogue and the rule pack."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest

from approvals import reasons, rulepacks
from approvals.rules import RULES, AttachmentFacts, BrokenLink, DuplicateFact, blocking, check
from tests.approvals.rules.facts import NOW, PICTURE, good

PACK = rulepacks.pack("QB-39-2023")
DAY = timedelta(days=1)


def table(rows, head=""):
    return f"<h2>A</h2><table>{head}{''.join(rows)}</table>"


ROW = "<tr><td>Hà Nội</td><td>12</td></tr>"
LONG = "<p>" + "Nội dung đầy đủ của văn bản. " * 20 + "</p>"
SCAN = AttachmentFacts("a.pdf", media_type="application/pdf", scanned_only=True)

# code, facts that break it, the fields named
BROKEN = [
    ("SECRECY_MARK", good(title="TỐI MẬT: kế hoạch"), ["title"]),
    ("SECRECY_MARK", good(summary="MẬT"), ["summary"]),
    ("SECRECY_MARK", good(body_html="<p>MẬT</p><p>nội dung</p>"), ["body"]),
    (
        "SECRECY_MARK",
        good(attachments=(replace(PICTURE, original_name="TOI-MAT.jpg", caption="MẬT"),)),
        ["attachments.0", "attachments.0"],
    ),
    ("SECRECY_UNDECLARED", good(secrecy_declared=False), ["secrecy_declaration"]),
    ("INTERNAL_CIRCULATION_MARK", good(body_html="<p>LƯU HÀNH NỘI BỘ</p>"), ["body"]),
    ("INTERNAL_CIRCULATION_MARK", good(title="LƯU HÀNH NỘI BỘ - sổ tay"), ["title"]),
    (
        "INTERNAL_CIRCULATION_MARK",
        good(attachments=(replace(PICTURE, original_name="XEM XONG TRẢ LẠI.jpg"),)),
        ["attachments.0"],
    ),
    ("EMBARGO_ACTIVE", good(embargo_until=NOW + DAY), ["embargo_until"]),
    (
        "EMBARGO_ACTIVE",
        good(embargo_until=NOW + 2 * DAY, publish_at=NOW + DAY),
        ["embargo_until"],
    ),
    ("SOURCE_MISSING", good(source_kind=""), ["source.kind"]),
    ("SOURCE_MISSING", good(source_kind="rumour"), ["source.kind"]),
    ("SOURCE_MISSING", good(source_kind="official", source_name="  "), ["source.name"]),
    (
        "SOURCE_MISSING",
        good(source_kind="reused", source_permission="Công văn 12/CV"),
        ["source.name"],
    ),
    (
        "REUSE_WITHOUT_PERMISSION",
        good(source_kind="reused", source_name="Báo A"),
        ["source.permission"],
    ),
    ("AUTHOR_MISSING", good(author_name=" "), ["author_name"]),
    (
        "FORMAT_NOT_ALLOWED",
        good(attachments=(PICTURE, AttachmentFacts("b.zip", media_type="application/zip"))),
        ["attachments.1"],
    ),
    (
        "FORMAT_NOT_ALLOWED",
        good(attachments=(replace(PICTURE, detected_media_type="image/svg+xml"),)),
        ["attachments.0"],
    ),
    ("FORMAT_NOT_ALLOWED", good(attachments=(AttachmentFacts("b"),)), ["attachments.0"]),
    ("FILE_INFECTED", good(attachments=(replace(PICTURE, infected=True),)), ["attachments.0"]),
    ("LEGACY_ENCODING", good(title="QuyÕt ®Þnh"), ["title"]),
    ("LEGACY_ENCODING", good(body_html="<p>Coäng hoøa xaõ hoäi</p>"), ["body"]),
    ("NOT_NFC", good(title=unicodedata.normalize("NFD", "Thông báo")), ["title"]),
    (
        "ALT_TEXT_MISSING",
        good(attachments=(replace(PICTURE, alt_text=" "),)),
        ["attachments.0.alt_text"],
    ),
    ("ALT_TEXT_MISSING", good(body_html='<p><img src="attachments/c.png"></p>'), ["body"]),
    ("HEADING_ORDER", good(body_html="<h3>A</h3>"), ["body"]),
    ("HEADING_ORDER", good(body_html="<h2>A</h2><h4>B</h4><h3>C</h3>"), ["body"]),
    ("TABLE_HEADER_MISSING", good(body_html=table([ROW] * 3)), ["body"]),
    (
        "LINK_TEXT_UNCLEAR",
        good(body_html='<p><a href="/a">tại đây</a> <a href="/b">»</a></p>'),
        ["body", "body"],
    ),
    ("LINK_TEXT_UNCLEAR", good(body_html='<p><a href="/a"><img src="x"></a></p>'), ["body"]),
    ("SCANNED_PDF_ONLY", good(body_html="<p>Xem tệp.</p>", attachments=(SCAN,)), ["attachments.0"]),
    (
        "SIGNATURE_INVALID",
        good(attachments=(AttachmentFacts("a.pdf", signatures="invalid"),)),
        ["attachments.0"],
    ),
    ("PERSONAL_DATA_SUSPECTED", good(body_html="<p>Số CCCD: 001234567890</p>"), ["body"]),
    ("PERSONAL_DATA_SUSPECTED", good(body_html="<p>gọi 0912 345 678</p>"), ["body"]),
    ("PERSONAL_DATA_SUSPECTED", good(body_html="<p>an@gmail.com</p>"), ["body"]),
    ("PERSONAL_DATA_SUSPECTED", good(body_html="<p>STK 0123456789 (VCB)</p>"), ["body"]),
    ("DUPLICATE_SUSPECTED", good(duplicates=(DuplicateFact("HS-1", "Cũ", 95),)), ["body"]),
    ("NUMBER_MALFORMED", good(number="Số: 05/QĐ-UBND"), ["number"]),
    ("NUMBER_MALFORMED", good(number="5/QĐ-UBND"), ["number"]),
    ("NUMBER_MALFORMED", good(number="05 / QĐ-UBND"), ["number"]),
    ("DATE_IMPLAUSIBLE", good(issued_on="2026-11-24", effective_on=""), ["issued_on"]),
    ("DATE_IMPLAUSIBLE", good(issued_on="1900-01-01", effective_on=""), ["issued_on"]),
    ("DATE_IMPLAUSIBLE", good(issued_on="20/11/2026"), ["issued_on"]),
    ("DATE_IMPLAUSIBLE", good(effective_on="2026-11-01"), ["effective_on"]),
    ("DATE_IMPLAUSIBLE", good(effective_on="2036-11-01"), ["effective_on"]),
    ("DATE_IMPLAUSIBLE", good(issued_on="", effective_on="mai"), ["effective_on"]),
    (
        "LINK_BROKEN",
        good(broken_links=(BrokenLink("/sites/tinh/news/x-0badc0de/", "lịch tiếp dân"),)),
        ["body"],
    ),
    (
        "ENGLISH_PAIR_MISSING",
        good(
            category="introduction", document_type="page", site_kind="portal", english_on_site=False
        ),
        ["language"],
    ),
    ("SCOPE_CATEGORY_MISMATCH", good(category="gossip"), ["category"]),
    (
        "STRUCTURE_FIELD_MISSING",
        good(category="place", fields={"type": "place"}),
        ["fields.kind"],
    ),
    ("STRUCTURE_FIELD_ADVISED", good(category="plans"), ["fields.kind", "fields.approver"]),
    (
        "STRUCTURE_FIELD_MALFORMED",
        good(category="budget", fields={"type": "budget", "year": "nay"}),
        ["fields.year"],
    ),
    ("SCOPE_CATEGORY_MISMATCH", good(category="legal-documents"), ["document_type"]),
]
# code, facts that look like a breach and are none
KEPT = [
    ("SECRECY_MARK", good(title="Luật MẬT MÃ DÂN SỰ")),
    ("EMBARGO_ACTIVE", good(embargo_until=NOW)),
    ("EMBARGO_ACTIVE", good(embargo_until=NOW + DAY, publish_at=NOW + DAY)),
    ("SOURCE_MISSING", good(source_kind="official", source_name="UBND tỉnh")),
    (
        "REUSE_WITHOUT_PERMISSION",
        good(source_kind="reused", source_name="Báo A", source_permission="12/CV-BA"),
    ),
    (
        "FORMAT_NOT_ALLOWED",
        good(attachments=(AttachmentFacts("a.txt", media_type="Text/Plain; charset=utf-8"),)),
    ),
    ("FILE_INFECTED", good(attachments=(replace(PICTURE, infected=False),))),
    ("ALT_TEXT_MISSING", good(body_html='<img src="c.png" alt="" role="presentation">')),
    ("ALT_TEXT_MISSING", good(body_html='<img src="c.png" alt="Sông Nhật Lệ">')),
    ("HEADING_ORDER", good(body_html="<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2><h2></h2>")),
    ("HEADING_ORDER", good(body_html="<p>Không có đề mục</p>")),
    ("TABLE_HEADER_MISSING", good(body_html=table([ROW] * 3, "<tr><th>A</th><th>B</th></tr>"))),
    (
        "TABLE_HEADER_MISSING",
        good(body_html=table(['<tr><th scope="row">Số</th><td>1</td></tr>'] * 3)),
    ),
    ("TABLE_HEADER_MISSING", good(body_html=table([ROW] * 2))),
    ("TABLE_HEADER_MISSING", good(body_html=table(["<tr><td>a</td></tr>"] * 5))),
    ("TABLE_HEADER_MISSING", good(body_html=table([ROW, ROW, "<tr><td>Nơi nhận:</td></tr>"]))),
    (
        "TABLE_HEADER_MISSING",
        good(body_html=table([ROW] * 3).replace("<table", '<table role="presentation"')),
    ),
    ("LINK_TEXT_UNCLEAR", good(body_html='<a href="https://a.vn">https://a.vn</a><a id="x"></a>')),
    (
        "LINK_TEXT_UNCLEAR",
        good(body_html='<a href="/"><img src="x" alt="Nhà"></a><a href="/" aria-label="Đầu"></a>'),
    ),
    ("SCANNED_PDF_ONLY", good(body_html=LONG, attachments=(SCAN,))),
    ("PERSONAL_DATA_SUSPECTED", good(body_html="<p>ubnd@quangtri.gov.vn, 0232 3822 123</p>")),
    ("PERSONAL_DATA_SUSPECTED", good(body_html="<p>Quyết định 0912/2026/QĐ, 12.345.678.901</p>")),
    ("DUPLICATE_SUSPECTED", good(duplicates=(DuplicateFact("HS-1", "Cũ", 60),))),
    *(
        ("NUMBER_MALFORMED", good(number=number))
        for number in (
            "", "39/2023/QĐ-UBND", "159/NQ-CP", "148/2026/NĐ-CP", "2839/QĐ-BNNMT", "1919/TTr-STTTT",
            "64/2025/QH15", "05/2025/TT-BNV", "33/CT-TTg", "12-NQ/TU", "126/VPCP-KGVX", "01-NQ/TW",
            "12a/KH-BCĐ389", "07/QyĐ-SNV",
        )
    ),
    ("DATE_IMPLAUSIBLE", good(issued_on="", effective_on="")),
    ("DATE_IMPLAUSIBLE", good(issued_on="2026-11-23", effective_on="2027-01-01")),
]  # fmt: skip


def failed(facts, code=None):
    return [
        (v.code, v.field)
        for result in check(facts, PACK)
        for v in result.violations
        if code in (None, v.code)
    ]


def test_check_good_content_passes_everything():
    assert failed(good()) == []


@pytest.mark.parametrize(("code", "facts", "fields"), BROKEN)
def test_rule_broken_content_names_code_and_field(code, facts, fields):
    assert failed(facts, code) == [(code, field) for field in fields]


@pytest.mark.parametrize(("code", "facts"), KEPT)
def test_rule_innocent_content_passes(code, facts):
    assert failed(facts, code) == []


def test_check_many_faults_reports_all_at_once():
    facts = good(secrecy_declared=False, source_kind="", author_name="", body_html="<h4>A</h4>")

    codes = {code for code, _ in failed(facts)}

    expected = {"SECRECY_UNDECLARED", "SOURCE_MISSING", "AUTHOR_MISSING", "HEADING_ORDER"}
    assert codes == expected


def test_check_results_carry_the_weight_of_the_pack():
    by_code = {r.code: r for r in check(good(number="x", secrecy_declared=False), PACK)}

    assert (by_code["SECRECY_UNDECLARED"].severity, by_code["SECRECY_UNDECLARED"].blocks) == (
        "block",
        True,
    )
    assert by_code["SECRECY_UNDECLARED"].ground == "QB39.4.5.SECRET"
    assert (by_code["NUMBER_MALFORMED"].severity, by_code["NUMBER_MALFORMED"].blocks) == (
        "warn",
        False,
    )
    assert by_code["HEADING_ORDER"].overridable


def test_blocking_keeps_only_what_stops_publication():
    results = check(good(number="x", secrecy_declared=False), PACK)

    assert [violation.code for violation in blocking(results)] == ["SECRECY_UNDECLARED"]


def test_check_pack_without_a_check_leaves_it_out():
    smaller = replace(PACK, checks={"AUTHOR_MISSING": PACK.checks["AUTHOR_MISSING"]})

    results = check(good(author_name="", secrecy_declared=False), smaller)

    assert [(result.code, result.passed) for result in results] == [("AUTHOR_MISSING", False)]


def test_legacy_encoding_proposes_the_converted_text():
    result = next(r for r in check(good(title="QuyÕt ®Þnh"), PACK) if r.code == "LEGACY_ENCODING")

    assert result.violations[0].params == {"encoding": "TCVN3", "proposal": "Quyết định"}


def test_personal_data_is_counted_never_repeated():
    facts = good(body_html="<p>an@gmail.com, 0912345678</p>")

    params = [v.params for r in check(facts, PACK) for v in r.violations]

    assert params == [{"kind": "phone", "count": 1}, {"kind": "email", "count": 1}]


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_rule_has_a_row_that_breaks_it_and_words_for_it(code):
    violations = [
        v
        for broken, facts, _ in BROKEN
        if broken == code
        for result in check(facts, PACK)
        for v in result.violations
        if v.code == code
    ]

    assert violations
    for violation in violations:
        for language in ("vi", "en"):
            text = reasons.message(code, language, **violation.params)
            assert "…" not in text.replace("MP4…", "")
