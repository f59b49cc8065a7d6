"""What the self-audits and the fixity rounds found, for the reading room."""

from dataclasses import dataclass

from archive.models import Disposal, FixityRound, LegalHold
from core.ledger_audit import LedgerAudit, audits
from core.models import LedgerCheckpoint
from core.sealing import latest_checkpoint
from core.storage import mirror_store
from core.witnessing import newest_cosigned

SHOWN = 10


@dataclass(frozen=True)
class LedgerWatch:
    """The last self-audits, and how many entries an outside witness has seen."""

    audits: tuple[LedgerAudit, ...]
    head: LedgerCheckpoint | None
    cosigned: LedgerCheckpoint | None


@dataclass(frozen=True)
class StoreState:
    """How far the present fixity round is, the last ones, and what is held or to be destroyed."""

    rounds: tuple[FixityRound, ...]
    mirrored: bool
    held: int
    open_lists: int

    @property
    def percent(self) -> int:
        """How much of the newest round is done."""
        newest = self.rounds[0] if self.rounds else None
        if newest is None or not newest.total:
            return 0
        return min(100, 100 * newest.checked // newest.total)


def ledger_watch() -> LedgerWatch:
    """Return what the reading room shows of audits and witnesses."""
    return LedgerWatch(tuple(audits(SHOWN)), latest_checkpoint(), newest_cosigned())


def store_state() -> StoreState:
    """Return what the reading room shows of the store."""
    open_ones = (Disposal.State.PROPOSED, Disposal.State.CONFIRMED)
    return StoreState(
        rounds=tuple(FixityRound.objects.all()[:SHOWN]),
        mirrored=mirror_store() is not None,
        held=LegalHold.objects.filter(lifted_at=None).count(),
        open_lists=Disposal.objects.filter(standing__in=open_ones).count(),
    )
