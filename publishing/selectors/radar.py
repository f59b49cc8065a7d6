"""How agencies stand with the information they owe, from kept counts: no item is looked at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from approvals.models import Submission
from approvals.rulepacks import Category, RulePack, pack_in_force
from core.clock import in_vietnam
from core.models import Site, Unit
from publishing.duties import Cell, Held, UnderWay, score, standing
from publishing.models import Holding

MAIN, ENGLISH = "vi", "en"
UNDER_WAY = ("draft", "submitted", "returned", "reviewed", "approved")
_COMMUNES = ("Ủy ban nhân dân xã", "Ủy ban nhân dân phường", "Ủy ban nhân dân đặc khu", "UBND xã",
             "UBND phường", "UBND đặc khu")  # fmt: skip
Key = tuple[int, str]


@dataclass(frozen=True)
class Radar:
    """One agency and every kind of information it owes; `english` is what must be in English too.

    English is owed by the agency that runs the portal.
    """

    unit: Unit
    kind: str
    cells: tuple[Cell, ...]
    english: tuple[tuple[Category, Held], ...]

    @property
    def met(self) -> int:
        """Return how many duties are met."""
        return score(self.cells)[0]

    @property
    def owed(self) -> int:
        """Return how many duties there are."""
        return len(self.cells)

    @property
    def percent(self) -> int:
        """Return the share of duties that are met."""
        return round(100 * self.met / self.owed) if self.owed else 100

    def counted(self, name: str) -> int:
        """Return how many kinds of information stand that way."""
        return sum(cell.standing == name for cell in self.cells)


@dataclass(frozen=True)
class _Found:
    """What was read for all agencies at once."""

    pack: RulePack
    held: dict[tuple[int, str, str], Held]
    under_way: dict[Key, UnderWay]


def kind_of(unit: Unit) -> str:
    """Return whether the agency is the province, a commune or a department.

    What administrators set stands first; else the place in the tree and the name tell.
    """
    level: str = getattr(unit, "level", "")
    if level:
        return level
    if unit.parent_id is None:
        return "province"
    return "commune" if unit.name.startswith(_COMMUNES) else "department"


def radars(
    units: Sequence[Unit], *, now: datetime, sites: Iterable[Site] | None = None
) -> list[Radar]:
    """Return the radar of each agency; with `sites` only what stands on those sites counts.

    Three questions whatever the number of agencies and items.
    """
    pack = pack_in_force(in_vietnam(now).date())
    rows = Holding.objects.filter(unit__in=units)
    if sites is not None:
        rows = Holding.objects.filter(site__in=sites)
    held = _held(rows, by_site=sites is not None)
    under_way = _under_way(units, now=now) if sites is None else {}
    portals = set(Site.objects.filter(kind=Site.Kind.PORTAL).values_list("unit", flat=True))
    found = _Found(pack, held, under_way)
    return [_radar(unit, found, portal=unit.pk in portals, now=now) for unit in units]


def _radar(unit: Unit, found: "_Found", *, portal: bool, now: datetime) -> Radar:
    kind, pack, held = kind_of(unit), found.pack, found.held
    asked = pack.english.categories if portal else ()
    english = tuple(
        (pack.categories[code], held.get((unit.pk, code, ENGLISH), Held())) for code in asked
    )
    cells = []
    for category in pack.duties_of(kind):
        mine = held.get((unit.pk, category.code, MAIN), Held())
        if category.generated:
            mine = _generated(category, english, now=now)
        doing = found.under_way.get((unit.pk, category.code), UnderWay())
        cells.append(Cell(category, mine, doing, standing(category, mine, doing, now=now)))
    return Radar(unit, kind, tuple(cells), english)


def _generated(
    category: Category, english: tuple[tuple[Category, Held], ...], *, now: datetime
) -> Held:
    """Return what the platform makes itself: the list always, English once all of it is there."""
    if category.code == "english-version":
        there = [held for _, held in english if held.online]
        newest = max((held.newest_at for held in there if held.newest_at), default=None)
        return Held(len(there), newest) if len(there) == len(english) else Held()
    return Held(1, now)


def _held(rows: Iterable[Holding], *, by_site: bool) -> dict[tuple[int, str, str], Held]:
    found: dict[tuple[int, str, str], Held] = defaultdict(Held)
    columns = ("site__unit_id" if by_site else "unit_id", "category", "language")
    counted = rows.values_list(*columns, "online", "newest_at", "late")  # type: ignore[attr-defined]
    for unit, category, language, online, newest_at, late in counted:
        found[unit, category, language] += Held(online, newest_at, late)
    return dict(found)


def _under_way(units: Sequence[Unit], *, now: datetime) -> dict[Key, UnderWay]:
    rows = Submission.objects.filter(unit__in=units, state__in=UNDER_WAY).order_by()
    overdue = Q(posting_term__due_at__lt=now)
    counted = rows.values_list("unit_id", "category").annotate(
        n=Count("pk"), late=Count("pk", filter=overdue)
    )
    return {(unit, category): UnderWay(n, late) for unit, category, n, late in counted}
