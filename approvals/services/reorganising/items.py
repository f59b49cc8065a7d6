"""Items on their way go on with the successor; contents, words and decisions stay as they are."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from approvals.models import RouteVersion, Submission, Timer, Turn
from approvals.policies import Actor
from approvals.selectors.reorganising import RUNNING, leaving
from core import ledger
from core.models import Unit

if TYPE_CHECKING:
    from approvals.services.reorganising.moving import Run

BATCH = 2000


@dataclass(frozen=True)
class Item:
    """What of an item a move looks at and writes."""

    pk: uuid.UUID
    reference: str
    version: int
    unit_id: int
    unit: str
    route_version_id: int
    site: str
    author: str | None


COLUMNS = (
    *("pk", "reference", "version", "unit_id", "unit__code", "route_version_id", "site__code"),
    "created_by__username",
)
Places = dict[uuid.UUID, tuple[int, int]]


def held(keys: Iterable[uuid.UUID]) -> list[Item]:
    """Return the items, their rows held against everybody who would decide on them."""
    rows = Submission.objects.select_for_update(of=("self",)).filter(pk__in=list(keys))
    found: list[tuple[Any, ...]] = list(rows.order_by("pk").values_list(*COLUMNS))
    return [Item(*row) for row in found]


def move_items(run: "Run", units: dict[str, Unit], versions: dict[int, RouteVersion]) -> int:
    """Move the items of leaving units, and those of others whose route asks one."""
    running = Submission.objects.filter(state__in=RUNNING)
    mine = running.filter(unit__code__in=leaving(run.plan))
    asked = running.filter(route_version__in=list(versions))
    keys = sorted({*mine.values_list("pk", flat=True), *asked.values_list("pk", flat=True)})
    for start in range(0, len(keys), BATCH):
        _move(run, keys[start : start + BATCH], units, versions)
    return len(keys)


def _move(
    run: "Run",
    keys: list[uuid.UUID],
    units: dict[str, Unit],
    versions: dict[int, RouteVersion],
) -> None:
    # Rows that were decided on while we waited for them are no longer running: read again.
    held(keys)
    still = Submission.objects.filter(pk__in=keys, state__in=RUNNING)
    rows = held(still.values_list("pk", flat=True))
    gone = set(leaving(run.plan))
    run.keep("submission", [
        (row.pk, {"unit_id": row.unit_id, "route_version_id": row.route_version_id})
        for row in rows
    ])  # fmt: skip
    places: Places = {}
    for row in rows:
        unit = units[_target(run, row)].pk if row.unit in gone else row.unit_id
        version = versions.get(row.route_version_id)
        places[row.pk] = unit, version.pk if version else row.route_version_id
    write(places, now=run.now)
    sites = {row.pk: row.site for row in rows}
    _waiting(run, "turn", Turn, sites, gone)
    _waiting(run, "timer", Timer, sites, gone)
    note(rows, places, verb="move", row=run.row.pk, by=run.by, now=run.now)


def _target(run: "Run", row: Item) -> str:
    """An item goes with its author; where that says nothing, with its site."""
    return run.plan.people.get(row.author or "") or run.plan.target_of_site(row.site)


def write(places: Places, *, now: datetime) -> None:
    """Give items their unit and route version; whoever looked at the older version is told so."""
    groups: dict[tuple[int, int], list[uuid.UUID]] = {}
    for key, place in places.items():
        groups.setdefault(place, []).append(key)
    for (unit, version), keys in groups.items():
        Submission.objects.filter(pk__in=keys).update(
            unit=unit, route_version=version, version=F("version") + 1, updated_at=now
        )


def _waiting(
    run: "Run",
    table: str,
    model: type[Turn] | type[Timer],
    sites: Mapping[uuid.UUID, str],
    gone: set[str],
) -> None:
    """Let turns and timers await the successor of whom they awaited."""
    rows = model._default_manager.filter(submission__in=list(sites), unit__in=gone)  # noqa: SLF001
    found = list(rows.values_list("pk", "submission_id", "unit"))
    run.keep(table, [(key, {"unit": unit}) for key, _, unit in found])
    groups: dict[str, list[int]] = {}
    for key, item, _ in found:
        groups.setdefault(run.plan.target_of_site(sites[item]), []).append(key)
    for unit, keys in groups.items():
        model._default_manager.filter(pk__in=keys).update(unit=unit)  # noqa: SLF001


def note(
    rows: list[Item], places: Places, *, verb: str, row: int, by: Actor, now: datetime
) -> None:
    """Leave an entry for each item: to which unit it went, with which plan."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    acts = [
        ledger.Act(
            verb=verb,
            subject_type="submission",
            subject_id=str(one.pk),
            actor=by.name,
            details={
                "reference": one.reference,
                "unit": codes[places[one.pk][0]],
                "reorganisation": row,
                "version": one.version + 1,
            },
        )
        for one in rows
    ]
    if acts:
        ledger.record_many(acts, now=now)
