"""Back the database up, with the list of what the store holds (twin of the backup flow)."""

from typing import Any

from archive.services.backups import backup
from archive.services.databases import DatabaseCommandFailed
from core.clock import now
from core.errors import DomainError
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """Prints the folder of the new backup."""

    help = "Sao lưu cơ sở dữ liệu và danh mục kho lưu trữ"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Back up and report."""
        try:
            made = backup(now=now())
        except DatabaseCommandFailed as failed:
            self.report([], [f"{failed.code} {failed.params['reason']}"], as_json=options["json"])
        except DomainError as failed:
            self.report([], [f"{failed.code} {failed.params}"], as_json=options["json"])
        else:
            line = f"{made.folder} {made.dump_size} bytes, {made.store_objects} objects"
            self.report([line], [], as_json=options["json"], folder=made.folder)
