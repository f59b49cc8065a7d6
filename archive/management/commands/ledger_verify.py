"""The self-audit: compare everything with its proofs, keep the result where auditors see it."""

from typing import Any

from archive.services.self_auditing import self_audit
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a finding, with table and row; exits non-zero when anything does not hold."""

    help = "Tự kiểm tra: sổ cái, từng dòng dữ liệu và kho so với bằng chứng của chúng"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Audit and report."""
        result = self_audit(now=now())
        lines = [] if result.findings else [f"{result.size} entries hold"]
        self.report(lines, list(result.findings), as_json=options["json"], size=result.size)
