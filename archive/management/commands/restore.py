"""Restore a backup into an empty database and compare it with what was backed up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from archive.services.restoring import restore
from core.errors import DomainError
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a table; ledger entries newer than the dump are replayed and listed."""

    help = "Phục hồi một bản sao lưu vào cơ sở dữ liệu trống"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the backup and the target."""
        super().add_arguments(parser)
        parser.add_argument("--from", dest="backup", type=Path, required=True)
        parser.add_argument("--into", required=True, help="postgresql://…, an empty database")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore and report."""
        try:
            found = restore(options["backup"], into=options["into"])
        except DomainError as failed:
            reason = failed.params.get("reason", "")
            self.report([], [f"{failed.code} {reason}".strip()], as_json=options["json"])
            return
        lines = [f"{name} {count} rows" for name, count in found.tables.items()]
        lines += [f"replayed from the store, to be done again: {line}" for line in found.replayed]
        self.report(
            lines, list(found.findings), as_json=options["json"], replayed=list(found.replayed)
        )
