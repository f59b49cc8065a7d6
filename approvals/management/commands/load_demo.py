"""Load the demo province named by DUYET_PROVINCE, with its accounts."""

import io
from typing import Any

from django.conf import settings
from django.core.management import call_command

from approvals.services.demo import PROVINCES, load_province
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """Repeatable: what is already there stays as it is."""

    help = "Tải dữ liệu mẫu của tỉnh (DUYET_PROVINCE)"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and report the new accounts."""
        path = PROVINCES[settings.DUYET_PROVINCE]
        lines = load_province(path, password=settings.DEMO_PASSWORD, now=now())
        call_command("demo_signing", stdout=io.StringIO())  # archive's: named, never imported
        self.report(lines, [], as_json=options["json"])
