"""Tell the next superior what is overdue (twin of the escalation flow)."""

from argparse import ArgumentParser
from typing import Any

from approvals.services.escalating import escalate
from approvals.services.timers import rebuild
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line an item; outside office hours nobody is told, unless --force."""

    help = "Đôn đốc: báo cấp trên kế tiếp về hồ sơ quá hạn"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --force."""
        super().add_arguments(parser)
        parser.add_argument("--force", action="store_true", help="also outside office hours")
        parser.add_argument("--rebuild", action="store_true", help="make the timers anew first")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Escalate and report."""
        if options["rebuild"]:
            self.stderr.write(f"{rebuild()} timers made")
        done, failed = escalate(now=now(), forced=options["force"])
        self.report(done, failed, as_json=options["json"])
