"""The ledger looks at itself: the outcome of each audit is an entry of its own."""

import json
from dataclasses import dataclass
from datetime import datetime

from core import ledger
from core.models import LedgerEntry
from core.sealing import tree_size, verify_ledger

VERB, SUBJECT = "self_audit", "ledger"


@dataclass(frozen=True)
class LedgerAudit:
    """What an audit of the whole ledger found; nothing when everything holds."""

    at: datetime
    size: int
    findings: tuple[str, ...]


def audit_ledger(*, now: datetime) -> LedgerAudit:
    """Recompute the tree from all entries and write the outcome to the ledger."""
    size, findings = tree_size(), tuple(verify_ledger())
    details = {"size": size, "findings": list(findings)}
    act = ledger.Act(
        verb=VERB, subject_type=SUBJECT, subject_id=SUBJECT, actor="system", details=details
    )
    ledger.record(act, now=now)
    return LedgerAudit(now, size, findings)


def last_audit() -> LedgerAudit | None:
    """Return the outcome of the last audit, if there was one."""
    row = LedgerEntry.objects.filter(subject_id=SUBJECT, verb=VERB).order_by("-number").first()
    if row is None:
        return None
    details = json.loads(row.body)["details"]
    return LedgerAudit(row.at, details["size"], tuple(details["findings"]))
