"""Limits at the door: what is too large is refused before it is read; nothing spools."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse

from core.web.errors import too_large

TOO_LARGE = 413


class RequestSizeLimit:
    """Answer 413 to a request whose declared length is beyond the limit, without reading it.

    Machines get problem+json, people a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse by Content-Length, else go on."""
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdigit() and int(declared) > settings.MAX_REQUEST_BYTES:
            return self._refuse() if request.path.startswith("/api/") else too_large(request)
        return self.get_response(request)

    @staticmethod
    def _refuse() -> HttpResponse:
        limit = settings.MAX_FILE_BYTES // (1024 * 1024)
        message = f"Tệp quá lớn; tối đa {limit} MB. / The file is too large; {limit} MB at most."
        reason = {"code": "FILE_TOO_LARGE", "field": "file", "message": message, "fix": ""}
        problem = {"type": "about:blank", "title": message, "status": TOO_LARGE}
        problem |= {"code": "FILE_TOO_LARGE", "errors": [reason]}
        return JsonResponse(problem, status=TOO_LARGE, content_type="application/problem+json")


class MemoryOnlyUploadHandler(MemoryFileUploadHandler):
    """Keep every upload in memory, so that no unscreened byte reaches a disk (ruling: secrecy)."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Activate for every size; `RequestSizeLimit` has already refused what is too large."""
        super().handle_raw_input(*args, **kwargs)
        self.activated = True
