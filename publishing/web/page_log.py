"""A line for each page that was read: when, which site, which page; nothing of its reader.

Readers who ask not to be counted (Do Not Track, Global Privacy Control) leave no line at all. nginx
writes the same lines in production (deploy/nginx).
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ASKED_NOT_TO = ("HTTP_DNT", "HTTP_SEC_GPC")
StartResponse = Callable[..., Any]


class PageLog:
    """Lines in one file, each written whole by one call."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def noting(
        self, environ: dict[str, Any], site: Path, start_response: StartResponse
    ) -> StartResponse:
        """Return a `start_response` that also notes a page of HTML that was found."""
        if self.path is None or environ.get("REQUEST_METHOD") != "GET":
            return start_response
        if any(environ.get(name) == "1" for name in ASKED_NOT_TO):
            return start_response

        def noted(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if status.startswith("200") and _is_page(headers):
                self._write(site.resolve().name, environ.get("PATH_INFO", "/"))
            return start_response(status, headers, *more)

        return noted

    def _write(self, site: str, path: str) -> None:
        assert self.path is not None  # noqa: S101  asked before
        moment = datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251  outside of Django
        words = path.encode("latin-1", "replace").decode("utf-8", "replace").split()
        line = f"{moment}\t{site}\t{''.join(words)}\n".encode()
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        except OSError:  # a count is lost, never a page
            return
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)


def _is_page(headers: list[tuple[str, str]]) -> bool:
    return any(
        name.lower() == "content-type" and value.startswith("text/html") for name, value in headers
    )
