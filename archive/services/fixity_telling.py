"""Whoever keeps the archive is told of damage in the store."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext, override

from archive.models import FixityRound
from core.models import Notice, User
from core.roles import Role

DAMAGE = "store_damage"
TOLD = (Role.ARCHIVIST, Role.ADMINISTRATOR)
SHOWN = 10


def tell(pass_: FixityRound, findings: Sequence[str], *, now: datetime) -> None:
    """Leave a notice for archivists and administrators, once a run."""
    people = User.objects.filter(is_active=True, role_assignments__role__in=TOLD).distinct()
    notices = [_notice(person, pass_, findings, now) for person in people]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _notice(person: User, pass_: FixityRound, findings: Sequence[str], now: datetime) -> Notice:
    with override(person.language):
        title = gettext("Kho lưu trữ có tệp hỏng: %(count)s tệp") % {"count": len(findings)}
    return Notice(
        user=person,
        once_key=f"{DAMAGE}:{pass_.pk}:{now.isoformat()}:{person.pk}",
        event=DAMAGE,
        subject_id=str(pass_.pk),
        title=title,
        text="\n".join(findings[:SHOWN]),
        link="/audit/keeping/",
        created_at=now,
    )
