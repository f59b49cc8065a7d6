"""What every page of the working side shows in its frame."""

from typing import Any

from django.http import HttpRequest

from core.models import Notice
from core.roles import KEEPS_ARCHIVE, READS_EVERYTHING


def working_side(request: HttpRequest) -> dict[str, Any]:
    """Return unread notices and which rooms are open; nothing for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    roles = set(user.role_assignments.values_list("role", flat=True))
    return {
        "unread_notices": Notice.objects.filter(user=user, read_at=None, in_app=True).count(),
        "reads_everything": bool(roles & READS_EVERYTHING),
        "keeps_archive": bool(roles & KEEPS_ARCHIVE),
    }
