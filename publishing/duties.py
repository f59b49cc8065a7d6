"""How an agency stands with each kind of information it owes: pure facts in, a standing out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from approvals.rulepacks import Category

Standing = Literal["missing", "late", "stale", "fresh"]
MISSING: Final = "missing"
LATE: Final = "late"
STALE: Final = "stale"
FRESH: Final = "fresh"


@dataclass(frozen=True)
class Held:
    """What is online of one kind: how many, the newest, and how many came after their term."""

    online: int = 0
    newest_at: datetime | None = None
    late: int = 0

    def __add__(self, other: "Held") -> "Held":
        newest = max(filter(None, (self.newest_at, other.newest_at)), default=None)
        return Held(self.online + other.online, newest, self.late + other.late)


@dataclass(frozen=True)
class UnderWay:
    """What is being prepared or decided of one kind, and how much of it is past its term."""

    items: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Cell:
    """One kind of information of one agency, and how it stands."""

    category: Category
    held: Held
    under_way: UnderWay
    standing: Standing

    @property
    def met(self) -> bool:
        """Tell whether the duty is met: something is online, new enough, and nothing is overdue."""
        return self.standing == FRESH


def standing(category: Category, held: Held, under_way: UnderWay, *, now: datetime) -> Standing:
    """Say how a kind of information stands.

    Late comes before the rest: what waits past its term is a breach today. Fresh means present
    where the law sets no age.
    """
    if under_way.overdue:
        return LATE
    if not held.online or held.newest_at is None:
        return MISSING
    aged = category.fresh_days and held.newest_at < now - timedelta(days=category.fresh_days)
    return STALE if aged else FRESH


def score(cells: Iterable[Cell]) -> tuple[int, int]:
    """Return how many duties are met, of how many."""
    counted = list(cells)
    return sum(cell.met for cell in counted), len(counted)
