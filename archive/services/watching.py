"""The monitor's round: every published head against the remembered one; alarms reach people."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from core import ledger
from core.models import LedgerEntry, Notice, User
from core.monitoring import Alarm, watch
from core.roles import Role

ALARM = "ledger_alarm"
PUBLISHED = "ledger/checkpoint"
TOLD = (Role.AUDITOR, Role.ADMINISTRATOR)


def watch_ledger(*, now: datetime) -> list[str]:
    """Compare the heads of database and portal with what the monitor remembers.

    A fork or a shrunk ledger is an alarm: an entry, and a notice for auditors and administrators,
    once for each. Returns one line an alarm.
    """
    shown = [
        (f"portal: {path.parent.parent.name}", path.read_text(encoding="utf-8", errors="replace"))
        for path in sorted(settings.PORTAL_ROOT.glob(f"*/{PUBLISHED}"))
    ]
    alarms = watch(shown)
    for alarm in alarms:
        _tell(alarm, now=now)
    return [str(alarm) for alarm in alarms]


def _tell(alarm: Alarm, *, now: datetime) -> None:
    key = f"{alarm.kind}:{alarm.remembered}:{alarm.where}"[:64]
    if LedgerEntry.objects.filter(subject_id=key, verb=ALARM).exists():
        return
    details = {"kind": alarm.kind, "remembered": alarm.remembered, "shown": alarm.shown}
    people = User.objects.filter(is_active=True, role_assignments__role__in=TOLD).distinct()
    with transaction.atomic():
        ledger.record(ledger.Act(ALARM, "ledger", key, "monitor", details=details), now=now)
        Notice.objects.bulk_create(
            [_notice(person, alarm, key, now) for person in people], ignore_conflicts=True
        )


def _notice(person: User, alarm: Alarm, key: str, now: datetime) -> Notice:
    with override(person.language):
        title = gettext("Sổ cái bị rẽ nhánh hoặc bị cắt ngắn: cần xem ngay")
    return Notice(
        user=person,
        once_key=f"{ALARM}:{key}:{person.pk}"[:200],
        event=ALARM,
        subject_id=key,
        title=title,
        text=str(alarm),
        link="/audit/ledger/",
        created_at=now,
    )
