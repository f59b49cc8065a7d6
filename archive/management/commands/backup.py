"""Back up, copy to the second store, clear what has lived its time (twin of the backup flow)."""

from typing import Any

from archive.services.nightly import keep_safe
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """Prints the folder of the new backup, and a line a step."""

    help = "Sao lưu cơ sở dữ liệu và kho lưu trữ, chép sang kho thứ hai"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Back up and report."""
        night = keep_safe(now=now())
        folder = night.backup.folder if night.backup else ""
        self.report(night.done, night.failed, as_json=options["json"], folder=folder)
