"""What one comparison of rows with their evidence is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

# A purge is an act in the ledger like any other.
PURGED = (
    "EXISTS (SELECT FROM core_ledgerentry p WHERE p.subject_id = ({item})::text"
    " AND p.subject_type = 'submission' AND p.verb = 'purge')"
)

# Where a reorganisation of units put the item, the last time it did; nothing where none did.
MOVED_TO = (
    "(SELECT p.body::jsonb -> 'details' ->> 'unit' FROM core_ledgerentry p"
    " WHERE p.subject_id = ({item})::text AND p.subject_type = 'submission'"
    " AND p.verb IN ('move', 'move_back') ORDER BY p.number DESC LIMIT 1)"
)


@dataclass(frozen=True)
class Comparison:
    """One table, its rows joined with their evidence, and pairs that must be equal.

    A purge takes the words out of what is about `item` (SQL): `erasable` pairs then say nothing.
    """

    table: str
    key: str
    rows: str
    pairs: Mapping[str, tuple[str, str]]
    witness: str = "in the ledger"
    item: str = ""
    erasable: frozenset[str] = frozenset()


def detail(name: str) -> str:
    """Return the SQL of one detail of the entry `said`."""
    return f"said -> 'details' ->> '{name}'"
