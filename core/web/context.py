"""What every page of the working side shows in its frame."""

from typing import Any

from django.http import HttpRequest

from core.models import Notice
from core.roles import READS_EVERYTHING


def working_side(request: HttpRequest) -> dict[str, Any]:
    """Return unread notices and whether the reading room is open; nothing for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    roles = user.role_assignments.values_list("role", flat=True)
    return {
        "unread_notices": Notice.objects.filter(user=user, read_at=None, in_app=True).count(),
        "reads_everything": any(role in READS_EVERYTHING for role in roles),
    }
