"""Export a year's records as a folder that opens without a server and verifies by itself."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from archive.services.yearly import ExportExists, export_year
from core.clock import in_vietnam, now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """Prints where the export lies and the hash that the ledger keeps; names what failed."""

    help = "Xuất hồ sơ lưu trữ của một năm: HTML tĩnh, PDF, JSON, mã băm"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take year and folder."""
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, help="default: last year")
        parser.add_argument("--into", type=Path, help="a folder that does not exist yet")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Export and report."""
        moment, quiet = now(), options["json"]
        year = options["year"] or in_vietnam(moment).year - 1
        try:
            made = export_year(
                year, now=moment, into=options["into"], progress=None if quiet else self._progress
            )
        except ExportExists as refusal:
            self.report([], [f"{refusal.code} {options['into']}"], as_json=quiet)
            return
        line = f"{made.folder} {made.records} records SHA256SUMS {made.sums_sha256}"
        self.report([line], list(made.failed), as_json=quiet, records=made.records)

    def _progress(self, at: int, of: int) -> None:
        sys.stderr.write(f"\r{at}/{of}")
        if at == of:
            sys.stderr.write("\n")
        sys.stderr.flush()
