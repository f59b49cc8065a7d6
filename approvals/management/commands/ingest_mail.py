"""Take in what arrived in the board's mailbox (twin of the mail intake flow)."""

from typing import Any

from approvals.services.mail_intake import ingest_mail
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a message: its reference, or why it was refused; INTAKE_IMAP_URL names the box."""

    help = "Tiếp nhận thư điện tử gửi Ban Biên tập"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take in and report."""
        done, failed = ingest_mail(now=now())
        self.report(done, failed, as_json=options["json"])
