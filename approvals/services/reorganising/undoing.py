"""Taking a run back as a whole, while nothing has been decided since."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from approvals.models import (
    Mandate,
    Moved,
    Reorganisation,
    RouteVersion,
    Timer,
    Turn,
)
from approvals.policies import Actor
from approvals.selectors.reorganising import (
    built_upon,
    decided_since,
    reorganisation_of,
    sites_with_items,
)
from approvals.services import sites as site_service
from approvals.services.reorganising import items, rerouting
from approvals.services.reorganising.planning import State, locked, note
from core.errors import WrongState
from core.models import RoleAssignment, Site, Unit

# In this order: who holds what before the units they hold it in.
PLAIN: tuple[tuple[str, type[Model]], ...] = (
    ("timer", Timer),
    ("turn", Turn),
    ("mandate", Mandate),
    ("role", RoleAssignment),
)


def roll_back(key: int, *, by: Actor, now: datetime) -> Reorganisation:
    """Make everything again as it was before the run; a second call changes nothing.

    Raises WrongState where it was not run, where something of what it moved was decided since, or
    a later reorganisation builds upon it.
    """
    reorganisation_of(key, by)
    with transaction.atomic():
        row = locked(key)
        if row.status == State.ROLLED_BACK:
            return row
        if row.status != State.DONE:
            raise WrongState("REORGANISATION_STATE", verb="roll_back", state=row.status)
        if built_upon(row):
            raise WrongState("REORGANISATION_BUILT_UPON")
        if decided := decided_since(row):
            raise WrongState("REORGANISATION_DECIDED", n=decided)
        _items(row, by=by, now=now)
        for table, model in PLAIN:
            _restore(row, table, model)
        _routes(row, now=now)
        row.successions.all().delete()
        _sites(row, by=by, now=now)
        _restore(row, "unit", Unit)
        row.status, row.rolled_back_at, row.rolled_back_by_id = State.ROLLED_BACK, now, by.id
        row.save(update_fields=["status", "rolled_back_at", "rolled_back_by"])
        note("roll_back_reorganisation", row, by=by, now=now)
    return row


def _kept(row: Reorganisation, table: str) -> list[Moved]:
    """Return what the run noted of a kind of rows, the last first."""
    return list(row.moved.filter(table=table).order_by("-id"))


def _restore(row: Reorganisation, table: str, model: type[Model]) -> None:
    """Make rows again what they were, the last change first; equal ones in one statement."""
    groups: dict[str, list[str]] = {}
    for kept in _kept(row, table):
        groups.setdefault(json.dumps(kept.before, sort_keys=True), []).append(kept.key)
    for before, keys in groups.items():
        rows: Any = model._default_manager.filter(pk__in=keys)  # noqa: SLF001
        values = json.loads(before)
        if values is None:
            rows.delete()
        else:
            rows.update(**values)


def _items(row: Reorganisation, *, by: Actor, now: datetime) -> None:
    before = {uuid.UUID(kept.key): kept.before or {} for kept in _kept(row, "submission")}
    places = {key: (was["unit_id"], was["route_version_id"]) for key, was in before.items()}
    rows = items.held(places)
    items.write(places, now=now)
    items.note(rows, places, verb="move_back", row=row.pk, by=by, now=now)


def _routes(row: Reorganisation, *, now: datetime) -> None:
    """Lay again, as the newest version, what was the newest before: versions are only added."""
    olds = RouteVersion.objects.filter(pk__in=[kept.key for kept in _kept(row, "route")])
    newest: dict[int, RouteVersion] = {}
    for version in olds.select_related("route").order_by("number"):
        newest[version.route_id] = version
    for version in newest.values():
        rerouting.lay_again(now, version)


def _sites(row: Reorganisation, *, by: Actor, now: datetime) -> None:
    for kept in _kept(row, "site"):
        site = Site.objects.get(pk=kept.key)
        for name, value in (kept.before or {}).items():
            setattr(site, name, value)
        site_service.note_version(site, by=by, now=now, verb="reorganise_site")
    units = Unit.objects.filter(code__in=row.plan["sources"])
    moved = [kept.key for kept in _kept(row, "site")]
    wanted = Q(pk__in=sites_with_items(units)) | Q(unit__in=units)
    others = Site.objects.filter(wanted).exclude(pk__in=moved)
    for site in others:
        site_service.note_version(site, by=by, now=now, verb="reorganise_site")
