"""Take a year of the working calendar from a file, and say which deadlines move."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from approvals.selectors.people import SYSTEM
from approvals.services.calendars import import_calendar
from core.calendar_files import CalendarFileInvalid, read_calendar
from core.clock import in_vietnam, now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """A line a change and a line a deadline that moves; --dry-run changes nothing."""

    help = "Nhập lịch làm việc từ tệp .toml, .csv hoặc .ics"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and --dry-run."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, import and report; exits non-zero with every line that is wrong."""
        path: Path = options["file"]
        try:
            file = read_calendar(path.name, path.read_bytes())
            changed = import_calendar(file, by=SYSTEM, now=now(), dry_run=options["dry_run"])
        except CalendarFileInvalid as invalid:
            self.report([], invalid.problems, as_json=options["json"])
            return
        except OSError as missing:
            raise CommandError(str(missing)) from missing
        moved = [
            f"{row.reference} {in_vietnam(row.before):%d/%m/%Y %H:%M} → "
            f"{in_vietnam(row.after):%d/%m/%Y %H:%M}"
            for row in changed.moved
        ]
        lines = [*changed.lines, *moved]
        self.report(lines, [], as_json=options["json"], dry_run=options["dry_run"])
