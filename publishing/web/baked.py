"""The baked pages over HTTP without Django, database or application: a small WSGI layer.

nginx does the same in production (deploy/nginx); this keeps one-machine instances honest: the same
files, the same headers, and pages that stay up while everything behind them is down.
"""

import mimetypes
import os
import re
from collections.abc import Callable, Iterable
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from publishing.web.page_log import PageLog

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

HOSTS = "by-host"
DEFAULT = "_default"
GONE_PAGE = "gone.html"
MOVED = "moved.txt"
NOT_FOUND = "404.html"
DYNAMIC = ("/desk/", "/audit/", "/verify/", "/api/", "/static/", "/preview/", "/search",
           "/disclosures", "/healthz", "/readyz", "/metrics")  # fmt: skip
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
SECURITY: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Content-Security-Policy", PAGE_POLICY),
]
INLINE_TYPES = re.compile(r"text/html|image/(png|jpeg|gif|webp|svg\+xml)|application/pdf|text/css")
CHUNK = 256 * 1024


class BakedSites:
    """Serve `/sites/<code>/…` and sites on their own hosts from `root`; pass on everything else."""

    def __init__(
        self, application: Application, root: Path, page_log: PageLog | None = None
    ) -> None:
        self.application = application
        self.root = root
        self.page_log = page_log or PageLog(None)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from a file, or let the application answer."""
        path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
        place = self._place(path, environ.get("HTTP_HOST", "").partition(":")[0].lower())
        if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        if place is None and (target := self._host_moved(environ, path)):
            return _redirect(start_response, target, permanent=True)
        if place is None:
            return self.application(environ, start_response)
        site, inner = place
        if not inner:
            return _redirect(start_response, f"/sites/{site.name}/")
        start_response = self.page_log.noting(environ, site, start_response)
        return Answer(site, inner.lstrip("/"), environ, start_response).give()

    def _host_moved(self, environ: Environ, path: str) -> str:
        """Return where a host of the past sends its readers, path and all; else nothing."""
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        file = self.root / HOSTS / host
        inside = path.startswith(DYNAMIC) and not path.startswith("/search")
        if inside or not host or "/" in host or host.startswith(".") or not file.is_file():
            return ""
        query = environ.get("QUERY_STRING", "")
        target = file.read_text("utf-8").strip()
        return f"{target}{quote(path)}{'?' if query else ''}{query}"

    def _place(self, path: str, host: str) -> tuple[Path, str] | None:
        """Return the site's folder and the path inside it; an empty path asks for the slash."""
        if path.startswith("/sites/"):
            code, slash, inner = path[len("/sites/") :].partition("/")
            if inner in {"search", "disclosures"} or not re.fullmatch(r"[a-z0-9-]+", code):
                return None
            return self.root / code, slash + inner
        if path.startswith(DYNAMIC):
            return None
        site = self.root / HOSTS / host
        if host and "/" not in host and site.is_dir():
            return site, path
        if host and "/" not in host and site.is_file():
            return None
        default = self.root / HOSTS / DEFAULT
        return (default.resolve(), "") if path == "/" and default.is_dir() else None


