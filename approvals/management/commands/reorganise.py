"""Run the reorganisations whose day has come (twin of the reorganise flow)."""

from typing import Any

from approvals.services.reorganising import run_due
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a plan; a plan that cannot run says why and waits for its administrator."""

    help = "Sắp xếp đơn vị: thực hiện các kế hoạch đã đến ngày"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run and report."""
        done, failed = run_due(now=now())
        self.report(done, failed, as_json=options["json"])
