"""Read and compare a share of the store, repair what is damaged from the second copy."""

import sys
from argparse import ArgumentParser
from typing import Any

from archive.services.fixity import check_fixity
from core.clock import now
from core.management.reporting import ReportingCommand

EVERY = 100


class Command(ReportingCommand):
    """One line a finding; exits non-zero when an object has no good copy any more."""

    help = "Kiểm tra tính toàn vẹn của kho và tự sửa từ bản thứ hai"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much to check."""
        super().add_arguments(parser)
        parser.add_argument("--all", action="store_true", help="the whole rest of the round")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check and report."""
        quiet = options["json"]
        found = check_fixity(
            now=now(), whole=options["all"], progress=None if quiet else self._progress
        )
        lost = [line for line in found.findings if "repaired" not in line]
        done = [line for line in found.findings if line not in lost]
        done.append(f"{found.checked} of {found.total} objects checked in this round")
        self.report(
            done, lost, as_json=quiet, checked=found.checked, repaired=found.repaired,
            copied=found.copied, lost=found.lost, finished=found.finished_at is not None,
        )  # fmt: skip

    def _progress(self, at: int, of: int) -> None:
        if at % EVERY == 0 or at == of:
            sys.stderr.write(f"\r{at}/{of}")
            sys.stderr.flush()
