"""Plans of reorganisation read: what stands against them, what they would move, who came after."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from approvals.lifecycle import State
from approvals.models import (
    Decision,
    Mandate,
    Reorganisation,
    Route,
    RouteVersion,
    Submission,
    Succession,
)
from approvals.policies import Actor
from approvals.selectors.people import administered_units
from core.errors import NotVisible, Problem
from core.models import RoleAssignment, Site, Unit

RUNNING = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.REVIEWED, State.APPROVED)
PUBLIC = (State.PUBLISHED, State.ARCHIVED)
Kind = Reorganisation.Kind
LATEST = 50


@dataclass(frozen=True)
class Successor:
    """A unit that comes after: a new one, or one that is there already (then the code says all)."""

    code: str
    name: str = ""
    name_en: str = ""
    short_name: str = ""
    level: str = ""
    place: str = ""


@dataclass(frozen=True)
class Plan:
    """Which units become which; people and sites go where they are named, else to the first.

    `sites` names for each site of the sources the successor that keeps it, or "" to close it.
    """

    sources: tuple[str, ...]
    successors: tuple[Successor, ...]
    people: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    mandates: bool = True

    @property
    def written(self) -> dict[str, Any]:
        """The plan as JSON."""
        return {
            "sources": list(self.sources),
            "successors": [asdict(one) for one in self.successors],
            "people": dict(self.people),
            "sites": dict(self.sites),
            "mandates": self.mandates,
        }

    @property
    def heir(self) -> str:
        """The unit to which everything goes that is not named."""
        return self.successors[0].code

    def target_of_site(self, code: str) -> str:
        """Return the unit to which items and stages of a site go."""
        return self.sites.get(code) or self.heir


def read_plan(written: Mapping[str, Any]) -> Plan:
    """Return the plan that a row keeps."""
    return Plan(
        sources=tuple(written["sources"]),
        successors=tuple(Successor(**one) for one in written["successors"]),
        people=written.get("people", {}),
        sites=written.get("sites", {}),
        mandates=written.get("mandates", True),
    )


@dataclass(frozen=True)
class Preview:
    """What a run would move today."""

    people: int
    roles: int
    mandates: int
    ending_mandates: int
    routes: int
    sites: int
    closing_sites: int
    running: tuple[tuple[str, int], ...]
    published: int
    pages: int

    @property
    def running_total(self) -> int:
        """How many items are on their way."""
        return sum(count for _, count in self.running)


def reorganisations_of(actor: Actor) -> QuerySet[Reorganisation]:
    """Return the plans the actor may see: who administers any unit sees those of the whole house.

    What a plan may touch is asked of its units (`may_plan`).
    """
    rows = Reorganisation.objects.select_related("created_by", "run_by")
    return rows if administered_units(actor) else rows.none()


def reorganisation_of(key: int, actor: Actor) -> Reorganisation:
    """Return one plan; raises NotVisible for who does not administer its units."""
    found = reorganisations_of(actor).filter(pk=key).first()
    if found is None or not may_plan(actor, read_plan(found.plan)):
        raise NotVisible(reorganisation=key)
    return found


def may_plan(actor: Actor, plan: Plan) -> bool:
    """Tell whether the actor administers every unit that the plan takes from or gives to."""
    mine = administered_units(actor)
    known = set(Unit.objects.filter(code__in=_codes(plan)).values_list("code", flat=True))
    above = set(
        Unit.objects.filter(code__in=plan.sources).exclude(parent=None)
        .values_list("parent__code", flat=True)
    )  # fmt: skip
    new = {one.code for one in plan.successors} - known
    return known <= mine and (not new or above <= mine)


def _codes(plan: Plan) -> list[str]:
    return [*plan.sources, *(one.code for one in plan.successors)]


def problems_of(kind: str, plan: Plan, *, on: date) -> Iterator[Problem]:
    """Yield what stands against a plan on its day."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=_codes(plan))}
    if len(set(plan.sources)) < (2 if kind == Kind.MERGE else 1):
        yield Problem("REORGANISATION_SOURCES", "sources")
    for code in plan.sources:
        unit = units.get(code)
        if unit is None or (unit.valid_to and unit.valid_to < on):
            yield Problem("UNIT_OVER", "sources", {"unit": unit.name if unit else code})
    yield from _problems_of_successors(kind, plan, units, on=on)
    known = {one.code for one in plan.successors}
    if set(plan.people.values()) - known or (set(plan.sites.values()) - known - {""}):
        yield Problem("REORGANISATION_TARGET", "successors")


