"""Proving again who sits at the screen: high-stakes acts need a recent sign-in or the password."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from core import clock

HIGH_STAKES = frozenset({"approve", "fast_track", "reject", "take_down"})
SINCE = "authenticated_at"
FIELD = "password"


def remember(*, request: HttpRequest | None = None, **_signal: Any) -> None:
    """Note when the person proved who they are; called at every sign-in."""
    if request is not None and hasattr(request, "session"):
        request.session[SINCE] = clock.now().isoformat()


def needed(request: HttpRequest, verb: str) -> bool:
    """Tell whether the act asks for the password first: high-stakes, and the sign-in is old."""
    if verb not in HIGH_STAKES:
        return False
    since = request.session.get(SINCE)
    recent = timedelta(minutes=settings.REAUTHENTICATE_MINUTES)
    return since is None or clock.now() - datetime.fromisoformat(since) > recent


def proven(request: HttpRequest, verb: str) -> bool:
    """Tell whether the act may go on; a right password counts as a sign-in from now on.

    A wrong one counts towards the lockout, as at the sign-in.
    """
    if not needed(request, verb):
        return True
    name = request.user.get_username()
    user = authenticate(request, username=name, password=request.POST.get(FIELD, ""))
    if user is None or user.pk != request.user.pk:
        return False
    user_logged_in.send(sender=type(user), request=request, user=user)
    return True
