"""Lock sealed records in the store for their retention period."""

from typing import Any

from archive.services.locking import lock_records
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a record; repeatable, never shortens."""

    help = "Khóa hồ sơ đã niêm phong trong kho đến hết thời hạn bảo quản"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lock and report."""
        done, failed = lock_records(now=now())
        self.report(done, failed, as_json=options["json"])
