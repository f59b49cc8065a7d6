"""Rows compared with what the ledger said of them when they were made, table by table."""

from collections.abc import Iterator

from django.db import connection

from archive.selectors.evidence.comparison import PURGED, Comparison
from archive.selectors.evidence.lost import LOST
from archive.selectors.evidence.statements import COMPARISONS

MOST_NAMED = 100


def contradictions() -> Iterator[str]:
    """Name each row that says something else than its evidence, with the columns that differ.

    Then each entry of the ledger whose row is gone. At most 100 of each kind.
    """
    with connection.cursor() as cursor:
        for comparison in COMPARISONS:
            cursor.execute(_statement(comparison))
            for key, wrong in cursor.fetchall():
                columns = ", ".join(sorted(wrong))
                yield f"{comparison.table} {key}: {columns} not as {comparison.witness}"
        for table, statement in LOST.items():
            cursor.execute(f"{statement} LIMIT {MOST_NAMED}")
            for number, subject in cursor.fetchall():
                yield f"{table}: the row of ledger entry {number} ({subject}) is missing"


def _statement(comparison: Comparison) -> str:
    tests = ", ".join(
        f"CASE WHEN ({kept}) IS DISTINCT FROM ({said}){_unless_purged(comparison, name)}"
        f" THEN '{name}' END"
        for name, (kept, said) in comparison.pairs.items()
    )
    return (
        f"SELECT key, wrong FROM (SELECT {comparison.key}::text AS key,"  # noqa: S608  our own words
        f" array_remove(ARRAY[{tests}], NULL) AS wrong FROM {comparison.rows}) compared"
        f" WHERE cardinality(wrong) > 0 ORDER BY key LIMIT {MOST_NAMED}"
    )


def _unless_purged(comparison: Comparison, name: str) -> str:
    if name not in comparison.erasable:
        return ""
    return f" AND NOT {PURGED.format(item=comparison.item)}"
