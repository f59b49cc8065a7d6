"""The door of the reading room: who may enter, and what only auditors may write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from archive.selectors.sampling import is_auditor
from archive.web.asking import reader

View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """Let auditors, archivists and administrators in; others get 403, strangers the sign-in."""
    return require_safe(_entered(view))


def for_notes(view: View) -> View:
    """The same door for what is written down inside; the service asks whether it is an auditor."""
    return require_POST(_entered(view))


def _entered(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        by = reader(request)
        request.auditor = is_auditor(by)  # type: ignore[attr-defined]
        return view(request, by, *args, **kwargs)

    return guarded
