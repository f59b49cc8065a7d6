"""An installation in which everything has happened once, and what its self-audit says of it."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, transaction

from approvals.models import Absence, Submission
from approvals.services import absences, conversing, files, own_checks, verbs
from approvals.services.acts import _set_aside
from approvals.services.drafting import edit
from archive.models import ArchiveRecord, Backup, RestoreDrill
from archive.services import disposing, holding
from archive.services.sealing import seal
from archive.services.self_auditing import self_audit
from core.clock import in_vietnam, now
from core.models import CalendarChange, CalendarDay, OfficeHours, Unit
from core.sealing import make_checkpoint, seal_entries
from tests.walks import draft

MUCH_LATER = datetime(2060, 1, 1, tzinfo=UTC)


def live(*, submission_at, actor, person):
    """Let every kind of row come about, sign the ledger, and take the first census."""
    item = draft(actor=actor)
    file = files.NewFile("báo cáo.txt", "text/plain", "Số liệu.".encode())
    edit(item.pk, by=actor("contributor"), now=now(), new_files=(file,))
    verbs.submit(item.pk, by=actor("contributor"), now=now())
    said = conversing.Said("question", "Số liệu này của năm nào?")
    conversing.say(item.pk, by=actor("dept-editor"), now=now(), said=said)
    waiting = Submission.objects.get(pk=item.pk)
    _set_aside(
        waiting, "LINK_BROKEN", "Trang kia tạm ngừng.", date(2027, 1, 8),
        by=actor("dept-editor"), now=now(),
    )  # fmt: skip
    verbs.review(item.pk, by=actor("dept-editor"), now=now(), remark="Đủ.")
    seal(submission_at("rejected").pk, now=now())
    submission_at("archived")
    around(actor=actor, person=person)
    refused, public = ArchiveRecord.objects.order_by("outcome").reverse()
    holding.hold(public.pk, by=actor("archivist"), reason="Đang thanh tra.", now=now())
    disposing.propose([refused.pk], by=actor("archivist"), reason="Hết hạn.", now=MUCH_LATER)
    sign()
    for hours in (1, 2):
        assert self_audit(now=now() + timedelta(hours=hours)).findings == ()
    sign()


def around(*, actor, person):
    """Add what surrounds items: powers, absences, calendars, checks, backups."""
    today = in_vietnam(now()).date()
    leave = absences.Leave(person("dept-editor"), None, today, today + timedelta(days=1))
    absences.leave(leave, by=actor("dept-editor"), now=now())
    assert Absence.objects.count() == 1
    own_checks._store(
        own_checks.Proposal(**PROPOSAL), by=actor("admin"), now=now(), day=today,
        tried={"items": 0}, stopped=False,
    )  # fmt: skip
    CalendarDay.objects.create(day=date(2027, 1, 1), kind="holiday", vi="Tết", source="QĐ 1")
    OfficeHours.objects.create(
        unit=Unit.objects.first(), weekday=0, opens=time(7), closes=time(11),
        first_day=date(2026, 1, 1),
    )  # fmt: skip
    CalendarChange.objects.create(at=now(), file_name="lich.toml", lines=["2027-01-01"])
    backup = Backup.objects.create(
        folder="/b/1", dump_hash="0" * 64, dump_size=1, counts={}, store_objects=1,
        ledger_size=1, started_at=now(), finished_at=now(),
    )  # fmt: skip
    RestoreDrill.objects.create(backup=backup, passed=True, findings=[], seconds=1, at=now())


PROPOSAL = {
    "code": "OWN_TITLE_SHORT", "expression": "size(title) > 3", "severity": "warn", "ground": "",
    "overridable": False, "said": ("Tiêu đề ngắn.", "Short title."),
    "remedy": ("Viết dài hơn.", "Make it longer."),
}  # fmt: skip


def sign():
    while seal_entries():
        pass
    make_checkpoint(now=now())


def run(statement, *values):
    """Run SQL as a superuser who has switched triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values or None)


def one(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


@contextmanager
def undone():
    """Take back whatever was done to the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def audit():
    """Return what the next audit finds."""
    return self_audit(now=now() + timedelta(hours=3)).findings
