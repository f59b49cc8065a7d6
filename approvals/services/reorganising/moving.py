"""What a run moves, each kind of row in one step; every row is noted as it was before."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q

from approvals.models import Mandate, Moved, Reorganisation, Succession
from approvals.policies import Actor
from approvals.selectors.reorganising import (
    Kind,
    Plan,
    leaving,
    mandates_to_end,
    roles_to_move,
    sites_to_move,
    sites_with_items,
)
from approvals.services import sites as site_service
from approvals.services.reorganising import items, rerouting
from core.models import RoleAssignment, Site, Unit

NAMES = ("name", "name_en", "short_name", "level", "place")


@dataclass(frozen=True)
class Run:
    """One run of a plan: which, by whom, when."""

    row: Reorganisation
    plan: Plan
    by: Actor
    now: datetime

    def keep(self, table: str, rows: Iterable[tuple[Any, dict[str, Any] | None]]) -> int:
        """Note rows as they were; returns how many."""
        plain = json.loads(json.dumps(list(rows), cls=DjangoJSONEncoder))
        made = [
            Moved(reorganisation=self.row, table=table, key=str(key), before=before)
            for key, before in plain
        ]
        return len(Moved.objects.bulk_create(made, batch_size=2000))


def move(run: Run) -> dict[str, int]:
    """Move everything; returns how many rows of each kind."""
    units = _units(run)
    counts = {
        "units": len(units),
        "roles": _roles(run, units),
        "mandates": _mandates(run, units),
        "sites": _sites(run, units),
    }
    versions = rerouting.rewrite_routes(run)
    counts["routes"] = len({version.route_id for version in versions.values()})
    counts["items"] = items.move_items(run, units, versions)
    counts["pages_of_sites"] = _show_anew(run)
    return counts


def _units(run: Run) -> dict[str, Unit]:
    """Make and end units; the successors by code."""
    plan, day = run.plan, run.row.effective_on
    sources = list(Unit.objects.select_for_update(of=("self",)).filter(code__in=plan.sources))
    by_code = {unit.code: unit for unit in sources}
    parent = sources[0].parent
    found: dict[str, Unit] = {}
    for one in plan.successors:
        unit = by_code.get(one.code) or Unit.objects.filter(code=one.code).first()
        if unit is None:
            unit = Unit.objects.create(
                code=one.code, name=one.name, name_en=one.name_en, short_name=one.short_name,
                level=one.level or sources[0].level, place=one.place or sources[0].place,
                parent=parent, valid_from=day,
            )  # fmt: skip
            run.keep("unit", [(unit.pk, None)])
        found[one.code] = unit
    whole = {*sources, *found.values()}
    run.keep("unit", [(unit.pk, _values(unit, *NAMES, "valid_to")) for unit in whole])
    _note_successions(run, sources, found)
    for unit in sources:
        if unit.code in found:
            _rename(run, unit)
        else:
            unit.valid_to = day - timedelta(days=1)
        unit.save()
    children = Unit.objects.filter(parent__code__in=leaving(plan))
    run.keep("unit", [(child.pk, {"parent_id": child.parent_id}) for child in children])
    children.update(parent=found[plan.heir])
    return found


def _rename(run: Run, unit: Unit) -> None:
    named = next(one for one in run.plan.successors if one.code == unit.code)
    for name in NAMES:
        setattr(unit, name, getattr(named, name) or getattr(unit, name))


def _note_successions(run: Run, sources: list[Unit], found: dict[str, Unit]) -> None:
    for unit in sources:
        goes_to = list(found.values())
        if run.row.kind != Kind.SPLIT:
            goes_to = [found[run.plan.heir]]
        for successor in goes_to:
            Succession.objects.create(
                reorganisation=run.row, unit=unit, successor=successor,
                old_name=unit.name, old_name_en=unit.name_en, on=run.row.effective_on,
            )  # fmt: skip


def _roles(run: Run, units: dict[str, Unit]) -> int:
    """End the roles in the old units the day before, and give them anew in the successor."""
    day, plan = run.row.effective_on, run.plan
    held = list(roles_to_move(plan, on=day))
    run.keep("role", [(one.pk, _values(one, "valid_from", "valid_to")) for one in held])
    for one in held:
        if run.row.kind != Kind.ABOLISH:
            unit = units[plan.people.get(one.user.username, plan.heir)]
            new, is_new = RoleAssignment.objects.get_or_create(
                user=one.user, role=one.role, unit=unit,
                defaults={"valid_from": day, "valid_to": one.valid_to},
            )  # fmt: skip
            if is_new:
                run.keep("role", [(new.pk, None)])
            elif new.valid_to and new.valid_to < day:
                run.keep("role", [(new.pk, _values(new, "valid_from", "valid_to"))])
                RoleAssignment.objects.filter(pk=new.pk).update(valid_from=day, valid_to=None)
        one.valid_to = day - timedelta(days=1)
        one.save(update_fields=["valid_to"])
    return len(held)


def _mandates(run: Run, units: dict[str, Unit]) -> int:
    """End the powers to sign for the old units; give those by office anew, on the same document."""
    plan, day = run.plan, run.row.effective_on
    ending = list(mandates_to_end(plan, on=day))
    run.keep("mandate", [(one.pk, _values(one, "ended_at")) for one in ending])
    Mandate.objects.filter(pk__in=[one.pk for one in ending]).update(ended_at=run.now)
    carried = [one for one in ending if plan.mandates and one.kind != Mandate.Kind.TUQ]
    if run.row.kind == Kind.ABOLISH:
        carried = []
    for one in carried:
        made = Mandate.objects.create(
            unit=units[plan.people.get(one.holder.username, plan.heir)],
            holder=one.holder, principal=one.principal, kind=one.kind, authority=one.authority,
            title=one.title, source_document=run.row.instrument,
            document_types=one.document_types, categories=one.categories,
            valid_from=max(day, one.valid_from), valid_to=one.valid_to,
        )  # fmt: skip
        run.keep("mandate", [(made.pk, None)])
    return len(carried)


def _sites(run: Run, units: dict[str, Unit]) -> int:
    """Give the sites to their successors, or close them; each as a version of the site."""
    rows = list(sites_to_move(run.plan))
    for site in rows:
        run.keep("site", [(site.pk, {"unit_id": site.unit_id, "closed_on": site.closed_on})])
        target = run.plan.sites.get(site.code, run.plan.heir)
        site.unit = units[target or run.plan.heir]
        site.closed_on = None if target else run.row.effective_on
        site_service.note_version(site, by=run.by, now=run.now, verb="reorganise_site")
    return len(rows)


def _show_anew(run: Run) -> int:
    """Let every site with pages of these units be baked: banners, names, the list of sites."""
    moved = [int(key) for key in run.row.moved.filter(table="site").values_list("key", flat=True)]
    units = Unit.objects.filter(code__in=run.plan.sources)
    wanted = Q(pk__in=sites_with_items(units)) | Q(unit__in=units)
    own = Site.objects.filter(Q(unit__in=units) | Q(pk__in=moved))
    wanted |= Q(pk__in=own.exclude(parent=None).values("parent"))
    others = list(Site.objects.filter(wanted).exclude(pk__in=moved))
    for site in others:
        site_service.note_version(site, by=run.by, now=run.now, verb="reorganise_site")
    return len(others) + len(moved)


def _values(row: Model, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
