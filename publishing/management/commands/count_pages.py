"""Add the page views of the log to the daily totals (twin of the flow of that name)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from core.management.reporting import ReportingCommand
from publishing.services.counting import count_pages


class Command(ReportingCommand):
    """One line a site and day."""

    help = "Cộng lượt xem trang vào số theo ngày; không lưu gì về người xem"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another log, such as the one that nginx has put aside."""
        super().add_arguments(parser)
        parser.add_argument("--log", type=Path, help="a log of page views; default: PAGE_LOG")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count and report."""
        self.report(count_pages(log=options["log"]), [], as_json=options["json"])
