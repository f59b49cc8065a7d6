"""The ledger looks at itself."""

from prefect import flow

from archive.services.self_auditing import self_audit
from core.clock import now
from core.sealing import make_checkpoint, seal_entries
from workflows.steps import Lines, Outcome, in_turn


@flow(name="ledger-audit")
async def ledger_audit() -> Lines:
    """Sign the head of the ledger, then compare everything with its proofs."""
    return await in_turn(checkpoint=_checkpoint, audit=_audit)


def _checkpoint() -> Outcome:
    while seal_entries():
        pass
    head = make_checkpoint(now=now())
    return Outcome([f"checkpoint {head.size} {head.root}"] if head else [])


def _audit() -> Outcome:
    found = self_audit(now=now())
    return Outcome([f"{found.size} entries and all rows compared"], list(found.findings))
