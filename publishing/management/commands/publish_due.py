"""Publish what is due, release bundles, expire, finish what broke off, tell of what is late."""

from typing import Any

from core.clock import now
from core.management.reporting import ReportingCommand
from publishing.services.alarms import alarm_late
from publishing.services.publishing import clear_recalled, publish_due
from publishing.services.purging import send_due
from publishing.services.reading_files import read_files_due
from publishing.services.releasing import release_due
from publishing.services.takedown import expire_due, sweep_stale


class Command(ReportingCommand):
    """The twin of the publish sweep."""

    help = "Đăng các mục đã đến giờ; gỡ mục hết hạn; hoàn tất việc dở dang"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the sweep once and report."""
        done, failed = publish_due(now=now())
        released, unreleased = release_due(now=now())
        done += [*released, *expire_due(now=now()), *sweep_stale(), *clear_recalled(now=now())]
        done += read_files_due()
        failed += [*unreleased, *alarm_late(now=now())]
        done += send_due(now=now())
        self.report(done, failed, as_json=options["json"])
