"""What a token may do is in its scopes; what a person may do, the policies of approvals say."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from core import tokens
from core.models import ApiToken


class HoldsScope(BasePermission):
    """The token's scopes cover the call: `read`, or what the view asks for writes."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether a token, where one was used, covers the call; sessions carry no scopes."""
        token: Any = request.auth
        if not isinstance(token, ApiToken):
            return True
        needed = tokens.READ if request.method in SAFE_METHODS else _scope_of(view)
        return needed in token.scopes


def _scope_of(view: APIView) -> str:
    scope: str = getattr(view, "write_scope", tokens.WRITE)
    return scope
