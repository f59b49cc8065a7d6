"""Answers to people who write to the board by mail: a receipt, or a refusal with its reason."""

from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from approvals import reasons
from approvals.services.mailing import DUMMY
from core.errors import DomainError
from core.models import Site

LANGUAGES = ("vi", "en")
FOR_GOOD = 500
BULK = frozenset({"bulk", "junk", "list"})
RECEIPT = """\
{site} đã tiếp nhận thư của Ông/Bà. Số hồ sơ: {reference}.
Thư được chuyển cho Ban Biên tập xem xét; việc tiếp nhận chưa phải là quyết định đăng.

{site_en} has received your message. Reference: {reference}.
The editorial board will look at it; receipt is not yet a decision to publish.
"""
REFUSAL = {
    "vi": "Thư của Ông/Bà không được tiếp nhận:\n{lines}",
    "en": "Your message was not accepted:\n{lines}",
}


class AnswerFailedError(Exception):
    """The mail server is away; worth another try."""


@dataclass(frozen=True)
class Writer:
    """Whom an answer goes to, and the message it answers; nothing of what was written."""

    address: str
    message_id: str
    automatic: bool


def writer_of(head: Message) -> Writer:
    """Return who wrote, and whether a machine did: machines get no answer (RFC 3834)."""
    address = parseaddr(str(head.get("Reply-To") or head.get("From", "")))[1]
    automatic = (
        str(head.get("Auto-Submitted", "no")).strip().lower() != "no"
        or str(head.get("Precedence", "")).strip().lower() in BULK
        or str(head.get("Return-Path", "")).strip() == "<>"
        or head.get("List-Id") is not None
    )
    return Writer(address, " ".join(str(head.get("Message-ID", "")).split())[:900], automatic)


def confirm_receipt(writer: Writer, site: Site, *, reference: str, key: str) -> bool:
    """Tell the sender under which number the mail was taken in; tells whether it was sent."""
    names = {"site": site.name, "site_en": site.name_en or site.name}
    body = RECEIPT.format(reference=reference, **names)
    return _send(writer, f"Đã tiếp nhận: {reference}", body, key=key)


def explain_refusal(writer: Writer, refusal: DomainError, *, key: str) -> bool:
    """Tell the sender why the mail was refused and which way is open; tells whether it was sent."""
    body = "\n\n".join(_refusal(refusal, language) for language in LANGUAGES)
    return _send(writer, "Thư không được tiếp nhận", body + "\n", key=key)


def _refusal(refusal: DomainError, language: str) -> str:
    lines = [
        f"- {reasons.message(problem.code, language, **problem.params)} "
        f"{reasons.fix(problem.code, language, **problem.params)}"
        for problem in refusal.problems
    ]
    return REFUSAL[language].format(lines="\n".join(lines))


def _send(writer: Writer, subject: str, body: str, *, key: str) -> bool:
    """Send one answer; the same Message-ID each time, so that a repeated one is seen as the same.

    The subject and the text of the mail that is answered never appear: they may be secret.
    """
    if settings.EMAIL_BACKEND == DUMMY or writer.automatic or "@" not in writer.address:
        return False
    headers = {"Message-ID": f"<answer-{key[:32]}@duyet>", "Auto-Submitted": "auto-replied"}
    if writer.message_id:
        headers |= {"In-Reply-To": writer.message_id, "References": writer.message_id}
    message = EmailMessage(
        subject=subject,
        body=body,
        to=[writer.address],
        headers=headers,
        connection=get_connection(timeout=10),
    )
    try:
        return bool(message.send())
    except ValueError:  # an address nobody can have
        return False
    except (SMTPException, OSError) as failure:
        if _is_final(failure):
            return False
        raise AnswerFailedError(type(failure).__name__) from failure


def _is_final(failure: Exception) -> bool:
    """Tell whether the server refused this very message or its recipient for good."""
    if isinstance(failure, SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _ in failure.recipients.values())
    return isinstance(failure, SMTPDataError) and failure.smtp_code >= FOR_GOOD
