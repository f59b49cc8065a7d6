"""Addresses that do not exist: answered as problems; a slash too many or too few is forgiven."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import PublicView
from core.errors import NotVisible


class Unknown(PublicView):
    """Whatever no other address matches."""

    schema = None  # type: ignore[assignment]

    def get(self, request: Request, **_where: Any) -> Response:
        """Answer 404."""
        raise NotVisible(address=request.path)

    post = put = patch = delete = head = options = get  # type: ignore[assignment]


@csrf_exempt
def unknown(request: HttpRequest, **where: Any) -> HttpResponseBase:
    """Answer with the view at the same address with or without its last slash, else 404."""
    path = request.path_info
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    try:
        match = resolve(other)
    except Resolver404:
        return Unknown.as_view()(request, **where)
    view = Unknown.as_view() if match.func is unknown else match.func
    return view(request, *match.args, **match.kwargs)
