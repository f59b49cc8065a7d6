"""The link in a mail: signed, for one person, one content and a time; good for one decision.

Opening it decides nothing and signs nobody in (ADR 0015). What it leads to is decided through the
ordinary services, with the version that was seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import Signer
from django.db import transaction
from django.utils.crypto import constant_time_compare

from approvals.models import Submission
from approvals.policies import Actor
from approvals.services import acts, verbs
from core.errors import GuardFailed, NotVisible
from core.models import Notice

SALT = "duyet.mail-link"
DECIDES = frozenset({"waiting", "confirm"})
CALLS: dict[str, Callable[..., Submission]] = {
    "review": verbs.review,
    "approve": verbs.approve,
    "confirm": acts.confirm,
}


@dataclass(frozen=True)
class Link:
    """What a valid link says: about which notice it is, and until when it may decide."""

    notice: Notice
    expires: datetime

    def closed(self, submission: Submission, *, now: datetime) -> str:
        """Return why the link does not decide any more: its code, or nothing while it does."""
        if self.notice.link_used_at:
            return "MAIL_LINK_USED"
        if submission.content_hash != self.notice.content_hash:
            return "MAIL_LINK_CHANGED"
        return "MAIL_LINK_EXPIRED" if now >= self.expires else ""


def address_of(notice: Notice, *, now: datetime) -> str:
    """Return the path of a notice's link, good for the hours the setting gives."""
    expires = int((now + timedelta(hours=settings.MAIL_LINK_HOURS)).timestamp())
    return f"/desk/mail/{notice.pk}-{expires}-{_signature(notice, expires)}/"


def opened(token: str) -> Link:
    """Return what the link says; NotVisible where it was not made here, whatever it names."""
    number, _, rest = token.partition("-")
    until, _, signature = rest.partition("-")
    if not (_is_number(number) and _is_number(until)):
        raise NotVisible
    notice = Notice.objects.select_related("user").filter(pk=int(number)).first()
    if notice is None or not constant_time_compare(signature, _signature(notice, int(until))):
        raise NotVisible
    return Link(notice, datetime.fromtimestamp(int(until), tz=UTC))


def decide(
    link: Link, verb: str, *, by: Actor, now: datetime, version: int, remark: str = ""
) -> Submission:
    """Decide once on the content the mail was about, through the ordinary service.

    Refused for anybody but the person it was sent to, after a decision, after a change of the
    content and after its time; and whatever the service itself refuses.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update().select_related("user").get(pk=link.notice.pk)
        if notice.user_id != by.id or verb not in CALLS:
            raise NotVisible
        submission = Submission.objects.select_related("revision").get(pk=notice.subject_id)
        closed = Link(notice, link.expires).closed(submission, now=now)
        if closed:
            raise GuardFailed(closed)
        after = CALLS[verb](submission.pk, by=by, now=now, version=version, remark=remark)
        notice.link_used_at = now
        notice.read_at = notice.read_at or now
        notice.save(update_fields=["link_used_at", "read_at"])
        return after


def _signature(notice: Notice, expires: int) -> str:
    """Sign person, item, content and time together: none of them can be exchanged."""
    said = (notice.pk, notice.user_id, notice.subject_id, notice.content_hash, expires)
    return Signer(salt=SALT).signature(":".join(map(str, said)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15  # noqa: PLR2004  no timestamp is longer
