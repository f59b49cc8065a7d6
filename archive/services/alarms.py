"""Alarms about what keeps the data safe: told to those who answer for it, once an occasion."""

from datetime import datetime

from django.utils.translation import gettext, override

from core.models import Notice, User
from core.roles import Role

HEARD_BY = (Role.ADMINISTRATOR, Role.ARCHIVIST)
LINK = "/audit/keeping/"
LONGEST = 2000


def raise_alarm(code: str, *, about: str, text: str, now: datetime) -> int:
    """Tell administrators and archivists that `code` happened to `about`; returns how many.

    The same occasion is told once, however often it is found; mail goes out at once.
    """
    people = User.objects.filter(role_assignments__role__in=HEARD_BY, is_active=True).distinct()
    rows = [
        Notice(
            user=person,
            once_key=f"{code}:{about}:{person.pk}"[:200],
            event=code,
            subject_id=about[:64],
            title=_title(code, person.language)[:300],
            text=text[:LONGEST],
            link=LINK,
            created_at=now,
            mail=Notice.Mail.NOW if person.email else Notice.Mail.NONE,
        )
        for person in people
    ]
    return len(Notice.objects.bulk_create(rows, ignore_conflicts=True))


def _title(code: str, language: str) -> str:
    with override(language):
        titles = {
            "backup_failed": gettext("Sao lưu KHÔNG thành công"),
            "drill_failed": gettext("Diễn tập phục hồi KHÔNG đạt"),
        }
        return titles[code]
