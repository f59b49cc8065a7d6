"""What a person was told, item by item, and what could not be delivered by mail."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from core.models import Notice, User

PAGE_SIZE = 20
MOST_OF_AN_ITEM = 20


@dataclass(frozen=True)
class Thread:
    """The notices about one item, newest first."""

    newest: Notice
    earlier: tuple[Notice, ...]
    unread: int


@dataclass(frozen=True)
class Page:
    """A page of threads or notices, and the key behind which the next one begins."""

    rows: list[Thread]
    after: int | None


def threads(user: User, *, before: int | None = None) -> Page:
    """Return the items a person was told about, the one with the newest notice first."""
    mine = Notice.objects.filter(user=user, in_app=True)
    later = mine.filter(subject_id=OuterRef("subject_id"), pk__gt=OuterRef("pk"))
    newest = mine.filter(~Exists(later)).order_by("-id")
    if before:
        newest = newest.filter(pk__lt=before)
    rows = list(newest[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    found: dict[str, list[Notice]] = {row.subject_id: [] for row in shown}
    for notice in mine.filter(subject_id__in=list(found)).order_by("-id"):
        found[notice.subject_id].append(notice)
    return Page(
        [_thread(found[row.subject_id]) for row in shown],
        shown[-1].pk if len(rows) > PAGE_SIZE else None,
    )


def _thread(notices: list[Notice]) -> Thread:
    unread = sum(notice.read_at is None for notice in notices)
    return Thread(notices[0], tuple(notices[1:MOST_OF_AN_ITEM]), unread)


def undelivered(*, before: int | None = None) -> QuerySet[Notice]:
    """Return the notices whose mail was refused or came back, newest first, a page of them."""
    rows = Notice.objects.exclude(mail_error="").select_related("user").order_by("-id")
    return (rows.filter(pk__lt=before) if before else rows)[: PAGE_SIZE + 1]


def trouble_of(user: User) -> Notice | None:
    """Return the person's last mail that failed, unless one went through after it."""
    mails = Notice.objects.filter(user=user, mail=Notice.Mail.NOW)
    failed = mails.exclude(mail_error="").order_by("-id").first()
    sent = mails.filter(mail_error="").exclude(mailed_at=None).order_by("-id").first()
    if failed is None or (sent is not None and sent.pk > failed.pk):
        return None
    return failed
