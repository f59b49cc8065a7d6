"""What proves the rows of each table, and which rows contradict it."""

from archive.selectors.evidence.comparing import contradictions
from archive.selectors.evidence.tables import CENSUS, COMPARED, LEDGER, NO_EVIDENCE, Counted

__all__ = ["CENSUS", "COMPARED", "LEDGER", "NO_EVIDENCE", "Counted", "contradictions"]
