"""Look for approvals an auditor may want to read (twin of the nightly flow)."""

from typing import Any

from archive.services.outliers import find_outliers
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """Says up to which day it has looked; a first look at a long history takes a while."""

    help = "Tìm các lượt duyệt đáng xem lại"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look and report."""
        lines: list[str] = []
        found = find_outliers(now=now(), told=lambda day: lines.append(f"looked until {day}"))
        self.report([*lines, f"{found} found"], [], as_json=options["json"])
