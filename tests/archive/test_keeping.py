"""Retention, holds and disposal: two people, a dry run, a certificate; a hold always wins."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from archive.models import ArchiveRecord, Disposal
from archive.retention import period_of
from archive.selectors.verification import verify
from archive.services import disposing, holding
from archive.services.fixity import check_fixity
from archive.services.locking import lock_records
from archive.services.sealing import seal
from archive.services.self_auditing import self_audit
from core.canonical import sha256_hex
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted, WrongState
from core.models import LedgerEntry
from core.storage import ObjectProtected, default_store

pytestmark = pytest.mark.django_db
LATER = datetime(2060, 1, 1, tzinfo=UTC)
WHY = "Hết thời hạn bảo quản."


@pytest.fixture
def record(submission_at):
    return seal(submission_at("rejected").pk, now=now())


@pytest.fixture
def keepers(actor):
    return actor("archivist"), actor("admin")


def propose(record, by, *, at=LATER):
    return disposing.propose([record.pk], by=by, reason=WHY, now=at)


def agreed(record, keepers):
    made = propose(record, keepers[0])
    return disposing.decide(made.pk, by=keepers[1], agrees=True, reason="Đồng ý.", now=LATER)


def files(record):
    return list(default_store().list(f"{record.folder}/"))


def test_record_is_destroyed_after_two_people_and_leaves_hash_and_certificate(record, keepers):
    made = agreed(record, keepers)
    told = disposing.rehearse(made.pk, now=LATER)
    kept = len(files(record))

    done = disposing.carry_out(made.pk, by=keepers[0], now=LATER)

    assert kept > 0
    assert (told[0].files, told[0].spared) == (kept, "")
    assert files(record) == []
    data = default_store().get(done.certificate)
    certificate = json.loads(data)["records"][0]
    assert sha256_hex(data) == done.certificate_hash
    assert certificate["content_hash"] == record.content_hash
    assert certificate["files"]["record.pdf"] == record.files["record.pdf"]
    assert ArchiveRecord.objects.filter(pk=record.pk).exists()
    entry = LedgerEntry.objects.get(verb="carry_out_disposal")
    assert json.loads(entry.body)["details"]["certificate_sha256"] == done.certificate_hash


def test_destroyed_record_is_neither_damage_nor_loss(record, keepers):
    check_fixity(now=LATER, whole=True)
    disposing.carry_out(agreed(record, keepers).pk, by=keepers[0], now=LATER)

    checked = verify(record)

    assert checked.destroyed
    assert checked.valid
    assert check_fixity(now=LATER, whole=True).findings == []


@pytest.mark.parametrize("name", ["auditor", "board-head", "contributor"])
def test_others_do_not_propose(record, actor, name):
    with pytest.raises(NotPermitted):
        propose(record, actor(name))


def test_nobody_confirms_an_own_proposal(record, keepers):
    made = propose(record, keepers[0])

    with pytest.raises(GuardFailed) as refusal:
        disposing.decide(made.pk, by=keepers[0], agrees=True, reason="Đồng ý.", now=LATER)

    assert refusal.value.code == "DISPOSAL_SECOND_PERSON"


def test_unconfirmed_and_refused_lists_destroy_nothing(record, keepers):
    made = propose(record, keepers[0])
    with pytest.raises(WrongState):
        disposing.carry_out(made.pk, by=keepers[0], now=LATER)
    disposing.decide(made.pk, by=keepers[1], agrees=False, reason="Còn cần.", now=LATER)

    with pytest.raises(WrongState):
        disposing.carry_out(made.pk, by=keepers[0], now=LATER)

    assert files(record)


def test_record_within_its_period_is_refused(record, keepers):
    with pytest.raises(GuardFailed) as refusal:
        propose(record, keepers[0], at=now())

    assert refusal.value.problems[0].code == "RECORD_NOT_DUE"


def test_record_of_a_page_that_is_online_is_refused(submission_at, keepers):
    public = submission_at("archived").archive_record

    with pytest.raises(GuardFailed) as refusal:
        propose(public, keepers[0])

    assert refusal.value.problems[0].code == "RECORD_STILL_PUBLIC"


def test_reason_is_asked_for(record, keepers):
    with pytest.raises(GuardFailed) as refusal:
        disposing.propose([record.pk], by=keepers[0], reason="  ", now=LATER)

    assert refusal.value.code == "KEEPING_REASON_MISSING"


def test_hold_keeps_a_record_off_every_list(record, keepers):
    holding.hold(record.pk, by=keepers[0], reason="Đang thanh tra.", now=LATER)

    with pytest.raises(GuardFailed) as refusal:
        propose(record, keepers[0])

    assert refusal.value.problems[0].code == "RECORD_HELD"


def test_hold_that_comes_after_the_confirmation_still_wins(record, keepers):
    made = agreed(record, keepers)
    holding.hold(record.pk, by=keepers[0], reason="Đang thanh tra.", now=LATER)

    done = disposing.carry_out(made.pk, by=keepers[0], now=LATER)

    assert files(record)
    assert done.items.get().spared == "RECORD_HELD"
    assert json.loads(default_store().get(done.certificate))["records"][0]["destroyed_at"] == ""


def test_destroyed_record_cannot_be_held_any_more(record, keepers):
    disposing.carry_out(agreed(record, keepers).pk, by=keepers[0], now=LATER)

    with pytest.raises(WrongState) as refusal:
        holding.hold(record.pk, by=keepers[0], reason="Đang thanh tra.", now=LATER)

    assert refusal.value.code == "RECORD_DESTROYED"


def test_application_role_may_hold_and_destroy(record, keepers):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE duyet_app")
    try:
        held = holding.hold(record.pk, by=keepers[0], reason="Đang thanh tra.", now=LATER)
        holding.lift(record.pk, by=keepers[1], reason="Xong.", now=LATER)
        done = disposing.carry_out(agreed(record, keepers).pk, by=keepers[0], now=LATER)
        audited = self_audit(now=LATER)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")

    assert held.pk
    assert done.items.get().destroyed_at == LATER
    assert audited.findings == ()


def test_held_files_cannot_be_deleted_until_the_hold_is_lifted(record, keepers):
    key = files(record)[0]
    holding.hold(record.pk, by=keepers[0], reason="Đang thanh tra.", now=LATER)
    with pytest.raises(ObjectProtected):
        default_store().delete(key)

    holding.lift(record.pk, by=keepers[1], reason="Thanh tra xong.", now=LATER)

    assert not default_store().head(key).legal_hold
    assert [
        e.verb for e in LedgerEntry.objects.filter(verb__contains="hold").order_by("number")
    ] == [
        "hold",
        "lift_hold",
    ]


def test_files_are_locked_for_their_period_after_the_days_of_grace(record, settings):
    settings.LOCK_AFTER_DAYS = 30
    early = lock_records(now=now() + timedelta(days=29))

    done, failed = lock_records(now=now() + timedelta(days=31))

    assert early == ([], [])
    assert (len(done), failed) == (1, [])
    until = default_store().head(f"{record.folder}/record.pdf").retain_until
    assert in_vietnam(until).date() == date(record.sealed_at.year + 6, 1, 1)
    assert lock_records(now=now() + timedelta(days=31)) == ([], [])


def test_table_of_the_day_counts():
    assert period_of("news", outcome="published", on=date(2020, 1, 1)).years == 10


def test_desk_leads_from_proposal_to_certificate(record, client_for, monkeypatch):
    monkeypatch.setattr("archive.web.keeping.now", lambda: LATER)
    archivist, admin = client_for("archivist"), client_for("admin")
    page = archivist.get("/desk/keeping/").content.decode()
    asked = archivist.post(
        "/desk/keeping/propose/", {"records": [str(record.pk)], "reason": WHY}, follow=True
    )
    made = Disposal.objects.get()
    admin.post(f"/desk/keeping/{made.pk}/decide/", {"agrees": "yes", "reason": "Đồng ý."})
    tried = archivist.get(f"/desk/keeping/?rehearse={made.pk}").content.decode()
    archivist.post(f"/desk/keeping/{made.pk}/carry-out/")

    told = archivist.get(f"/desk/keeping/{made.pk}/certificate.json")

    assert record.submission.reference in page
    assert "chờ người thứ hai" in asked.content.decode()
    assert "sẽ hủy 8 tệp" in tried
    assert json.loads(told.content)["records"][0]["record"] == str(record.pk)
    assert client_for("auditor").get("/desk/keeping/").status_code == 403


def test_desk_says_why_it_refuses(record, client_for):
    archivist = client_for("archivist")

    answer = archivist.post(
        "/desk/keeping/hold/", {"record": record.submission.reference, "reason": ""}, follow=True
    )

    assert "Chưa ghi lý do." in answer.content.decode()
