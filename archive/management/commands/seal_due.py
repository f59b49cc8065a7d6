"""Seal the record of everything that was published or refused (twin of the sealing flow)."""

from argparse import ArgumentParser
from typing import Any

from archive.services.sealing import LIMIT, seal_due
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line an item; a failure leaves the item due."""

    help = "Niêm phong hồ sơ lưu trữ đến hạn"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many at most."""
        super().add_arguments(parser)
        parser.add_argument("--limit", type=int, default=LIMIT)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Seal and report."""
        done, failed = seal_due(now=now(), limit=options["limit"])
        self.report(done, failed, as_json=options["json"])
