"""What the timers that fire now are about: flat rows, read for many at once."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from approvals.lifecycle import State
from approvals.models import Revision, Timer

# What a second person may still confirm.
UNCONFIRMED = (State.APPROVED, State.PUBLISHED)


@dataclass(frozen=True)
class Late:
    """One timer with what it is about; not `open` where nobody is awaited any more."""

    key: int
    submission: uuid.UUID
    reference: str
    turn: int | None
    rung: int
    lap: int
    unit: str
    portal: str
    role: str
    person: int | None
    due_at: datetime
    route_version: int
    ladder: list[dict[str, Any]]
    content_hash: str
    excluded: frozenset[int]
    approved_by: int | None
    open: bool


FIELDS = {
    "reference": F("submission__reference"),
    "state": F("submission__state"),
    "confirmed": F("submission__confirmed_by_id"),
    "approved_by": F("submission__approved_by_id"),
    "confirm_due_at": F("submission__confirm_due_at"),
    "submitted_by": F("submission__submitted_by_id"),
    "wrote": F("submission__revision__created_by_id"),
    "content_hash": F("submission__revision__content_hash"),
    "site_unit": F("submission__site__unit__code"),
    "parent_unit": F("submission__site__parent__unit__code"),
    "route_version": F("submission__route_version_id"),
    "ladder": F("submission__route_version__ladder"),
    "role": F("turn__role"),
    "person": F("turn__person_id"),
    "turn_due_at": F("turn__due_at"),
}
OWN = ("id", "submission_id", "turn_id", "rung", "lap", "unit", "fires_at")


def read(keys: Sequence[int]) -> list[Late]:
    """Return the timers with what they are about, the longest due first."""
    found = list(
        Timer.objects.filter(pk__in=keys).values(*OWN, **FIELDS).order_by("fires_at", "id")
    )
    editors = _editors([row["submission_id"] for row in found])
    return [_late(row, editors[row["submission_id"]]) for row in found]


def _late(row: dict[str, Any], editors: set[int]) -> Late:
    confirms = row["turn_id"] is None
    excluded = editors | {row["submitted_by"], row["wrote"]}
    if confirms:
        excluded |= {row["approved_by"]}
    return Late(
        key=row["id"],
        submission=row["submission_id"],
        reference=row["reference"],
        turn=row["turn_id"],
        rung=row["rung"],
        lap=row["lap"],
        unit=row["unit"],
        portal=row["parent_unit"] or row["site_unit"],
        role=row["role"] or "",
        person=row["person"],
        due_at=(row["confirm_due_at"] if confirms else row["turn_due_at"]) or row["fires_at"],
        route_version=row["route_version"],
        ladder=row["ladder"],
        content_hash=row["content_hash"] or "",
        excluded=frozenset(key for key in excluded if key is not None),
        approved_by=row["approved_by"],
        open=_unconfirmed(row) if confirms else bool(row["role"]),
    )


def _unconfirmed(row: dict[str, Any]) -> bool:
    return row["state"] in UNCONFIRMED and row["confirmed"] is None


def _editors(keys: list[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """Return who edited each item in its present round."""
    found: dict[uuid.UUID, set[int]] = defaultdict(set)
    rows = Revision.objects.filter(submission_id__in=keys, round=F("submission__round"))
    for key, person in rows.order_by().values_list("submission_id", "created_by_id"):
        if person is not None:
            found[key].add(person)
    return found
