"""The daily digest: one mail per person and working day, built from what is open."""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext, override

from approvals.models import Submission
from approvals.selectors.people import actor_of
from approvals.selectors.queues import BY_CODE, asking
from approvals.selectors.telling import KIND, channels_of
from approvals.services import mail_links
from core.clock import in_vietnam
from core.models import Notice, User
from core.office_calendar import calendar_of

log = logging.getLogger(__name__)
EVENT = "digest"
MOST = 20
# What is open in a queue, and the event whose channel decides whether the digest tells of it.
OPEN = (("waiting", "waiting"), ("confirm", "confirm"), ("returned", "request_changes"))


@dataclass(frozen=True)
class Line:
    """One item of a digest."""

    title: str
    reference: str
    due: str
    late: bool
    link: str


@dataclass(frozen=True)
class Part:
    """The items of one queue, or what else happened; more than twenty stand on the desk."""

    code: str
    lines: list[Line]
    more: bool = False


def send_digests(*, now: datetime, forced: bool = False) -> tuple[list[str], list[str]]:
    """Lay one digest for each person who has something open; returns what was done and failed.

    Works on working days, unless forced. Repeatable: nobody gets a second one on a day. The mails
    leave with the others, and are written when they leave.
    """
    today = in_vietnam(now).date()
    if not forced and not calendar_of().is_working_day(today):
        return [], []
    done: list[str] = []
    failed: list[str] = []
    people = User.objects.filter(is_active=True).exclude(email="")
    told = Notice.objects.filter(event=EVENT, subject_id=_subject(today))
    for person in people.exclude(pk__in=told.values("user_id")).iterator():
        try:
            count = _lay(person, today, now=now)
        except Exception as error:
            log.exception("digest for %s failed", person.username)
            failed.append(f"{person.username} {type(error).__name__}")
        else:
            done += [f"{person.username} {count}"] if count else []
    return done, failed


def parts_of(person: User, *, now: datetime) -> list[Part]:
    """Return what a digest tells the person at this moment; empty parts are left out."""
    ask = asking(actor_of(person, on=in_vietnam(now).date()), now=now)
    parts = []
    seen: set[str] = set()
    for code, event in OPEN:
        if channels_of([person], event)[person.pk].mail == Notice.Mail.NONE:
            continue
        rows = list(BY_CODE[code].rows(ask)[: MOST + 1])
        parts.append(
            Part(code, [_line(row, person, now=now) for row in rows[:MOST]], len(rows) > MOST)
        )
        seen |= {str(row.pk) for row in rows}
    news = [notice for notice in untold(person) if notice.subject_id not in seen]
    newest = {notice.subject_id: notice for notice in news if KIND.get(notice.event) != "waiting"}
    lines = [Line(notice.title, "", "", late=False, link=notice.link) for notice in newest.values()]
    parts.append(Part("news", lines[:MOST], len(lines) > MOST))
    return [part for part in parts if part.lines]


def untold(person: User) -> QuerySet[Notice]:
    """Return the notices that wait for the person's next digest and were not read meanwhile."""
    rows = Notice.objects.filter(user=person, mail=Notice.Mail.DIGEST, mailed_at=None)
    return rows.filter(read_at=None).order_by("id")


def note_sent(digest: Notice, *, now: datetime) -> None:
    """Note that the notices which waited for the digest were told."""
    rows = Notice.objects.filter(user_id=digest.user_id, mail=Notice.Mail.DIGEST, mailed_at=None)
    rows.filter(created_at__lte=now).update(mailed_at=now)


def _lay(person: User, today: date, *, now: datetime) -> int:
    parts = parts_of(person, now=now)
    count = len(list(chain.from_iterable(part.lines for part in parts)))
    if not count:
        return 0
    Notice.objects.bulk_create(
        [
            Notice(
                user=person,
                once_key=f"{EVENT}:{today}:{person.pk}",
                event=EVENT,
                subject_id=_subject(today),
                title=_title(person, today, count),
                topic=_title(person, today, count),
                link="/desk/",
                in_app=False,
                mail=Notice.Mail.NOW,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return count


def _subject(today: date) -> str:
    return f"{EVENT}-{today.isoformat()}"


def _title(person: User, today: date, count: int) -> str:
    with override(person.language):
        text = ngettext("Việc ngày %(day)s: %(n)d hồ sơ", "Việc ngày %(day)s: %(n)d hồ sơ", count)
        return text % {"day": f"{today:%d/%m/%Y}", "n": count}


def _line(row: Submission, person: User, *, now: datetime) -> Line:
    due_at = row.due_at
    late = bool(due_at and due_at < now)
    due = f"{in_vietnam(due_at):%H:%M %d/%m/%Y}" if due_at else ""
    text = (gettext("quá hạn từ %(due)s") if late else gettext("hạn %(due)s")) % {"due": due}
    return Line(row.title, row.reference, text if due else "", late, _link(row, person, now=now))


def _link(row: Submission, person: User, *, now: datetime) -> str:
    """Return the link that decides, where a notice asked the person about this very content."""
    asked = Notice.objects.filter(
        user=person,
        subject_id=str(row.pk),
        event__in=mail_links.DECIDES,
        content_hash=row.content_hash,
        link_used_at=None,
    )
    notice = asked.select_related("user").order_by("-id").first()
    if notice is None:
        return f"/desk/submissions/{row.pk}/"
    return mail_links.address_of(notice, now=now)
