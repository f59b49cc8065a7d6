"""List what would fall due for review by the archive; destroys nothing."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from archive.selectors.falling_due import due_records
from core.clock import in_vietnam, now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a record with its class; a run without --dry-run is refused."""

    help = "Liệt kê hồ sơ hết thời hạn bảo quản (chỉ liệt kê, không hủy)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day to look from."""
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="required: nothing is destroyed")
        parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD, default today")

    def handle(self, *_args: Any, **options: Any) -> None:
        """List and count."""
        if not options["dry_run"]:
            refusal = "only --dry-run exists: destroying records needs the archive's decision"
            self.report([], [refusal], as_json=options["json"])
            return
        found = list(due_records(options["on"] or in_vietnam(now()).date()))
        lines = [
            f"{due.period.code} {due.since} {due.record.submission.reference} {due.period.basis}"
            for due in found
        ]
        classes = dict(Counter(due.period.code for due in found))
        self.report(lines, [], as_json=options["json"], classes=classes)
