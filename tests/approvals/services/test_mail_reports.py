"""Reports of mails that came back: noted on their notice, never taken in."""

from datetime import UTC, datetime

import pytest

from approvals.models import Submission
from approvals.services.mail_intake import ingest_mail
from approvals.services.mail_texts import message_id
from core.models import Notice
from tests.approvals.services.mail_servers import DOVECOT

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("imap"),
    pytest.mark.skipif(DOVECOT is None, reason="dovecot-imapd is not installed"),
]


def delivery_report(notice, *, action="failed", name=""):
    """What a mail server sends back (RFC 3464), as Postfix writes it."""
    return (
        "Return-Path: <>\n"
        "From: MAILER-DAEMON@mx.example.vn (Mail Delivery System)\n"
        "To: duyet@tinh.example.vn\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\n"
        "Message-ID: <report@mx.example.vn>\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="xx"\n\n'
        "--xx\nContent-Type: text/plain\n\nThe mail could not be delivered.\n\n"
        "--xx\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.vn\n\n"
        "Final-Recipient: rfc822; dept-head@tinh.example.vn\n"
        f"Action: {action}\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\n\n"
        "--xx\nContent-Type: text/rfc822-headers\n\n"
        f"Subject: x\nMessage-ID: {name or message_id(notice)}\n\n--xx--\n"
    ).encode()


@pytest.fixture
def sent(person):
    return Notice.objects.create(
        user=person("dept-head"),
        once_key="sent",
        event="waiting",
        subject_id="a",
        title="Tin",
        created_at=NOW,
        mailed_at=NOW,
    )


def test_ingest_report_of_a_mail_that_came_back_is_noted_on_its_notice(mailbox, outbox, sent):
    mailbox.deliver(delivery_report(sent))

    done, failed = ingest_mail(now=NOW)

    assert (done, failed) == ([f"1 bounced notice {sent.pk}"], [])
    sent.refresh_from_db()
    assert sent.mail_error == "5.1.1 smtp; 550 5.1.1 no such mailbox"
    assert mailbox.subjects("Bounced") == ["Undelivered Mail Returned to Sender"]
    assert not Submission.objects.exists()
    assert outbox.messages == []


def test_ingest_report_of_a_delay_or_a_forged_one_changes_no_notice(mailbox, outbox, sent):
    forged = message_id(sent).replace(f"-{sent.pk}-", f"-{sent.pk}-x")
    mailbox.deliver(delivery_report(sent, action="delayed"))
    mailbox.deliver(delivery_report(sent, name=forged))

    done, failed = ingest_mail(now=NOW)

    assert (done, failed) == ([f"1 delayed notice {sent.pk}", "2 refused MAIL_AUTOMATIC"], [])
    sent.refresh_from_db()
    assert sent.mail_error == ""
    assert not Submission.objects.exists()
