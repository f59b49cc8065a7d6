"""Who could have decided on a day: roles, absences, substitutes and mandates as they stood then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from approvals.models import Absence, Mandate, Submission
from approvals.routes import Phase, Stage
from core.clock import midnight
from core.models import RoleAssignment, User

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Eligible:
    """One person at one stage on that day, and what stood in the way; empty when nothing did.

    `for_whom` is set for a substitute. `bars` are absent, no_mandate, wrote_it, spoke_before.
    """

    person: User
    for_whom: User | None
    substitute: User | None
    mandates: tuple[Mandate, ...]
    bars: tuple[str, ...]

    @property
    def could(self) -> bool:
        """Whether the person could have decided."""
        return not self.bars


@dataclass(frozen=True)
class StageThen:
    """A stage of the item's route with everybody who held it that day."""

    stage: Stage
    people: tuple[Eligible, ...]


def eligible_on(submission: Submission, day: date) -> tuple[StageThen, ...]:
    """Return, stage by stage, who could have spoken on the item on that day and who could not.

    Reads what is recorded of that day, not of today: a role that ended since still counts, an
    absence ended early counts up to its end. What speaks against a person is named.
    """
    stages = submission.route_version.parsed
    then = _Then(submission, day)
    return tuple(StageThen(stage, tuple(then.at(stage))) for stage in stages)


class _Then:
    """The people of one item on one day."""

    def __init__(self, submission: Submission, day: date) -> None:
        self.submission, self.day = submission, day
        self.writers = _writers(submission)
        self.spoke = _spoken(submission)
        self.away = {
            row.person_id: row
            for row in _absences(day).select_related("person", "substitute").order_by("id")
        }

    def at(self, stage: Stage) -> Iterable[Eligible]:
        held = _named(stage) if stage.person else _holders(stage, self.day)
        people = list(held.order_by("full_name", "pk"))
        for person in people:
            yield self._eligible(stage, person, None)
        for person in people:
            absence = self.away.get(person.pk)
            if absence and absence.substitute:
                yield self._eligible(stage, absence.substitute, person)

    def _eligible(self, stage: Stage, person: User, for_whom: User | None) -> Eligible:
        mandates: tuple[Mandate, ...] = ()
        bars = []
        absence = self.away.get(person.pk)
        if absence:
            bars.append("absent")
        if stage.phase is Phase.APPROVAL:
            mandates = tuple(_mandates(person, self.submission, self.day))
            if not mandates:
                bars.append("no_mandate")
        together = {person.pk} | ({for_whom.pk} if for_whom else set())
        if together & self.writers:
            bars.append("wrote_it")
        others = {at for at, people in self.spoke if people & together} - {stage.position}
        if others and not stage.merges:
            bars.append("spoke_before")
        substitute = absence.substitute if absence else None
        return Eligible(person, for_whom, substitute, mandates, tuple(bars))


def _named(stage: Stage) -> QuerySet[User]:
    return User.objects.filter(username=stage.person)


def _holders(stage: Stage, day: date) -> QuerySet[User]:
    held = RoleAssignment.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gte=day),
        role=stage.role,
        unit__code=stage.unit,
    )
    return User.objects.filter(pk__in=held.values("user_id"))


def _absences(day: date) -> QuerySet[Absence]:
    """An absence that was ended early counts on the days before it was ended."""
    ended = Q(ended_at=None) | Q(ended_at__gte=midnight(day + A_DAY))
    return Absence.objects.filter(ended, first_day__lte=day, last_day__gte=day)


def _mandates(person: User, submission: Submission, day: date) -> list[Mandate]:
    rows = Mandate.objects.select_related("holder").filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        Q(ended_at=None) | Q(ended_at__gte=midnight(day + A_DAY)),
        holder=person,
        unit=submission.site.unit,
        valid_from__lte=day,
    )
    return [row for row in rows.order_by("id") if _covers(row, submission)]


def _covers(mandate: Mandate, submission: Submission) -> bool:
    types, categories = mandate.document_types, mandate.categories
    return (not types or submission.document_type in types) and (
        not categories or submission.category in categories
    )


def _writers(submission: Submission) -> set[int]:
    rows = submission.revisions.filter(round=submission.round).exclude(created_by=None)
    writers = set(rows.values_list("created_by_id", flat=True))
    return writers | ({submission.submitted_by_id} if submission.submitted_by_id else set())


def _spoken(submission: Submission) -> list[tuple[int, set[int]]]:
    rows = submission.endorsements.filter(
        round=submission.round, content_hash=submission.content_hash
    )
    return [
        (row.position, {row.actor_id} | ({row.on_behalf_of_id} if row.on_behalf_of_id else set()))
        for row in rows
    ]
