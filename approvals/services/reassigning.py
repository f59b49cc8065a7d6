"""Handing a turn to somebody else who holds the role; the deadline stays what it was."""

import uuid
from datetime import date, datetime

from django.db import transaction

from approvals.models import Submission, Turn
from approvals.policies import Actor
from approvals.selectors.facts import authors, endorsed
from approvals.selectors.people import administered_units, holders
from approvals.selectors.submissions import get_visible, turns_of
from approvals.services import notices
from approvals.services.advance import lock
from approvals.services.recording import Word, record_decision
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Problem, WrongState
from core.models import User


def candidates(submission: Submission, turn: Turn, *, on: date) -> list[User]:
    """Return who may be handed the turn: holders of the role who did not write or speak before."""
    out = authors(submission) | {p for word in endorsed(submission) for p in word.people}
    held = holders(turn.role, turn.unit, on=on).exclude(pk__in=out)
    return [person for person in held if person.pk != turn.person_id]


def may_hand_over(turn: Turn, actor: Actor) -> bool:
    """Tell whether the person has the turn, or administers the unit it belongs to."""
    return turn.unit in administered_units(actor) or turns_of(actor).filter(pk=turn.pk).exists()


def reassign(
    key: uuid.UUID,
    *,
    by: Actor,
    now: datetime,
    position: int,
    to: int,
    reason: str,
    version: int | None = None,
) -> Submission:
    """Hand an open turn to another person of the role; tells that person.

    Refused without a reason, to anybody who does not hold the role, who wrote the item or spoke on
    it already (separation of duties, checked now and again when the word is given).
    """
    with transaction.atomic():
        get_visible(key, by)
        submission = lock(key, version=version)
        turn = submission.turns.filter(position=position).first()
        if turn is None:
            raise WrongState(verb="reassign", state=submission.state)
        if not may_hand_over(turn, by):
            raise NotPermitted(verb="reassign")
        if not reason.strip():
            raise _refused("REASON_REQUIRED", "remark")
        found = candidates(submission, turn, on=in_vietnam(now).date())
        person = next((one for one in found if one.pk == to), None)
        if person is None:
            raise _refused("SEPARATION_OF_DUTIES", "to")
        submission.turns.filter(pk=turn.pk).update(person=person)
        remark = f"{person}: {reason.strip()}"
        record_decision(submission, "reassign", by=by, now=now, word=Word(remark=remark))
        submission.save(update_fields=["version", "updated_at"])
        notices.tell([person], submission, "waiting", text=reason.strip(), now=now)
        return submission


def _refused(code: str, field: str) -> GuardFailed:
    return GuardFailed(code, problems=(Problem(code, field),))
