"""Refusals as problem+json (RFC 9457), in the words of the one catalogue."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from rest_framework import status

from approvals import reasons
from core.errors import (
    DomainError,
    GuardFailed,
    NotPermitted,
    NotVisible,
    Problem,
    RulesViolated,
    Stale,
    StorageFailed,
    UploadRefused,
    UploadTooLarge,
    WrongState,
)
from core.idempotency import IdempotencyMismatch

MEDIA_TYPE = "application/problem+json"
# Refusals of a file that no other format or repair of the request would have been heard for.
WRONG_TYPE = frozenset({"TYPE_NOT_ALLOWED", "TYPE_MISMATCH"})

# The first class that fits decides; subclasses stand before their parents.
STATUSES: tuple[tuple[type[DomainError], int], ...] = (
    (NotPermitted, status.HTTP_403_FORBIDDEN),
    (NotVisible, status.HTTP_404_NOT_FOUND),
    (WrongState, status.HTTP_409_CONFLICT),
    (Stale, status.HTTP_412_PRECONDITION_FAILED),
    (UploadTooLarge, status.HTTP_413_REQUEST_ENTITY_TOO_LARGE),
    (UploadRefused, status.HTTP_422_UNPROCESSABLE_ENTITY),
    (GuardFailed, status.HTTP_422_UNPROCESSABLE_ENTITY),
    (RulesViolated, status.HTTP_422_UNPROCESSABLE_ENTITY),
    (IdempotencyMismatch, status.HTTP_422_UNPROCESSABLE_ENTITY),
    (StorageFailed, status.HTTP_503_SERVICE_UNAVAILABLE),
)


def status_of(refusal: DomainError) -> int:
    """Return the HTTP status of a refusal; a kind that nobody mapped is a conflict with rules."""
    if isinstance(refusal, UploadRefused) and refusal.code in WRONG_TYPE:
        return status.HTTP_415_UNSUPPORTED_MEDIA_TYPE
    found = (number for kind, number in STATUSES if isinstance(refusal, kind))
    return next(found, status.HTTP_422_UNPROCESSABLE_ENTITY)


def of_refusal(refusal: DomainError) -> dict[str, Any]:
    """Return the problem document of a refusal, with every reason."""
    problems = refusal.problems
    if isinstance(refusal, StorageFailed):
        problems = (Problem("STORAGE_FAILED"),)
    return document(status_of(refusal), problems[0].code, [error(problem) for problem in problems])


def of_code(number: int, code: str, *, field: str = "", **params: Any) -> dict[str, Any]:
    """Return the problem document of one code."""
    return document(number, code, [error(Problem(code, field, params))])


def error(problem: Problem, *, message: str = "") -> dict[str, str]:
    """Return one reason in the caller's language; `message` is more exact than the catalogue."""
    language = get_language() or "vi"
    params = problem.params
    return {
        "code": problem.code,
        "field": problem.field,
        "message": message or reasons.message(problem.code, language, **params),
        "fix": reasons.fix(problem.code, language, **params),
    }


def document(number: int, code: str, errors: Iterable[dict[str, str]]) -> dict[str, Any]:
    """Return the whole document; its title is the message of the code that leads."""
    errors = list(errors)
    return {
        "type": "about:blank",
        "title": next((e["message"] for e in errors if e["code"] == code), code),
        "status": number,
        "code": code,
        "errors": errors,
    }
