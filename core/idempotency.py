"""One act per key: the same request again gets the same answer and does nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from core.errors import DomainError, Problem
from core.models import IdempotentAnswer


@dataclass(frozen=True)
class Call:
    """A request under a key, scoped to a person and an address."""

    user_id: int
    address: str
    key: str
    body_hash: str


@dataclass(frozen=True)
class Answer:
    """What was answered, as it goes over the wire."""

    status: int
    text: str
    replayed: bool = False


class IdempotencyMismatch(DomainError):  # noqa: N818
    """The key was already used with another body."""

    default_code = "IDEMPOTENCY_MISMATCH"


def once(call: Call, act: Callable[[], Answer], *, now: datetime) -> Answer:
    """Do `act` unless this call was already answered; then give that answer again.

    The key is taken in the transaction of the act, so a duplicate at the same moment waits for it.
    A refusal frees the key; what the refusal itself recorded stays. Raises IdempotencyMismatch when
    the key came with another body.
    """
    refusal: DomainError | None = None
    with transaction.atomic():
        row = _take(call, now=now)
        if row is None:
            return _answered(call)
        try:
            answer = act()
        except DomainError as refused:
            row.delete()
            refusal = refused
        else:
            row.status, row.answer = answer.status, answer.text
            row.save(update_fields=["status", "answer"])
    if refusal is not None:
        raise refusal
    return answer


def replay(call: Call) -> Answer | None:
    """Return the answer already given to this call, or None; raises IdempotencyMismatch."""
    row = _row(call)
    if row is None:
        return None
    if row.body_hash != call.body_hash:
        problem = Problem("IDEMPOTENCY_MISMATCH", "Idempotency-Key")
        raise IdempotencyMismatch(problems=(problem,))
    return Answer(row.status, row.answer, replayed=True)


def _take(call: Call, *, now: datetime) -> IdempotentAnswer | None:
    """Insert the row of the key, after any duplicate in flight; None when that was answered."""
    try:
        with transaction.atomic():
            return IdempotentAnswer.objects.create(
                user_id=call.user_id,
                address=call.address,
                key=call.key,
                body_hash=call.body_hash,
                created_at=now,
            )
    except IntegrityError:
        return None


def _answered(call: Call) -> Answer:
    answer = replay(call)
    assert answer is not None  # noqa: S101  the insert just met a committed row
    return answer


def _row(call: Call) -> IdempotentAnswer | None:
    where = {"user_id": call.user_id, "address": call.address, "key": call.key}
    return IdempotentAnswer.objects.filter(**where).first()
