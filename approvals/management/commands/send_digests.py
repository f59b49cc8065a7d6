"""Send the daily digest (twin of the digest flow)."""

from argparse import ArgumentParser
from typing import Any

from approvals.services.digests import send_digests
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a person; nobody gets a second one on a day, and none on days off unless --force."""

    help = "Bản tin ngày: mỗi người một thư về những việc còn mở"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --force."""
        super().add_arguments(parser)
        parser.add_argument("--force", action="store_true", help="also on days off")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lay the digests and report."""
        done, failed = send_digests(now=now(), forced=options["force"])
        self.report(done, failed, as_json=options["json"])