class Answer:
    """One answer from a site's folder."""

    def __init__(
        self, site: Path, inner: str, environ: Environ, start_response: StartResponse
    ) -> None:
        self.site = site.resolve()
        self.inner = inner
        self.environ = environ
        self.start_response = start_response

    def give(self) -> Iterable[bytes]:
        """Return the file, a redirect, 410 for what was taken down, or the site's 404 page."""
        path = (self.site / self.inner).resolve()
        hidden = any(part.startswith(".") for part in self.inner.split("/"))
        if hidden or not path.is_relative_to(self.site):
            return self._not_found()
        if path.is_dir():
            if self.inner and not self.inner.endswith("/"):
                return _redirect(
                    self.start_response, self.environ["PATH_INFO"] + "/", permanent=True
                )
            return self._folder(path)
        if path.is_file() and path.suffix != ".br" and path.name not in {MOVED, GONE_PAGE}:
            return self._file(path, HTTPStatus.OK)
        return self._taken_down_above(path)

    def _folder(self, folder: Path) -> Iterable[bytes]:
        if (folder / "index.html").is_file():
            return self._file(folder / "index.html", HTTPStatus.OK)
        if (folder / MOVED).is_file():
            target = (folder / MOVED).read_text("utf-8").strip()
            return _redirect(self.start_response, target, permanent=True)
        if (folder / GONE_PAGE).is_file():
            return self._file(folder / GONE_PAGE, HTTPStatus.GONE)
        return self._not_found()

    def _taken_down_above(self, path: Path) -> Iterable[bytes]:
        """Files of an item that was taken down are gone, not merely missing."""
        item = path.parent.parent if path.parent.name == "attachments" else path.parent
        if item != self.site and (item / GONE_PAGE).is_file():
            return self._file(item / GONE_PAGE, HTTPStatus.GONE)
        return self._not_found()

    def _not_found(self) -> Iterable[bytes]:
        if (self.site / NOT_FOUND).is_file():
            return self._file(self.site / NOT_FOUND, HTTPStatus.NOT_FOUND)
        self.start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"404"]

    def _file(self, path: Path, status: HTTPStatus) -> Iterable[bytes]:
        sent, encoding = self._variant(path)
        facts = sent.stat()
        etag = f'"{int(facts.st_mtime):x}-{facts.st_size:x}"'
        headers = [*SECURITY, *self._about(path), ("ETag", etag)]
        headers.append(("Last-Modified", formatdate(facts.st_mtime, usegmt=True)))
        if encoding:
            headers += [("Content-Encoding", encoding)]
        if status is HTTPStatus.OK and self._is_known(etag, facts.st_mtime):
            self.start_response("304 Not Modified", headers)
            return []
        headers.append(("Content-Length", str(facts.st_size)))
        self.start_response(f"{status.value} {status.phrase}", headers)
        return [] if self.environ["REQUEST_METHOD"] == "HEAD" else _chunks(sent)

    def _variant(self, path: Path) -> tuple[Path, str]:
        """Return the compressed copy that the client takes, or the file itself."""
        accepted = self.environ.get("HTTP_ACCEPT_ENCODING", "")
        for name, suffix in ENCODINGS:
            copy = path.with_name(path.name + suffix)
            if name in accepted and copy.is_file():
                return copy, name
        return path, ""

    def _about(self, path: Path) -> Headers:
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        in_assets = self.inner.startswith("assets/")
        headers = [
            ("Cache-Control", "public, max-age=31536000, immutable" if in_assets else "no-cache"),
            ("Vary", "Accept-Encoding"),
        ]
        if media_type.startswith("text/") or media_type.endswith("xml"):
            media_type += "; charset=utf-8"
        elif not INLINE_TYPES.match(media_type) and "/attachments/" in f"/{self.inner}":
            headers.append(("Content-Disposition", f'attachment; filename="{path.name}"'))
        return [("Content-Type", media_type), *headers]

    def _is_known(self, etag: str, mtime: float) -> bool:
        if known := self.environ.get("HTTP_IF_NONE_MATCH"):
            return etag in known
        since = self.environ.get("HTTP_IF_MODIFIED_SINCE", "")
        try:
            return bool(since) and int(mtime) <= parsedate_to_datetime(since).timestamp()
        except ValueError:
            return False


def _redirect(
    start_response: StartResponse, target: str, *, permanent: bool = False
) -> Iterable[bytes]:
    status = "301 Moved Permanently" if permanent else "302 Found"
    start_response(status, [*SECURITY, ("Location", target), ("Content-Length", "0")])
    return []


def _chunks(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size <= CHUNK:
            return [file.read()]
    return _stream(path)


def _stream(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
