"""The ledger's self-audit: recompute everything, keep the result where auditors see it."""

from typing import Any

from core.clock import now
from core.ledger_audit import audit_ledger
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a finding; exits non-zero when anything does not hold."""

    help = "Tự kiểm tra sổ cái: tính lại cây Merkle từ mọi bút toán"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Audit and report."""
        result = audit_ledger(now=now())
        lines = [] if result.findings else [f"{result.size} entries hold"]
        self.report(lines, list(result.findings), as_json=options["json"], size=result.size)
