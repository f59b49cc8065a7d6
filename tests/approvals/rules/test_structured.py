"""The fields the law names are asked for, kept to their kind, and told by their names."""

from datetime import UTC, date, datetime

import pytest

from approvals import rulepacks
from approvals.rules import AttachmentFacts, ContentFacts, check

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PACK = rulepacks.pack_in_force(date(2026, 11, 20))
DRAFT = {
    "drafter": "Sở Nội vụ",
    "opens_on": "2026-11-01",
    "closes_on": "2026-11-25",
    "receiver_address": "Số 6 Hùng Vương",
    "receiver_email": "gopy@tinh.gov.vn",
}
FILE = AttachmentFacts("du-thao.docx")


def found(code, **facts):
    facts = {"attachments": (FILE,), "document_type": "announcement", **facts}
    results = check(ContentFacts(now=NOW, title="Dự thảo", **facts), PACK)
    result = next(one for one in results if one.code == code)
    return [violation.field for violation in result.violations], result.severity


def test_twenty_nine_kinds_of_information_stand_in_the_pack_with_their_basis():
    numbered = {one.number: one for one in PACK.categories.values() if one.number}

    assert sorted(numbered) == list(range(1, 30))
    assert all(one.basis for one in numbered.values())
    basis = PACK.basis_of(numbered[15].basis)[0]
    assert basis.text("vi") == "Nghị định số 224/2026/NĐ-CP, Điều 9 khoản 1 điểm b"
    assert basis.text("en") == "Decree 224/2026/NĐ-CP, Article 9, clause 1, point b"


def test_communes_owe_no_gazette_and_departments_no_map():
    owed = {
        kind: {one.number for one in PACK.duties_of(kind)}
        for kind in ("province", "department", "commune")
    }

    assert 26 in owed["province"] - owed["department"] - owed["commune"]
    assert owed["commune"] - owed["department"] == {10, 16}
    assert owed["department"] - owed["commune"] == {5, 12, 17}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"receiver_email": ""}, ["fields.receiver_email"]),
        ({"drafter": "", "closes_on": ""}, ["fields.drafter", "fields.closes_on"]),
    ],
)
def test_consultation_without_what_the_law_names_is_held_back(changes, missing):
    fields = {"type": "consultation", **DRAFT, **changes}

    assert found("STRUCTURE_FIELD_MISSING", category="drafts", fields=fields) == (missing, "block")


def test_consultation_without_the_text_of_the_draft_is_held_back():
    facts = {"category": "drafts", "fields": {"type": "consultation", **DRAFT}, "attachments": ()}

    assert found("STRUCTURE_FIELD_MISSING", **facts) == (["attachments"], "block")


def test_legal_document_is_only_reminded_of_its_issuer():
    facts = {"category": "legal-documents", "number": "05/QĐ-UBND", "issued_on": "2026-11-02"}

    assert found("STRUCTURE_FIELD_MISSING", **facts) == ([], "block")
    assert found("STRUCTURE_FIELD_ADVISED", **facts) == (["fields.form", "fields.issuer"], "warn")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("opens_on", "01/11/2026"),
        ("closes_on", "2026-10-30"),
        ("receiver_email", "gopy tại tinh"),
        ("colour", "xanh"),
    ],
)
def test_value_of_another_kind_is_refused(name, value):
    fields = {"type": "consultation", **DRAFT, name: value}

    fields_found = found("STRUCTURE_FIELD_MALFORMED", category="drafts", fields=fields)

    assert fields_found == ([f"fields.{name}"], "block")


def test_fields_in_a_category_without_a_kind_are_refused():
    fields = {"type": "consultation", **DRAFT}

    assert found("STRUCTURE_FIELD_MALFORMED", category="news", fields=fields) == (
        ["fields.type"],
        "block",
    )


def test_old_verdicts_without_fields_replay():
    facts = ContentFacts(now=NOW, title="Tin")
    inputs = facts.as_inputs()
    del inputs["fields"]

    assert ContentFacts.from_inputs(inputs) == facts
