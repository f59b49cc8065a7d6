"""Restore a backup: a dump into an empty database, or everything into this empty machine."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.services.restoring import restore, restore_from_store
from core.clock import VIETNAM
from core.errors import DomainError
from core.management.reporting import ReportingCommand

HERE = "here"


class Command(ReportingCommand):
    """One line a table; ledger entries newer than the dump are replayed and listed."""

    help = "Phục hồi một bản sao lưu vào cơ sở dữ liệu trống, hoặc toàn bộ vào máy trống"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the backup and the target."""
        super().add_arguments(parser)
        parser.add_argument(
            "--from", dest="backup", required=True, help="a backup's folder, or file:// or s3://…"
        )
        parser.add_argument(
            "--into", required=True, help="postgresql://… (empty), or `here`: this empty DUYET_HOME"
        )
        parser.add_argument("--identity", type=Path, help="file with the age key")
        parser.add_argument("--name", default="", help="generation in the second store (newest)")
        parser.add_argument(
            "--until", type=_moment, help="moment to restore to, with `here` (default: the last)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore and report."""
        try:
            if options["into"] == HERE:
                self._here(options)
            else:
                self._dump(options)
        except DomainError as failed:
            reason = failed.params.get("reason", "")
            self.report([], [f"{failed.code} {reason}".strip()], as_json=options["json"])

    def _dump(self, options: dict[str, Any]) -> None:
        source, into = options["backup"], options["into"]
        if "://" in source:
            found = restore_from_store(source, options["identity"], into=into, name=options["name"])
        else:
            found = restore(Path(source), into=into)
        lines = [f"{name} {count} rows" for name, count in found.tables.items()]
        lines += [f"{found.objects} objects put back into the store"] if found.objects else []
        lines += [f"replayed from the store, to be done again: {line}" for line in found.replayed]
        self.report(
            lines, list(found.findings), as_json=options["json"], replayed=list(found.replayed)
        )

    def _here(self, options: dict[str, Any]) -> None:
        from archive.services.recovery import restore_here  # noqa: PLC0415 - a machine-room tool
        from archive.services.vault import opened_vault  # noqa: PLC0415

        vault = opened_vault(options["backup"], options["identity"])
        done = restore_here(vault, until=options["until"])
        lines = [
            f"server from {done.base} and {done.segments} segments of its log",
            f"last commit that came back: {done.until}",
            f"ledger: {done.ledger_size} entries, head {done.ledger_root}",
            f"{done.objects} objects put back into the store",
            *(f"key put back: {name}" for name in done.keys),
            f"{done.seconds:.1f} s",
        ]
        self.report(lines, done.findings, as_json=options["json"], until=done.until)


def _moment(text: str) -> datetime:
    """Read a moment; one without an offset is Vietnam's."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
