"""The ledger as auditors read it: newest entries first, and the state of its proofs."""

from dataclasses import dataclass

from django.db.models import Count, Max

from core.ledger_audit import LedgerAudit, last_audit
from core.models import LedgerCheckpoint, LedgerEntry
from core.sealing import latest_checkpoint, tree_size, verifier_key

PAGE = 50


@dataclass(frozen=True)
class LedgerState:
    """Where the ledger stands."""

    size: int
    waiting: int
    checkpoint: LedgerCheckpoint | None
    key: str
    audit: LedgerAudit | None


def ledger_state() -> LedgerState:
    """Return how far the ledger is sealed, signed and audited."""
    newest = LedgerEntry.objects.aggregate(newest=Max("leaf__entry_id"))["newest"] or 0
    late = LedgerEntry.objects.filter(number__gt=newest, leaf=None)
    return LedgerState(
        size=tree_size(),
        waiting=late.aggregate(waiting=Count("number"))["waiting"],
        checkpoint=latest_checkpoint(),
        key=verifier_key(),
        audit=last_audit(),
    )


def newest_entries(before: int | None) -> tuple[list[LedgerEntry], int | None]:
    """Return a page of entries, newest first, and the number the next page begins before."""
    rows = LedgerEntry.objects.select_related("leaf").order_by("-number")
    if before:
        rows = rows.filter(number__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None
