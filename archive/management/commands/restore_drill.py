"""Restore the newest backup into a scratch database and compare (twin of the drill flow)."""

from typing import Any

from archive.services.drills import restore_drill
from core.clock import now
from core.errors import DomainError
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """Fails loudly: one line a finding."""

    help = "Diễn tập phục hồi bản sao lưu mới nhất"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Drill and report."""
        try:
            drill = restore_drill(now=now())
        except DomainError as failed:
            self.report([], [failed.code], as_json=options["json"])
            return
        line = f"{drill.backup.folder} restored and equal in {drill.seconds:.1f} s"
        lines = [line] if drill.passed else []
        self.report(lines, list(drill.findings), as_json=options["json"], seconds=drill.seconds)
