"""Give committed entries their leaves and sign the head of the ledger."""

from typing import Any

from core.clock import now
from core.management.reporting import ReportingCommand
from core.sealing import make_checkpoint, seal_entries


class Command(ReportingCommand):
    """Repeatable: without new entries the last checkpoint stands."""

    help = "Chốt sổ cái: xếp bút toán mới vào cây và ký"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Seal until nothing waits, then sign."""
        sealed = 0
        while batch := seal_entries():
            sealed += batch
        head = make_checkpoint(now=now())
        lines = [f"checkpoint {head.size} {head.root}"] if head else []
        self.report(lines, [], as_json=options["json"], sealed=sealed)
