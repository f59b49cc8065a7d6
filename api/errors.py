"""Every exception under /api/ becomes a problem document; statuses are decided nowhere else."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api import problems
from core.errors import DomainError, Problem

log = logging.getLogger(__name__)

CODES: tuple[tuple[type[exceptions.APIException], str], ...] = (
    (exceptions.NotAuthenticated, "NOT_SIGNED_IN"),
    (exceptions.AuthenticationFailed, "NOT_SIGNED_IN"),
    (exceptions.PermissionDenied, "NOT_PERMITTED"),
    (exceptions.NotFound, "NOT_FOUND"),
    (exceptions.MethodNotAllowed, "METHOD_NOT_ALLOWED"),
)


def problem_response(failure: Exception, context: dict[str, Any]) -> Response:
    """Return the answer to an exception; what nobody foresaw is logged and leaks nothing."""
    set_rollback()
    document, headers = _described(failure, context)
    return Response(
        document,
        status=document["status"],
        headers=headers,
        content_type=problems.MEDIA_TYPE,
    )


def _described(
    failure: Exception, context: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    if isinstance(failure, DomainError):
        return problems.of_refusal(failure), {}
    if isinstance(failure, (OperationalError, InterfaceError)):
        log.error("the database is away: %s", failure)
        away = problems.of_code(status.HTTP_503_SERVICE_UNAVAILABLE, "DATABASE_AWAY")
        return away, {"Retry-After": "5"}
    known = _as_api_exception(failure)
    if known is not None:
        return _of_api_exception(known), _headers(known)
    log.error("unforeseen failure at %s", _address(context), exc_info=failure)
    return problems.of_code(status.HTTP_500_INTERNAL_SERVER_ERROR, "REFUSED"), {}


def _as_api_exception(failure: Exception) -> exceptions.APIException | None:
    """Return what the failure means in the framework's words, where it means anything."""
    if isinstance(failure, exceptions.APIException):
        return failure
    if isinstance(failure, Http404):
        return exceptions.NotFound()
    if isinstance(failure, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(failure, RequestDataTooBig):
        return TooLarge()
    if isinstance(failure, (SuspiciousOperation, MultiPartParserError)):
        return exceptions.ParseError()
    return None


def _of_api_exception(failure: exceptions.APIException) -> dict[str, Any]:
    number = failure.status_code
    if isinstance(failure, exceptions.ValidationError):
        return problems.document(number, "MALFORMED", _field_errors(failure.detail))
    if isinstance(failure, exceptions.Throttled):
        return problems.of_code(number, "TOO_MANY_REQUESTS", seconds=_seconds(failure))
    if isinstance(failure, TooLarge):
        return problems.of_code(number, "TOO_LARGE", limit=failure.limit)
    code = next((code for kind, code in CODES if isinstance(failure, kind)), "MALFORMED")
    return problems.of_code(number, code)


def _field_errors(detail: Any, field: str = "") -> list[dict[str, str]]:
    return list(_each_field(detail, field))


def _each_field(detail: Any, field: str) -> Iterator[dict[str, str]]:
    """Yield one error for every message, with the dotted way to its field."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _each_field(inner, _joined(field, str(name)))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, (dict, list))
            yield from _each_field(inner, _joined(field, str(place)) if nested else field)
    else:
        # What was sent may be quoted, and may hold what no answer can.
        message = str(detail).encode("utf-8", "replace").decode()
        yield problems.error(Problem("MALFORMED", field), message=message)


def _joined(field: str, name: str) -> str:
    return field if name == "non_field_errors" else f"{field}.{name}".lstrip(".")


def _headers(failure: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(failure, "auth_header", None):
        headers["WWW-Authenticate"] = str(failure.auth_header)  # type: ignore[attr-defined]
    if getattr(failure, "wait", None):
        headers["Retry-After"] = str(_seconds(failure))
    return headers


def _seconds(failure: exceptions.APIException) -> int:
    return round(getattr(failure, "wait", None) or 1)


def _address(context: dict[str, Any]) -> str:
    request = context.get("request")
    return request.path if request is not None else "?"


class TooLarge(exceptions.APIException):
    """What was sent is larger than this address takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int = 0) -> None:
        super().__init__()
        self.limit = limit
