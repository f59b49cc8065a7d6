"""How long stages take, what waits and why items are refused: counted by the database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from approvals.selectors import measuring
from approvals.selectors.office_clock import office_clock
from approvals.selectors.oversight import Oversight
from core.clock import in_vietnam, midnight
from core.models import RoleAssignment, User
from core.working_days import WorkingCalendar

LOOK_BACK = timedelta(days=366)
HOURS_A_DAY = 8
AGES = (1, 2, 3, 5, 10)  # working days; the last class is open


@dataclass(frozen=True)
class Period:
    """Whole months in Vietnam's time, up to now."""

    first: datetime
    until: datetime

    @property
    def months(self) -> list[str]:
        """Return the months as `YYYY-MM`, oldest first."""
        day, last, found = self.first.date(), in_vietnam(self.until).date(), []
        while day <= last:
            found.append(f"{day:%Y-%m}")
            day = (day + timedelta(days=31)).replace(day=1)
        return found


@dataclass(frozen=True)
class StageTime:
    """How long one stage took, in working hours."""

    label: str
    label_en: str
    phase: str
    number: int
    median: float
    ninetieth: float
    in_time: int


@dataclass(frozen=True)
class Share:
    """How many words of a month came in time."""

    month: str
    number: int
    in_time: int


@dataclass(frozen=True)
class Age:
    """How many turns have waited up to so many working days; `upto` is None for the open class."""

    upto: int | None
    number: int
    late: int


@dataclass(frozen=True)
class Refused:
    """How often a ground was given on items of a unit."""

    unit: str
    unit_en: str
    code: str
    number: int


@dataclass(frozen=True)
class PersonsWork:
    """What a person did and what became of what the person handed in; counts, no ranking."""

    person: User
    counts: dict[str, int]


@dataclass(frozen=True)
class Workload:
    """The pictures of one period."""

    stages: list[StageTime]
    months: list[Share]
    ages: list[Age]
    refused: list[Refused]
    people: list[PersonsWork]


def last_months(count: int, *, now: datetime) -> Period:
    """Return the period of `count` calendar months, the present one included."""
    here = in_vietnam(now).date().replace(day=1)
    month = here.year * 12 + here.month - count
    first = date(month // 12, month % 12 + 1, 1)
    return Period(midnight(first), now)


def workload(
    oversight: Oversight, period: Period, *, calendar: WorkingCalendar, now: datetime
) -> Workload:
    """Count one period for the person who answers for it."""
    given = measuring.given(oversight, period.first, period.until)
    months = {row[0]: Share(*row) for row in measuring.run(measuring.MONTHS, given, oversight)}
    return Workload(
        stages=[_stage(*row) for row in measuring.run(measuring.STAGES, given, oversight)],
        months=[months.get(month, Share(month, 0, 0)) for month in period.months],
        ages=_ages(given, oversight, calendar, now=now),
        refused=[Refused(*row) for row in measuring.run(measuring.REFUSED, given, oversight)],
        people=_people(given, oversight, on=in_vietnam(now).date()),
    )


def _stage(phase: str, _place: int, label: str, label_en: str, *numbers: Any) -> StageTime:
    return StageTime(label, label_en, phase, *numbers)


def _ages(
    given: dict[str, Any], oversight: Oversight, calendar: WorkingCalendar, *, now: datetime
) -> list[Age]:
    """Return every class of age, also the empty ones; one waiting exactly a day is in the first."""
    clock = office_clock(calendar, in_vietnam(now).date() - LOOK_BACK, in_vietnam(now).date())
    given = given | measuring.by_clock(clock) | {"now": now}
    edges = [days * HOURS_A_DAY + 1e-6 for days in AGES]
    rows = measuring.run(measuring.WAITING, given | {"edges": edges}, oversight)
    found = {place: (number, late) for place, number, late in rows}
    return [Age(upto, *found.get(place, (0, 0))) for place, upto in enumerate((*AGES, None))]


def _people(given: dict[str, Any], oversight: Oversight, *, on: date) -> list[PersonsWork]:
    """Return the people of the units that the asking person heads, by name."""
    held = RoleAssignment.objects.filter(unit__in=oversight.led)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    people = list(User.objects.filter(pk__in=held.values("user_id")).order_by("full_name", "pk"))
    if not people:
        return []
    asked = given | {"people": [one.pk for one in people]}
    counts: dict[int, dict[str, int]] = {one.pk: {} for one in people}
    for person, what, number in measuring.run(measuring.BY_PERSON, asked, oversight):
        counts[person][what] = number
    return [PersonsWork(one, counts[one.pk]) for one in people]
