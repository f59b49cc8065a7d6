"""Who calls: a token in the Authorization header."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core import tokens
from core.clock import now
from core.models import ApiToken, User

KEYWORDS = frozenset({b"token", b"bearer"})
PARTS = 2


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token …`; a header that holds no valid token is refused, not ignored."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return person and token, None when another scheme is used."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() not in KEYWORDS:
            return None
        if len(parts) != PARTS:
            raise AuthenticationFailed
        token = tokens.find(parts[1].decode("ascii", "replace"), now=now())
        if token is None:
            raise AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Name the scheme, so that a missing token is answered 401."""
        return "Token"
