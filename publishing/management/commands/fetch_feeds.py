"""Make drafts of what is new in partners' feeds (twin of the flow of that name)."""

from typing import Any

from core.clock import now
from core.management.reporting import ReportingCommand
from publishing.services.partnering import fetch_feeds


class Command(ReportingCommand):
    """One line a feed: how many drafts, or why nothing came."""

    help = "Lấy tin mới từ nguồn của cơ quan khác thành bản nháp"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Fetch and report."""
        done, failed = fetch_feeds(now=now())
        self.report(done, failed, as_json=options["json"])
