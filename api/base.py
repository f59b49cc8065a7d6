"""What every address of the API has in common."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle
from rest_framework.views import APIView

from api.errors import TooLarge
from api.parsers import JsonParser
from api.permissions import HoldsScope
from api.schema import DocumentedSchema
from approvals.policies import Actor
from approvals.selectors.people import actor_of
from core import tokens
from core.clock import in_vietnam, now

# A text of the largest size, escaped, with its other fields around it.
MAX_JSON_BYTES = 4 * settings.MAX_TEXT_BYTES


class AlwaysJson(BaseContentNegotiation):
    """There is one representation; what the caller would like instead is not asked."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """Return the parser of the body's media type, None when there is none (415)."""
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((p for p in parsers if p.media_type == media_type), None)

    def select_renderer(
        self,
        request: Request,  # noqa: ARG002
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002
    ) -> tuple[BaseRenderer, str]:
        """Return the first renderer."""
        first = next(iter(renderers))
        return first, str(first.media_type)


class ApiView(APIView):
    """Signed-in callers, JSON in and out, problem documents for refusals."""

    content_negotiation_class = AlwaysJson
    parser_classes = [JsonParser]
    permission_classes = [IsAuthenticated, HoldsScope]
    throttle_classes = [AnonRateThrottle, UserRateThrottle]
    write_scope = tokens.WRITE
    schema = DocumentedSchema()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a body that no text explains before it is read, then ask who calls."""
        declared = request.META.get("CONTENT_LENGTH") or "0"
        is_form = (request.content_type or "").startswith("multipart/")
        if not is_form and declared.isdigit() and int(declared) > MAX_JSON_BYTES:
            raise TooLarge(MAX_JSON_BYTES)
        super().initial(request, *args, **kwargs)

    @cached_property
    def now(self) -> datetime:
        """The moment of this call, the same for everything it does."""
        return now()

    @cached_property
    def actor(self) -> Actor:
        """The person who calls, with the roles of today; a stranger holds none."""
        user = self.request.user
        if not user.is_authenticated:
            return Actor(id=0, name="")
        return actor_of(user, on=in_vietnam(self.now).date())


class PublicView(ApiView):
    """Open to everybody; a token, when sent, must still be valid."""

    permission_classes = [HoldsScope]


def asked(request: Request, shape: type[Any]) -> dict[str, Any]:
    """Return the checked query of a list."""
    query = shape(data=request.query_params)
    query.is_valid(raise_exception=True)
    checked: dict[str, Any] = query.validated_data
    return checked


def said(request: Request, shape: type[Any], *, partial: bool = False) -> dict[str, Any]:
    """Return the checked body of a write."""
    body = shape(data=request.data, partial=partial)
    body.is_valid(raise_exception=True)
    checked: dict[str, Any] = body.validated_data
    return checked
