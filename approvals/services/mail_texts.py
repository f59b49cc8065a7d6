"""What a mail says, in its reader's language: plain text and simple HTML, one thread per item."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import Signer
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from approvals.models import Submission
from approvals.selectors.checks import checks_of
from approvals.services import digests, mail_links
from core.clock import in_vietnam
from core.models import Notice

SALT = "duyet.message-id"


def compose(notice: Notice, *, now: datetime) -> EmailMultiAlternatives:
    """Return the mail of one notice; a notice that asks for a decision carries its link."""
    digest = notice.event == digests.EVENT
    with override(notice.user.language):
        said = _digest(notice, now=now) if digest else _said(notice, now=now)
        text, html = (
            render_to_string(f"mail/{'digest' if digest else 'notice'}.{kind}", said)
            for kind in ("txt", "html")
        )
    subject = " ".join((_first(notice).topic or notice.title).split())
    mail = EmailMultiAlternatives(
        subject=subject, body=text, to=[notice.user.email], headers=_thread(notice)
    )
    mail.attach_alternative(html, "text/html")
    return mail


def message_id(notice: Notice) -> str:
    """Return the mail's own name; signed, so that a bounce names a mail of ours."""
    signature = Signer(salt=SALT).signature(str(notice.pk))[:16]
    return f"<notice-{notice.pk}-{signature}@{_domain()}>"


def _thread(notice: Notice) -> dict[str, str]:
    """Return the headers that keep the mails about one item together in mail programs."""
    first, last = _first(notice), _before(notice)
    known = [message_id(first), *([message_id(last)] if last else [])]
    known = [name for name in dict.fromkeys(known) if name != message_id(notice)]
    headers = {"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"}
    if known:
        headers |= {"In-Reply-To": known[-1], "References": " ".join(known)}
    return headers


def _first(notice: Notice) -> Notice:
    """Return the first mail to the person about the item: it names the thread."""
    rows = Notice.objects.filter(user_id=notice.user_id, subject_id=notice.subject_id)
    sent = rows.exclude(mailed_at=None).filter(mail=Notice.Mail.NOW)
    return sent.order_by("id").first() or notice


def _before(notice: Notice) -> Notice | None:
    rows = Notice.objects.filter(user_id=notice.user_id, subject_id=notice.subject_id)
    sent = rows.exclude(mailed_at=None).filter(mail=Notice.Mail.NOW)
    return sent.exclude(pk=notice.pk).order_by("-id").first()


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _said(notice: Notice, *, now: datetime) -> dict[str, Any]:
    lead, _, title = notice.title.partition(": ")
    item = _item(notice)
    asks = item is not None and notice.event in mail_links.DECIDES
    link = mail_links.address_of(notice, now=now) if asks else notice.link
    return {
        "notice": notice,
        "person": notice.user,
        "lead": lead if title else "",
        "title": title or notice.title,
        "item": item,
        "due": _moment(item.due_at) if item and item.due_at and asks else "",
        "checks": _checks(item) if item and asks else "",
        "agreed": _agreed(item) if item and asks else [],
        "asks": asks,
        "link": settings.PUBLIC_URL + link,
        "settings_link": f"{settings.PUBLIC_URL}/desk/profile/",
        "hours": settings.MAIL_LINK_HOURS,
    }


def _digest(notice: Notice, *, now: datetime) -> dict[str, Any]:
    """Return what a digest says: what is open at the moment it leaves."""
    headings = {
        "waiting": gettext("Chờ ý kiến của bạn"),
        "confirm": gettext("Duyệt khẩn chờ xác nhận"),
        "returned": gettext("Trả lại bạn để sửa"),
        "news": gettext("Tin về hồ sơ của bạn"),
    }
    parts = digests.parts_of(notice.user, now=now)
    return {
        "person": notice.user,
        "title": notice.title,
        "parts": [{"heading": headings[p.code], "lines": p.lines, "more": p.more} for p in parts],
        "base": settings.PUBLIC_URL,
        "settings_link": f"{settings.PUBLIC_URL}/desk/profile/",
    }


def _item(notice: Notice) -> Submission | None:
    rows = Submission.objects.select_related("unit", "site", "revision")
    return rows.filter(pk=notice.subject_id).first()


def _checks(item: Submission) -> str:
    found = checks_of(item)
    failed = sum(check.outcome in {"block", "warn"} for check in found)
    if not found:
        return ""
    if failed:
        return gettext("%(failed)d trong %(all)d kiểm tra cần xem") % {
            "failed": failed,
            "all": len(found),
        }
    return gettext("%(all)d kiểm tra đều đạt") % {"all": len(found)}


def _agreed(item: Submission) -> list[str]:
    """Return who agreed to exactly this content."""
    words = item.endorsements.filter(round=item.round, content_hash=item.content_hash)
    return [str(word.actor) for word in words.select_related("actor").order_by("id")]


def _moment(at: datetime) -> str:
    return f"{in_vietnam(at):%H:%M %d/%m/%Y}"
