"""Running a plan on its day: one transaction, everything or nothing, once however often called.

Records, decisions, endorsements and contents are not touched: what was decided keeps its issuer,
its route version and its hash. Only what is still on its way goes on with the successor.
"""

import logging
from datetime import datetime

from django.db import transaction

from approvals.models import Reorganisation
from approvals.policies import Actor
from approvals.selectors.people import SYSTEM
from approvals.selectors.reorganising import (
    problems_of,
    read_plan,
    reorganisation_of,
    running_items,
)
from approvals.services.reorganising import items, moving
from approvals.services.reorganising.planning import State, locked, note
from core.clock import in_vietnam
from core.errors import DomainError, GuardFailed, WrongState
from core.models import Unit

log = logging.getLogger(__name__)


def run(key: int, *, by: Actor, now: datetime) -> Reorganisation:
    """Run a plan whose day has come; a second call finds it done and changes nothing.

    Raises WrongState before its day or when it was given up, GuardFailed with what stands against
    it by now.
    """
    if not by.is_system:
        reorganisation_of(key, by)
    today = in_vietnam(now).date()
    with transaction.atomic():
        row = locked(key)
        if row.status == State.DONE:
            return row
        if row.status not in (State.DRAFT, State.SCHEDULED):
            raise WrongState("REORGANISATION_STATE", verb="reorganise", state=row.status)
        if row.effective_on > today:
            raise WrongState("REORGANISATION_EARLY", on=row.effective_on.strftime("%d/%m/%Y"))
        plan = read_plan(row.plan)
        problems = tuple(problems_of(row.kind, plan, on=today))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        counts = moving.move(moving.Run(row, plan, by, now))
        row.status, row.run_at, row.run_by_id, row.counts = State.DONE, now, by.id, counts
        row.failed = ""
        row.save(update_fields=["status", "run_at", "run_by", "counts", "failed"])
        note("reorganise", row, by=by, now=now, more={"counts": counts})
    return row


def _rehome(*, now: datetime) -> list[str]:
    """Move what somebody began for an ended unit in the very moment it ended."""
    lines = []
    for row in Reorganisation.objects.filter(status=State.DONE):
        plan = read_plan(row.plan)
        if not running_items(plan).exists():
            continue
        with transaction.atomic():
            units = {unit.code: unit for unit in Unit.objects.filter(valid_to=None)}
            moved = items.move_items(moving.Run(row, plan, SYSTEM, now), units, {})
            lines.append(f"{row.title}: {moved} items followed")
    return lines


def run_due(*, now: datetime) -> tuple[list[str], list[str]]:
    """Run every scheduled plan whose day has come; returns what was done and what failed."""
    today = in_vietnam(now).date()
    due = Reorganisation.objects.filter(status=State.SCHEDULED, effective_on__lte=today, failed="")
    done, failed = _rehome(now=now), []
    for row in due.order_by("effective_on", "id"):
        try:
            run(row.pk, by=SYSTEM, now=now)
        except DomainError as refusal:
            log.warning("reorganisation %s failed: %s", row.pk, refusal.code)
            Reorganisation.objects.filter(pk=row.pk).update(failed=refusal.code)
            failed.append(f"{row.title} {refusal.code}")
        else:
            done.append(row.title)
    return done, failed
