"""Routes looked at before they are laid: who holds a stage, who would decide, what cannot work."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from approvals.models import Route, RouteVersion
from approvals.policies import Actor
from approvals.routes import ALL, Stage
from approvals.selectors.people import (
    administered_units,
    away,
    holders,
    valid_mandates,
)
from core.errors import Problem
from core.models import LedgerEntry, Site, User


@dataclass(frozen=True)
class Candidate:
    """Somebody who would be asked at a stage; `hindrance` is the code of what stands in the way."""

    person: User
    stands_in_for: User | None = None
    hindrance: str = ""


@dataclass(frozen=True)
class Asked:
    """A stage with those who would be asked there."""

    stage: Stage
    people: tuple[Candidate, ...]


def sites_administered(actor: Actor) -> QuerySet[Site]:
    """Return the sites whose routes the actor may lay."""
    return Site.objects.filter(unit__code__in=administered_units(actor)).select_related("unit")


def routes_of(actor: Actor) -> QuerySet[Route]:
    """Return the routes of the sites the actor administers, the general ones first."""
    rows = Route.objects.filter(site__in=sites_administered(actor)).select_related("site__unit")
    return rows.prefetch_related("versions").order_by("site__code", "document_type", "category")


def running_by_version(route: Route) -> dict[int, int]:
    """Return how many items still run on each version of the route."""
    running = Q(submission__state__in=["draft", "submitted", "returned", "reviewed", "approved"])
    rows = route.versions.annotate(running=Count("submission", filter=running))
    return dict(rows.values_list("number", "running"))


def story_of(route: Route) -> list[LedgerEntry]:
    """Return who changed the route when, newest first."""
    entries = LedgerEntry.objects.filter(subject_type="route", subject_id=str(route.pk))
    return list(entries.order_by("-number")[:50])


def newest(route: Route) -> RouteVersion | None:
    """Return the version that items beginning now take."""
    return max(route.versions.all(), key=lambda version: version.number, default=None)


def holders_of(stage: Stage, *, on: date) -> QuerySet[User]:
    """Return who holds the stage that day: the named person, or the holders of the role."""
    if stage.person:
        return User.objects.filter(username=stage.person, is_active=True)
    return holders(stage.role, stage.unit, on=on)


def route_problems(stages: tuple[Stage, ...], site: Site, *, on: date) -> Iterator[Problem]:
    """Yield what would stop items on this route: stages nobody holds, or too few different people.

    Field names are those of the stage's row: `stage-<position>`.
    """
    found = {stage.position: list(holders_of(stage, on=on)) for stage in stages}
    for stage in stages:
        field, there = f"stage-{stage.position}", found[stage.position]
        said = {"stage": stage.label, "n": stage.needs, "count": len(there)}
        if not there:
            yield Problem("STAGE_HAS_NOBODY", field, said)
        elif stage.needs > len(there):
            yield Problem("STAGE_NEEDS_MORE", field, said)
    last = stages[-1]
    signers = found[last.position]
    if signers and not any(valid_mandates(p.pk, site.unit, on=on).exists() for p in signers):
        yield Problem("STAGE_CANNOT_SIGN", f"stage-{last.position}", {"stage": last.label})
    if all(found.values()) and not _different_people_suffice(stages, found):
        yield Problem("PEOPLE_TOO_FEW")


def _different_people_suffice(stages: Iterable[Stage], found: dict[int, list[User]]) -> bool:
    """Tell whether every stage can get people of its own (a matching of slots and people)."""
    slots = [
        {person.pk for person in found[stage.position]}
        for stage in stages
        if not stage.merges
        for _ in range(len(found[stage.position]) if stage.needs == ALL else stage.needs)
    ]
    taken: dict[int, int] = {}

    def place(slot: int, tried: set[int]) -> bool:
        for person in slots[slot] - tried:
            tried.add(person)
            if person not in taken or place(taken[person], tried):
                taken[person] = slot
                return True
        return False

    return all(place(slot, set()) for slot in range(len(slots)))


def who_decides(
    stages: tuple[Stage, ...], site: Site, *, author: User | None, on: date
) -> tuple[Asked, ...]:
    """Return for each stage whom an item of this author would ask that day, and who cannot act."""
    return tuple(
        Asked(
            stage,
            tuple(_candidates(stage, site, author=author, signs=stage is stages[-1], on=on)),
        )
        for stage in stages
    )


def _candidates(
    stage: Stage, site: Site, *, author: User | None, signs: bool, on: date
) -> Iterator[Candidate]:
    held = holders_of(stage, on=on)
    gone = {row.person_id: row for row in away(on=on).filter(person__in=held)}

    def hindrance(person: User) -> str:
        if author == person:
            return "AUTHOR"
        signed = not signs or valid_mandates(person.pk, site.unit, on=on).exists()
        return "" if signed else "NO_MANDATE"

    for person in held:
        yield Candidate(person, hindrance="AWAY" if person.pk in gone else hindrance(person))
        substitute = gone[person.pk].substitute if person.pk in gone else None
        if substitute and substitute.is_active:
            code = "AUTHOR" if author == person else hindrance(substitute)
            yield Candidate(substitute, stands_in_for=person, hindrance=code)
