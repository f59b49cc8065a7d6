"""The daily self-audit: ledger, rows, store and heads compared, the outcome kept in the ledger."""

from datetime import datetime

from django.db import connection, transaction

from archive.selectors.evidence import contradictions
from archive.services import census
from core.ledger_audit import LedgerAudit, keep_audit
from core.ledger_checks import verify_ledger
from core.monitoring import remembered_heads
from core.sealing import tree_size
from core.storage import default_store
from core.witnessing import wrong_cosignatures


def self_audit(*, now: datetime) -> LedgerAudit:
    """Compare everything the installation holds with its proofs; each finding names table and row.

    The ledger with its copies and heads, every row that has evidence, the fingerprints of the
    others. Reads one moment of the database; changes nothing but the entry about itself.
    """
    store = default_store()
    with transaction.atomic():
        if not connection.savepoint_ids:
            _one_moment()
        size = tree_size()
        findings = verify_ledger(store=store, heads=remembered_heads())
        findings += wrong_cosignatures()
        findings += contradictions()
        wrong, reached = census.compare(store)
        findings += wrong
        more = census.take(store, reached, now=now)
    return keep_audit(findings, size=size, now=now, more=more)


def _one_moment() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
