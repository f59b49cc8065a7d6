"""What every page of the working side shows in its frame."""

from typing import Any

from django.http import HttpRequest

from core.models import Notice


def working_side(request: HttpRequest) -> dict[str, Any]:
    """Return the unread notices' count for the signed-in person; nothing for others."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread_notices": Notice.objects.filter(user=user, read_at=None).count()}
