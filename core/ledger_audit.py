"""The ledger looks at itself: the outcome of each audit is an entry of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import ledger
from core.models import LedgerEntry

VERB, SUBJECT = "self_audit", "ledger"
MOST_NAMED = 200


@dataclass(frozen=True)
class LedgerAudit:
    """What an audit of the whole ledger found; nothing when everything holds."""

    at: datetime
    size: int
    findings: tuple[str, ...]
    more: Mapping[str, Any] = field(default_factory=dict)


def keep_audit(
    findings: Sequence[str], *, size: int, now: datetime, more: Mapping[str, Any] | None = None
) -> LedgerAudit:
    """Write the outcome of an audit to the ledger; beyond 200 findings it says how many more."""
    named = list(findings[:MOST_NAMED])
    if len(findings) > MOST_NAMED:
        named.append(f"and {len(findings) - MOST_NAMED} more")
    details = {"size": size, "findings": named, **(more or {})}
    act = ledger.Act(
        verb=VERB, subject_type=SUBJECT, subject_id=SUBJECT, actor="system", details=details
    )
    ledger.record(act, now=now)
    return LedgerAudit(now, size, tuple(named), more or {})


def last_audit() -> LedgerAudit | None:
    """Return the outcome of the last audit, if there was one."""
    return next(iter(audits(1)), None)


def audits(limit: int) -> list[LedgerAudit]:
    """Return the outcomes of the last audits, newest first."""
    rows = LedgerEntry.objects.filter(subject_id=SUBJECT, verb=VERB).order_by("-number")
    return [_told(row) for row in rows[:limit]]


def _told(row: LedgerEntry) -> LedgerAudit:
    details = json.loads(row.body)["details"]
    size, findings = details.pop("size"), details.pop("findings")
    return LedgerAudit(row.at, size, tuple(findings), details)
