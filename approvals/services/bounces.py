"""Mails that come back: a delivery report (RFC 3464) is matched to the notice it is about."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from django.utils.crypto import constant_time_compare

from approvals.services.mail_texts import message_id
from core.models import Notice

_OURS = re.compile(r"<notice-(\d{1,15})-[\w-]+@[^>\s]+>")
_WHY = ("Status", "Diagnostic-Code")
_HEADS = frozenset({"message/rfc822", "text/rfc822-headers"})


@dataclass(frozen=True)
class Report:
    """What a delivery report says: about which mail, and why it did not arrive."""

    names: tuple[str, ...]
    failed: bool
    reason: str


def report_of(data: bytes) -> Report | None:
    """Read a delivery report; None where the mail is something else."""
    message = message_from_bytes(data, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return None
    names: list[str] = []
    actions: list[str] = []
    reasons: list[str] = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind in _HEADS:
            names.append(_original(part))
        elif kind == "message/delivery-status":
            for block in _blocks(part):
                actions.append(str(block.get("Action", "")).strip().lower())
                reasons += [str(block[name]) for name in _WHY if name in block]
    return Report(tuple(names), "failed" in actions, " ".join(" ".join(reasons).split())[:300])


def note(report: Report) -> Notice | None:
    """Note on the notice that its mail came back; None where the report names no mail of ours.

    A report of a mere delay changes nothing. The name of a mail is signed, so nobody can make a
    notice look undelivered who never received it.
    """
    for name in report.names:
        match = _OURS.fullmatch(name)
        notice = Notice.objects.filter(pk=int(match[1])).first() if match else None
        if notice is None or not constant_time_compare(name, message_id(notice)):
            continue
        if report.failed:
            notice.mail_error = report.reason or "failed"
            notice.save(update_fields=["mail_error"])
        return notice
    return None


def _original(part: Message) -> str:
    """Return the head of the mail that a report carries, whole or only its head."""
    payload = part.get_payload()
    if isinstance(payload, list):  # message/rfc822
        inner = payload[0] if payload else None
        return str(inner.get("Message-ID", "")).strip() if isinstance(inner, Message) else ""
    raw = part.get_payload(decode=True)
    head = message_from_bytes(raw if isinstance(raw, bytes) else b"", policy=policy.compat32)
    return str(head.get("Message-ID", "")).strip()


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
