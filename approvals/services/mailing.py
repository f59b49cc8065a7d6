"""Sending notices by mail after the act has committed.

What the server refuses for good stays visible on the notice; what it cannot take now is tried again
later, so that its pause loses nothing.
"""

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from approvals.services import digests
from approvals.services.mail_texts import compose
from core.models import Notice

BATCH = 50
DUMMY = "django.core.mail.backends.dummy.EmailBackend"
TIMEOUT = 10
FOR_GOOD = 500
# Minutes until the next try; the last one repeats until the notice is a week old.
PAUSES = (1, 2, 5, 15, 30, 60)
TOO_OLD = timedelta(days=7)


class MailAwayError(Exception):
    """The mail server cannot be reached or wants no mail at all at the moment."""


def send_waiting(*, now: datetime) -> int:
    """Send what waits and return how many; does nothing where no mail server is configured.

    Several processes share the work. Notices older than a week are not sent any more: their reader
    has seen them on the desk, or will.
    """
    if settings.EMAIL_BACKEND == DUMMY:
        return 0
    sent = 0
    with transaction.atomic():
        batch = list(_due(now).select_for_update(of=("self",), skip_locked=True)[:BATCH])
        if not batch:
            return 0
        connection = get_connection(timeout=TIMEOUT)
        for notice in batch:
            try:
                sent += _send(connection, notice, now=now)
            except MailAwayError:  # not this mail's fault: all wait, and the worker goes on
                _postpone(_due(now), notice.mail_tries, now=now)
                break
        connection.close()
    return sent


def _due(now: datetime) -> QuerySet[Notice]:
    rows = Notice.objects.filter(mailed_at=None, mail=Notice.Mail.NOW, mail_error="")
    rows = rows.filter(Q(mail_after=None) | Q(mail_after__lte=now), created_at__gt=now - TOO_OLD)
    rows = rows.filter(Q(mail_after=None) | Q(read_at=None))
    return rows.exclude(user__email="").select_related("user").order_by("id")


def _send(connection: BaseEmailBackend, notice: Notice, *, now: datetime) -> int:
    """Send one mail; returns 1 when the server took it, and notes on the row how it went."""
    message = compose(notice, now=now)
    message.connection = connection
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPDataError, SMTPSenderRefused) as refusal:
        if not _is_final(refusal):
            _postpone(Notice.objects.filter(pk=notice.pk), notice.mail_tries, now=now)
            return 0
        _give_up(notice, refusal)
        return 0
    except ValueError as unsendable:  # an address nobody can have
        _give_up(notice, unsendable)
        return 0
    except (SMTPException, OSError) as failure:
        raise MailAwayError(type(failure).__name__) from failure
    notice.mailed_at = now
    notice.save(update_fields=["mailed_at"])
    if notice.event == digests.EVENT:
        digests.note_sent(notice, now=now)
    return 1


def _give_up(notice: Notice, failure: Exception) -> None:
    notice.mail_error = f"{type(failure).__name__}: {failure}"[:300]
    notice.save(update_fields=["mail_error"])


def _postpone(rows: QuerySet[Notice], tries: int, *, now: datetime) -> None:
    pause = PAUSES[min(tries, len(PAUSES) - 1)]
    later = now + timedelta(minutes=pause)
    rows = rows.select_for_update(of=("self",), skip_locked=True)
    keys = list(rows.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=keys).update(mail_tries=F("mail_tries") + 1, mail_after=later)


def _is_final(refusal: SMTPException) -> bool:
    """Tell whether the server refused this very message, or its recipient, for good."""
    if isinstance(refusal, SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _ in refusal.recipients.values())
    return isinstance(refusal, SMTPDataError | SMTPSenderRefused) and refusal.smtp_code >= FOR_GOOD


__all__ = ["DUMMY", "send_waiting"]
