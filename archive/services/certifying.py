"""The certificate of destruction: what there was, under which hashes, who decided, what remains."""

from datetime import datetime
from typing import Any

from approvals.policies import Actor
from archive.models import Disposal, DisposalItem
from archive.selectors.proofs import entries_of
from core.canonical import canonical_bytes, sha256_hex
from core.clock import in_vietnam
from core.storage import default_store, mirror_store

FORMAT = "duyet/disposal/1"


def certify(found: Disposal, *, by: Actor, now: datetime) -> tuple[str, str]:
    """Write the certificate of a list into both stores; returns its key and its SHA-256.

    Titles are not in it: who reads it later learns which record there was, not what it said.
    """
    told = {
        "format": FORMAT,
        "disposal": str(found.pk),
        "proposed": {"by": str(found.proposed_by), "at": _moment(found.proposed_at)},
        "decided": {"by": str(found.decided_by), "at": _moment(found.decided_at)},
        "carried_out": {"by": by.name, "at": _moment(now)},
        "reason_salted_sha256": found.reason.salted_hash,
        "decision_salted_sha256": found.decision.salted_hash if found.decision else "",
        "records": [_record(i) for i in found.items.select_related("record__submission")],
    }
    data = canonical_bytes(told)
    digest = sha256_hex(data)
    key = f"disposals/{found.pk}/certificate-{digest[:12]}.json"
    for store in filter(None, (default_store(), mirror_store())):
        store.put_once(key, data, media_type="application/json")
    return key, digest


def _record(item: DisposalItem) -> dict[str, Any]:
    record = item.record
    return {
        "record": str(record.pk),
        "reference": record.submission.reference,
        "outcome": record.outcome,
        "retention": item.period,
        "basis": item.basis,
        "due_since": item.due_since.isoformat(),
        "destroyed_at": _moment(item.destroyed_at),
        "spared": item.spared,
        "content_hash": record.content_hash,
        "manifest_sha256": record.manifest_hash,
        "files": record.files,
        "sealed_at": _moment(record.sealed_at),
        "ledger_entries": list(entries_of(record.pk).values_list("number", flat=True)),
    }


def _moment(at: datetime | None) -> str:
    return in_vietnam(at).isoformat(timespec="seconds") if at else ""
