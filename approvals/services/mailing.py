"""Sending notices by mail after the act has committed; a failure stays visible on the notice."""

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.translation import gettext, override

from core.models import Notice

BATCH = 50
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def send_waiting(*, now: datetime) -> int:
    """Send what waits and return how many; does nothing where no mail server is configured."""
    if settings.EMAIL_BACKEND == DUMMY:
        return 0
    sent = 0
    with transaction.atomic():
        waiting = (
            Notice.objects.select_for_update(skip_locked=True)
            .filter(mailed_at=None, mail_error="")
            .exclude(user__email="")
            .select_related("user")
        )
        for notice in waiting.order_by("id")[:BATCH]:
            sent += _send(notice, now=now)
    return sent


def _send(notice: Notice, *, now: datetime) -> int:
    with override(notice.user.language):
        closing = gettext("Mở hồ sơ: %(url)s") % {"url": settings.PUBLIC_URL + notice.link}
    message = EmailMessage(
        subject=notice.title,
        body=f"{notice.text}\n\n{closing}\n".lstrip(),
        to=[notice.user.email],
        headers={"Message-ID": f"<notice-{notice.pk}@duyet>", "References": _thread(notice)},
        connection=get_connection(timeout=10),
    )
    try:
        message.send()
    except (SMTPException, OSError) as failure:
        notice.mail_error = f"{type(failure).__name__}: {failure}"[:300]
        notice.save(update_fields=["mail_error"])
        return 0
    notice.mailed_at = now
    notice.save(update_fields=["mailed_at"])
    return 1


def _thread(notice: Notice) -> str:
    """Return the thread of the item, so that mail programs keep its notices together."""
    return f"<submission-{notice.subject_id}@duyet>"
