"""The reading room: who may enter, what is found, what the story tells, what is logged."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from archive.models import Backup, RestoreDrill
from archive.services.sealing import seal
from core.clock import now
from core.models import LedgerEntry

pytestmark = pytest.mark.django_db

PAGES = ["/audit/", "/audit/ledger/", "/audit/keeping/", "/audit/decisions.csv"]
READERS = ["auditor", "archivist", "admin"]
OTHERS = ["contributor", "dept-editor", "dept-head", "board-head"]


@pytest.mark.parametrize("path", PAGES)
def test_reading_room_lets_readers_in_and_turns_others_away(client, client_for, path):
    assert [client_for(who).get(path).status_code for who in READERS] == [200, 200, 200]
    assert [client_for(who).get(path).status_code for who in OTHERS] == [403] * 4
    assert client.get(path)["Location"].startswith("/desk/sign-in/?next=")


@pytest.mark.parametrize("path", PAGES)
def test_reading_room_takes_no_writes(client_for, path):
    assert client_for("auditor").post(path).status_code == 405


def test_story_is_for_readers_only(client_for, submission_at):
    item = submission_at("draft")

    assert client_for("auditor").get(f"/audit/{item.pk}/").status_code == 200
    assert client_for("contributor").get(f"/audit/{item.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "lich tiep cong dan"}, "accepted"),
        ({"words": "lịch tiếp công dân"}, "accepted"),
        ({"person": "Bùi Thanh"}, "both"),
        ({"person": "dept-head"}, "accepted"),
        ({"person": "nobody"}, "none"),
        ({"state": "rejected"}, "refused"),
        ({"ground": "QB39.4.5.QUALITY"}, "refused"),
        ({"ground": "QB39.4.5.ORIGIN"}, "none"),
        ({"verb": "approve", "person": "dept-editor"}, "none"),
        ({"verb": "reject", "person": "dept-editor"}, "refused"),
        ({"since": "2020-01-01", "until": "2020-12-31"}, "none"),
        ({"since": "2020-01-01"}, "both"),
        ({"site": "tinh"}, "none"),
        ({"since": "no day", "state": "no state"}, "both"),
    ],
)
def test_search_finds_decisions(client_for, submission_at, query, found):
    accepted = submission_at("approved", title="Lịch tiếp công dân tháng Chín")
    refused = submission_at("rejected", title="Bài chưa đạt")

    page = client_for("auditor").get("/audit/", query).content.decode()

    shown = {"accepted": accepted.reference in page, "refused": refused.reference in page}
    expected = {"both": {"accepted", "refused"}, "none": set()}.get(found, {found})
    assert {name for name, is_shown in shown.items() if is_shown} == expected


def test_search_pages_by_key_without_gaps_or_repeats(client_for, submission_at, monkeypatch):
    from archive.selectors import decisions

    monkeypatch.setattr(decisions, "PAGE", 2)
    keys = {submission_at("draft", title=f"Bản tin {n}").pk for n in range(5)}
    seen, after = [], ""

    while True:
        page = decisions.page(decisions.find(decisions.Wanted()), after)
        seen += [row.pk for row in page.rows]
        after = page.next
        if not after:
            break

    assert len(seen) == 5
    assert set(seen) == keys


@pytest.mark.parametrize("after", ["x", "AAAA", "é", "MjAyNg"])
def test_search_with_unreadable_page_key_begins_at_the_start(client_for, submission_at, after):
    item = submission_at("draft")

    page = client_for("auditor").get("/audit/", {"after": after}).content.decode()

    assert item.reference in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_the_same_number_of_times(
    client_for, submission_at, django_assert_max_num_queries, count
):
    for number in range(count):
        submission_at("approved", title=f"Bản tin {number}")
    browser = client_for("auditor")

    with django_assert_max_num_queries(12):
        browser.get("/audit/")


def test_story_of_archived_item_shows_acts_mandate_proofs_and_files(client_for, submission_at):
    item = submission_at("archived")

    page = client_for("auditor").get(f"/audit/{item.pk}/").content.decode()

    assert "Lê Quang Minh (dept-head), Giám đốc" in page
    assert "GIÁM ĐỐC · Lê Quang Minh" in page
    assert "có trong sổ đã ký" in page
    assert "Hồ sơ nguyên vẹn" in page
    assert "record.pdf" in page
    assert item.content_hash in page


def test_story_of_refused_item_shows_ground_and_article(client_for, submission_at):
    item = submission_at("rejected")
    seal(item.pk, now=now())

    page = client_for("auditor").get(f"/audit/{item.pk}/").content.decode()

    assert "QB39.4.5.QUALITY" in page
    assert "Điều 4 khoản 5" in page or "khoản 5 Điều 4" in page
    assert "Bài viết chưa đạt yêu cầu." in page


def test_story_shows_what_changed_between_two_texts(client_for, submission_at, actor):
    from approvals.content import fields_of
    from approvals.services import drafting

    item = submission_at("returned")
    fields = fields_of(item.content).changed(title="Thông báo lịch tiếp công dân quý IV")
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)

    page = client_for("auditor").get(f"/audit/{item.pk}/").content.decode()

    assert "Khác nhau giữa phiên bản 1 và 2" in page
    assert "<ins>" in page
    assert "<del>" in page


def test_story_of_unknown_item_is_404(client_for):
    path = "/audit/5d5a6a46-0000-4000-8000-000000000001/"

    assert client_for("auditor").get(path).status_code == 404


def test_reading_a_story_is_logged_once_a_sitting(client_for, submission_at):
    item = submission_at("approved")
    browser = client_for("auditor")

    browser.get(f"/audit/{item.pk}/")
    browser.get(f"/audit/{item.pk}/")
    client_for("archivist").get(f"/audit/{item.pk}/")

    reads = LedgerEntry.objects.filter(verb="read", subject_id=str(item.pk))
    assert sorted(reads.values_list("actor", flat=True)) == ["archivist", "auditor"]


def test_reading_leaves_the_proof_of_the_record_alone(client_for, submission_at):
    from archive.selectors.proofs import entries_of

    item = submission_at("approved")
    before = entries_of(item.pk).count()

    client_for("auditor").get(f"/audit/{item.pk}/")

    assert entries_of(item.pk).count() == before


def test_export_lists_every_decision_and_is_logged(client_for, submission_at):
    item = submission_at("rejected", title="=HYPERLINK(1)")

    answer = client_for("auditor").get("/audit/decisions.csv", {"state": "rejected"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["verb"] for row in rows] == ["create", "submit", "reject"]
    assert rows[-1]["grounds"] == "QB39.4.5.QUALITY"
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["reference"] == item.reference
    entry = LedgerEntry.objects.get(verb="export")
    assert '"state":"rejected"' in entry.body


def test_ledger_page_shows_checkpoint_key_and_last_audit(client_for, submission_at):
    submission_at("archived")
    call_command("ledger_verify", stdout=io.StringIO())

    page = client_for("auditor").get("/audit/ledger/").content.decode()

    assert "Sổ cái nguyên vẹn" in page
    assert "duyet.local/ledger+" in page


def test_ledger_page_shows_what_the_self_audit_found(client_for, submission_at):
    from django.db import connection

    submission_at("archived")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE core_ledgerleaf SET leaf_hash = repeat('0', 64) WHERE index = 1")
        cursor.execute("SET session_replication_role = DEFAULT")
    with pytest.raises(SystemExit):
        call_command("ledger_verify", stdout=io.StringIO(), stderr=io.StringIO())

    page = client_for("auditor").get("/audit/ledger/").content.decode()

    assert "core_ledgerleaf 1: differs from entry" in page


def test_entry_page_shows_body_and_proof(client_for, submission_at):
    item = submission_at("archived")
    number = item.decisions.get(verb="approve").entry_id

    page = client_for("auditor").get(f"/audit/ledger/{number}/").content.decode()

    assert "RFC 9162" in page
    assert client_for("auditor").get("/audit/ledger/999999/").status_code == 404


@pytest.mark.parametrize("before", ["", "3", "x", "9" * 40])
def test_ledger_pages_by_number(client_for, submission_at, before):
    submission_at("approved")

    assert client_for("auditor").get("/audit/ledger/", {"before": before}).status_code == 200


def test_report_of_a_drill_shows_times_point_and_findings(client_for, monkeypatch):
    at = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    backup = Backup.objects.create(
        folder="/x/20261121T190000-ab12Z", dump_hash="0" * 64, dump_size=5, counts={},
        store_objects=3, ledger_size=9, started_at=at - timedelta(hours=9), finished_at=at,
    )  # fmt: skip
    drill = RestoreDrill.objects.create(
        backup=backup, passed=False, findings=["timers: 1 instead of 2"], seconds=31.5,
        restore_seconds=12.25, point_at=backup.started_at, at=at,
        checks=[{"name": "timers", "compared": 2, "wrong": 1}],
    )  # fmt: skip

    page = client_for("auditor").get(f"/audit/keeping/drills/{drill.pk}/").content.decode()
    listed = client_for("admin").get("/audit/keeping/").content.decode()

    assert "KHÔNG đạt" in page
    assert "timers: 1 instead of 2" in page
    assert "12,2 giây" in page
    assert "9 giờ" not in page
    assert "✗ 12 s" in listed
    assert client_for("contributor").get(f"/audit/keeping/drills/{drill.pk}/").status_code == 403
