"""Who is away, who stands in, what that would hinder, and what was decided meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from approvals.models import Absence, Decision, Endorsement, Mandate, Submission, Turn
from approvals.policies import Actor
from approvals.selectors.facts import authors
from approvals.selectors.people import administered_units, people_of
from core.errors import Problem
from core.models import Unit, User

SIGNERS = ("agency_head", "board_head")
MOST_LOOKED_AT = 200
SHOWN = 50


@dataclass(frozen=True)
class DoneFor:
    """Something decided in the name of somebody who was away."""

    submission: Submission
    verb: str
    by: User
    at: datetime


def absences_of(person: User) -> QuerySet[Absence]:
    """Return the absences of a person, latest first."""
    return person.absences.select_related("person", "substitute", "set_by")


def stood_in_for(person: User, *, on: date) -> QuerySet[Absence]:
    """Return the present and coming absences in which the person stands in."""
    rows = person.substitutions.filter(last_day__gte=on, ended_at=None)
    return rows.select_related("person").order_by("first_day")


def in_scope(actor: Actor, *, on: date) -> QuerySet[User]:
    """Return the people whose absence the actor may set: one's own, and those administered."""
    return people_of(administered_units(actor), on=on) | User.objects.filter(username=actor.name)


def possible_substitutes(person: User, *, on: date) -> QuerySet[User]:
    """Return the people of the same units, and of the units right above."""
    units = set(Unit.objects.filter(role_assignments__user=person).values_list("code", flat=True))
    above = Unit.objects.filter(children__code__in=units).values_list("code", flat=True)
    return people_of({*units, *above}, on=on).exclude(pk=person.pk)


def hindrances(
    person: User, substitute: User | None, *, first_day: date, last_day: date
) -> Iterator[Problem]:
    """Yield what will not work while the person is away, so that it can be put right before."""
    if substitute is None:
        yield Problem("SUBSTITUTE_NONE")
        return
    name = {"person": str(substitute)}
    also = Absence.objects.filter(person=substitute, ended_at=None)
    if also.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        yield Problem("SUBSTITUTE_AWAY", params=name)
    signs = person.role_assignments.filter(role__in=SIGNERS).values("unit")
    mandates = Mandate.objects.filter(holder=substitute, valid_from__lte=first_day, ended_at=None)
    valid = mandates.exclude(valid_to__lt=last_day).values("unit")
    for unit in Unit.objects.filter(pk__in=signs).exclude(pk__in=valid):
        yield Problem("SUBSTITUTE_CANNOT_SIGN", params={**name, "unit": unit.name})
    if involved := _involved(person, substitute):
        yield Problem("SUBSTITUTE_INVOLVED", params={**name, "items": ", ".join(involved)})


def _involved(person: User, substitute: User) -> list[str]:
    """Return what waits for the person and could not be decided by the substitute."""
    held = person.role_assignments.values_list("role", "unit__code")
    turns = Turn.objects.filter(unit__in={unit for _, unit in held})
    waiting = [
        turn.submission
        for turn in turns.select_related("submission__revision")[:MOST_LOOKED_AT]
        if turn.person_id == person.pk or (turn.role, turn.unit) in set(held)
    ]
    spoke = set(
        Endorsement.objects.filter(
            actor=substitute, submission__in=[item.pk for item in waiting]
        ).values_list("submission_id", flat=True)
    )
    return [
        item.reference for item in waiting if item.pk in spoke or substitute.pk in authors(item)
    ]


def done_for(person: User, *, since: datetime) -> list[DoneFor]:
    """Return what others decided in the person's name since then, newest first, fifty at most."""
    named = {"on_behalf_of": person, "at__gte": since}
    decisions = Decision.objects.filter(**named).select_related("submission", "actor")
    words = Endorsement.objects.filter(**named, completes=False)
    words = words.select_related("submission", "actor")
    found = [
        DoneFor(row.submission, row.verb, row.actor, row.at)
        for row in decisions.order_by("-id")[:SHOWN]
        if row.actor
    ]
    found += [
        DoneFor(row.submission, "endorse", row.actor, row.at)
        for row in words.order_by("-id")[:SHOWN]
    ]
    return sorted(found, key=lambda done: done.at, reverse=True)[:SHOWN]


def digest_since(now: datetime) -> datetime:
    """Return from when on the digest looks: thirty days back."""
    return now - timedelta(days=30)