def _problems_of_successors(
    kind: str, plan: Plan, units: dict[str, Unit], *, on: date
) -> Iterator[Problem]:
    if kind == Kind.SPLIT and len(plan.successors) < 2:  # noqa: PLR2004  to split is to make two
        yield Problem("REORGANISATION_SUCCESSORS", "successors")
    for one in plan.successors:
        there = units.get(one.code)
        if there is None and (kind == Kind.ABOLISH or not one.name.strip()):
            yield Problem("REORGANISATION_TARGET", "successors")
        if there and there.valid_to and there.valid_to < on:
            yield Problem("UNIT_OVER", "successors", {"unit": there.name})
        if there and one.code in plan.sources and kind in (Kind.SPLIT, Kind.ABOLISH):
            yield Problem("REORGANISATION_TARGET", "successors")
    if kind == Kind.RENAME and plan.successors[0].code != plan.sources[0]:
        yield Problem("REORGANISATION_TARGET", "successors")


def leaving(plan: Plan) -> list[str]:
    """Return the codes of the sources that end: all that do not go on as their own successor."""
    stay = {one.code for one in plan.successors}
    return [code for code in plan.sources if code not in stay]


def roles_to_move(plan: Plan, *, on: date) -> QuerySet[RoleAssignment]:
    """Return the roles in the leaving units that still hold on the day."""
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    rows = RoleAssignment.objects.filter(still, unit__code__in=leaving(plan))
    return rows.select_related("user", "unit")


def mandates_to_end(plan: Plan, *, on: date) -> QuerySet[Mandate]:
    """Return the powers to sign for the leaving units that still hold on the day."""
    still = Q(valid_to=None) | Q(valid_to__gte=on)
    rows = Mandate.objects.filter(still, ended_at=None, unit__code__in=leaving(plan))
    return rows.select_related("unit", "holder", "principal")


def routes_to_rewrite(plan: Plan) -> list[Route]:
    """Return the routes whose newest version asks a leaving unit."""
    gone = set(leaving(plan))
    rows = Route.objects.select_related("site__unit").prefetch_related("versions")
    return [
        route
        for route in rows
        if (versions := list(route.versions.all()))
        and asks(max(versions, key=lambda one: one.number), gone)
    ]


def asks(version: RouteVersion, units: set[str]) -> bool:
    """Tell whether a version of a route asks one of the units, at a stage or on its ladder."""
    return any(row.get("unit") in units for row in (*version.stages, *version.ladder))


def running_items(plan: Plan) -> QuerySet[Submission]:
    """Return the items on their way that a leaving unit answers for."""
    return Submission.objects.filter(unit__code__in=leaving(plan), state__in=RUNNING)


def sites_to_move(plan: Plan) -> QuerySet[Site]:
    """Return the sites of the leaving units."""
    return Site.objects.filter(unit__code__in=leaving(plan)).select_related("unit", "parent")


def sites_with_items(units: QuerySet[Unit]) -> list[int]:
    """Return the sites on which items of the units stand or are on their way."""
    rows = Submission.objects.filter(unit__in=units).order_by()
    return list(rows.values_list("site", flat=True).distinct())


def preview_of(plan: Plan, *, on: date) -> Preview:
    """Count what a run would move today."""
    gone = plan.sources
    roles = roles_to_move(plan, on=on)
    ending = mandates_to_end(plan, on=on)
    kept = ending.exclude(kind=Mandate.Kind.TUQ).count() if plan.mandates else 0
    sites = list(sites_to_move(plan))
    running = running_items(plan).values_list("state").annotate(n=Count("pk")).order_by("state")
    public = Submission.objects.filter(state__in=PUBLIC)
    touched = Site.objects.filter(Q(unit__code__in=gone) | Q(components__unit__code__in=gone))
    return Preview(
        people=roles.values("user").distinct().count(),
        roles=roles.count(),
        mandates=kept,
        ending_mandates=ending.count() - kept,
        routes=len(routes_to_rewrite(plan)),
        sites=len(sites),
        closing_sites=sum(1 for site in sites if plan.sites.get(site.code, plan.heir) == ""),
        running=tuple(running),
        published=public.filter(unit__code__in=gone).count(),
        pages=public.filter(site__in=touched).count(),
    )


def decided_since(row: Reorganisation) -> int:
    """Return how many decisions of items that the run moved, or of units it made, came after it."""
    made = row.moved.filter(table="unit", before=None).values_list("key", flat=True)
    moved = row.moved.filter(table="submission").values("key")
    rows = Decision.objects.filter(at__gte=row.run_at)
    keys = [key for (key,) in moved.values_list("key")]
    here = Q(submission__unit_id__in=[int(key) for key in made]) | Q(submission_id__in=keys)
    if row.kind == Kind.RENAME:
        here |= Q(submission__unit__code__in=row.plan["sources"])
    return rows.filter(here).count()


def built_upon(row: Reorganisation) -> bool:
    """Tell whether a later reorganisation took up one of the units."""
    units = row.successions.values("successor")
    later = Succession.objects.filter(
        unit__in=units, reorganisation__status=Reorganisation.State.DONE
    )
    return later.filter(reorganisation__run_at__gt=row.run_at).exists()
