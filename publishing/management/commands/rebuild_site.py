"""Write a site, or all of them, anew from what was approved."""

from argparse import ArgumentParser
from typing import Any

from core.management.reporting import ReportingCommand
from core.models import Site
from publishing.services.rebuilding import rebuild_site

STEP = 500


class Command(ReportingCommand):
    """Shows progress on stderr every few hundred pages."""

    told = 0
    help = "Dựng lại các trang tĩnh từ nội dung đã duyệt"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --site and --json."""
        super().add_arguments(parser)
        parser.add_argument("--site", default="", help="mã trang; bỏ trống là tất cả")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rebuild and report one line a site."""
        sites = Site.objects.select_related("unit__parent")
        if options["site"]:
            sites = sites.filter(code=options["site"])
        failed = [] if sites.exists() else [f"{options['site']}: no such site"]
        lines = []
        for site in sites:
            count = rebuild_site(site, progress=self._progress)
            lines.append(f"{site.code}: {count} items")
        self.report(lines, failed, as_json=options["json"])

    def _progress(self, done: int, total: int) -> None:
        if done // STEP != self.told or done == total:
            self.told = done // STEP
            self.stderr.write(f"{done}/{total}")
