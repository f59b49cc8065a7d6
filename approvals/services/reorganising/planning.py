"""A plan is data until its day: drafted, looked at, scheduled, given up."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from approvals.models import Reorganisation
from approvals.policies import Actor
from approvals.selectors.reorganising import (
    Plan,
    may_plan,
    problems_of,
    read_plan,
    reorganisation_of,
)
from core import ledger
from core.canonical import canonical_bytes, sha256_hex
from core.errors import GuardFailed, NotPermitted, Problem, WrongState

State = Reorganisation.State


@dataclass(frozen=True)
class Intent:
    """A reorganisation as it shall be."""

    kind: str
    title: str
    instrument: str
    effective_on: date
    plan: Plan


def draft(
    intent: Intent, *, by: Actor, now: datetime, row: Reorganisation | None = None
) -> Reorganisation:
    """Write a plan, or write one anew that is still a draft; says everything that cannot be.

    Raises NotPermitted for units one does not administer.
    """
    if not may_plan(by, intent.plan):
        raise NotPermitted(verb="plan_reorganisation")
    problems = list(problems_of(intent.kind, intent.plan, on=intent.effective_on))
    if not intent.instrument.strip():
        problems.append(Problem("REORGANISATION_INSTRUMENT", "instrument"))
    if problems:
        raise GuardFailed(problems[0].code, problems=tuple(problems))
    assert by.id is not None  # noqa: S101  administrators are people
    with transaction.atomic():
        if row is None:
            row = Reorganisation(created_by_id=by.id, created_at=now)
        else:
            row = locked(row.pk)
            _refuse_unless(row, State.DRAFT, "plan_reorganisation")
        row.kind, row.title = intent.kind, intent.title.strip()
        row.instrument, row.effective_on = intent.instrument.strip(), intent.effective_on
        row.plan = intent.plan.written
        row.save()
        note("plan_reorganisation", row, by=by, now=now)
    return row


def schedule(key: int, *, by: Actor, now: datetime) -> Reorganisation:
    """Let the clock run the plan on its day."""
    reorganisation_of(key, by)
    with transaction.atomic():
        row = locked(key)
        _refuse_unless(row, State.DRAFT, "schedule_reorganisation")
        problems = tuple(problems_of(row.kind, read_plan(row.plan), on=row.effective_on))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        row.status, row.failed = State.SCHEDULED, ""
        row.save(update_fields=["status", "failed"])
        note("schedule_reorganisation", row, by=by, now=now)
    return row


def cancel(key: int, *, by: Actor, now: datetime) -> Reorganisation:
    """Give a plan up before it was run."""
    reorganisation_of(key, by)
    with transaction.atomic():
        row = locked(key)
        _refuse_unless(row, (State.DRAFT, State.SCHEDULED), "cancel_reorganisation")
        row.status = State.CANCELLED
        row.save(update_fields=["status"])
        note("cancel_reorganisation", row, by=by, now=now)
    return row


def locked(key: int) -> Reorganisation:
    """Return the plan, held against everybody else who would run or change it."""
    return Reorganisation.objects.select_for_update(of=("self",)).get(pk=key)


def note(
    verb: str,
    row: Reorganisation,
    *,
    by: Actor,
    now: datetime,
    more: dict[str, object] | None = None,
) -> None:
    """Leave the ledger entry of an act on a plan."""
    details: dict[str, object] = {
        "kind": row.kind,
        "instrument": row.instrument,
        "effective_on": row.effective_on.isoformat(),
        "sources": row.plan["sources"],
        "successors": [one["code"] for one in row.plan["successors"]],
        **(more or {}),
    }
    act = ledger.Act(
        verb=verb,
        subject_type="reorganisation",
        subject_id=str(row.pk),
        actor=by.name,
        content_hash=sha256_hex(canonical_bytes(row.plan)),
        details=details,
    )
    ledger.record(act, now=now)


def _refuse_unless(row: Reorganisation, wanted: str | tuple[str, ...], verb: str) -> None:
    states = (wanted,) if isinstance(wanted, str) else wanted
    if row.status not in states:
        raise WrongState("REORGANISATION_STATE", verb=verb, state=row.status)
