"""Signing in for machines: a token for a name and a password."""

from typing import Any

from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from api.answers import TokenAnswer
from api.base import ApiView
from api.requests import TokenRequest
from core import tokens
from core.models import ApiToken, User

LOCKED_SECONDS = 15 * 60


class SignInRate(SimpleRateThrottle):
    """So many attempts a minute for one name from one address."""

    scope = "sign_in"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002
        """Count by address and name, so that one name never locks the others out."""
        data: Any = request.data
        name = str(data.get("username", ""))[:150]
        ident = f"{self.get_ident(request)} {name}".encode().hex()
        return self.cache_format % {"scope": self.scope, "ident": ident}


class TokenView(ApiView):
    """`POST auth/token/`, and DELETE to end the token the call is made with."""

    def get_permissions(self) -> list[object]:  # type: ignore[override]
        """Let strangers sign in; ending a token needs one."""
        return [] if self.request.method == "POST" else super().get_permissions()  # type: ignore[return-value]

    def get_throttles(self) -> list[object]:  # type: ignore[override]
        """Slow down guessing."""
        throttles: list[object] = [*super().get_throttles()]
        return [*throttles, SignInRate()] if self.request.method == "POST" else throttles

    @extend_schema(
        operation_id="sign_in", request=TokenRequest, responses={200: TokenAnswer}, auth=[]
    )
    def post(self, request: Request) -> Response:
        """Give a token for a name and a password; earlier tokens stay valid."""
        said = TokenRequest(data=request.data)
        said.is_valid(raise_exception=True)
        user = self._person(said.validated_data)
        scopes = sorted(said.validated_data.get("scopes") or tokens.SCOPES)
        token = tokens.issue(user, now=self.now, scopes=scopes)
        expires_at = self.now + tokens.LIFETIME
        answer = TokenAnswer({"token": token, "scopes": scopes, "expires_at": expires_at})
        return Response(answer.data)

    @extend_schema(operation_id="sign_out", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """End the token of this call."""
        if isinstance(request.auth, ApiToken):
            tokens.revoke(request.auth)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _person(self, said: dict[str, str]) -> User:
        """Return who this is; a lockout after repeated failures is answered 429."""
        http = self.request._request  # noqa: SLF001  the backends want Django's own
        user = authenticate(http, username=said["username"], password=said["password"])
        if user is not None:
            return user
        if getattr(http, "axes_locked_out", False):
            http.axes_locked_out = False  # type: ignore[attr-defined]  # else a page replaces this answer
            raise Throttled(LOCKED_SECONDS)
        raise AuthenticationFailed
