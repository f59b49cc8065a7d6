"""Who asks for a page, what the person may see, and how a refusal becomes a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.people import actor_of
from approvals.selectors.submissions import get_visible
from core import clock
from core.errors import (
    DomainError,
    NotPermitted,
    NotVisible,
    StorageFailed,
    UploadTooLarge,
    WrongState,
)
from core.models import User

View = Callable[..., HttpResponse]
REFUSED = 422
STATUS: dict[type[DomainError], int] = {
    NotPermitted: 403,
    WrongState: 409,
    UploadTooLarge: 413,
    StorageFailed: 503,
}


def desk(view: View) -> View:
    """Ask for a signed-in person, and answer what the services refuse with a page."""
    return login_required(answering(view))


def answering(view: View) -> View:
    """Answer what the services refuse with a page; what is not visible is not there."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotVisible as missing:
            raise Http404 from missing
        except DomainError as refusal:
            return refused(request, refusal)

    return answered


def person(request: HttpRequest) -> User:
    """Return the signed-in person."""
    return cast("User", request.user)


def actor(request: HttpRequest) -> Actor:
    """Return the signed-in person with the roles held today."""
    return actor_of(person(request), on=clock.in_vietnam(clock.now()).date())


def submission_for(request: HttpRequest, key: Any) -> Submission:
    """Return an item the person may see; NotVisible otherwise."""
    return get_visible(key, actor(request))


def status_of(refusal: DomainError) -> int:
    """Return the HTTP status of a refusal; what the content or the person lacks is 422."""
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), REFUSED)


def refused(request: HttpRequest, refusal: DomainError, **context: Any) -> HttpResponse:
    """Return the page that says why, and what to do."""
    status = status_of(refusal)
    context |= {"refusal": refusal, "status": status}
    return render(request, "desk/refused.html", context, status=status)
