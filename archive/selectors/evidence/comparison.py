"""What one comparison of rows with their evidence is made of."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """One table, its rows joined with their evidence, and pairs that must be equal."""

    table: str
    key: str
    rows: str
    pairs: Mapping[str, tuple[str, str]]
    witness: str = "in the ledger"
