"""The alarm over late seals: archivists and administrators hear of it once, not once an item.

It rests on what waits, not on what failed: a sealer that does not run at all fails at nothing.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from approvals.services.quiet import mail_after
from archive.models import SealAlarm, SealDelay
from archive.selectors.waiting import COUNTED, late
from core.models import Notice, User
from core.roles import Role

EVENT = "seal_late"
TOLD = (Role.ARCHIVIST, Role.ADMINISTRATOR)
PAGE = "/audit/keeping/"


def watch_seals(*, now: datetime) -> list[str]:
    """Open the alarm when records are late, close it when none is; return what changed.

    While it is open nothing more is said, however many records join. The clock may jump: an
    alarm too many is closed by the next sweep.
    """
    delay = timedelta(minutes=settings.SEAL_ALARM_MINUTES)
    waiting = late(now=now, delay=delay)
    open_one = SealAlarm.objects.filter(closed_at=None)
    if not waiting:
        closed = open_one.update(closed_at=now)
        return ["seal alarm closed"] if closed else []
    if open_one.exists():
        return []
    with transaction.atomic():
        _, fresh = SealAlarm.objects.get_or_create(closed_at=None, defaults={"opened_at": now})
        if fresh:
            _tell(waiting, now=now)
    return [f"seal alarm: {waiting} late"] if fresh else []


def _tell(waiting: int, *, now: datetime) -> None:
    alarm = SealAlarm.objects.get(closed_at=None)
    people = User.objects.filter(role_assignments__role__in=TOLD, is_active=True).distinct()
    why = SealDelay.objects.values_list("code", "reason").first() or ("", "")
    Notice.objects.bulk_create(
        [_notice(person, alarm, waiting, why, now) for person in people], ignore_conflicts=True
    )


def _notice(
    person: User, alarm: SealAlarm, waiting: int, why: tuple[str, str], now: datetime
) -> Notice:
    count = f"{COUNTED}+" if waiting > COUNTED else str(waiting)
    with override(person.language):
        title = gettext("Chậm niêm phong: %(count)s hồ sơ") % {"count": count}
        text = gettext(
            "Hồ sơ đã đăng hoặc bị từ chối mà chưa niêm phong được sau %(minutes)s phút. "
            "Không có gì mất; hệ thống tự thử lại. Sẽ không báo thêm cho đến khi hết chậm."
        ) % {"minutes": settings.SEAL_ALARM_MINUTES}
    return Notice(
        user=person,
        once_key=f"{EVENT}:{alarm.pk}:{person.pk}",
        event=EVENT,
        subject_id=f"seal-alarm-{alarm.pk}",
        title=title,
        text=" ".join([text, *filter(None, why)]),
        link=PAGE,
        created_at=now,
        mail=Notice.Mail.NOW if person.email else Notice.Mail.NONE,
        mail_after=mail_after(now),
    )
