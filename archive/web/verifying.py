"""Anybody checks a record: by its number, by its address, or by holding up the file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.history import history
from archive.models import ArchiveRecord
from archive.selectors.dossier import deciding, grounds, page_path
from archive.selectors.packages import file_of, package_of
from archive.selectors.records import get_record, may_name, may_read_files, recorded
from archive.selectors.signatures import signatures_of
from archive.selectors.uploads import compare
from archive.selectors.verification import verify
from archive.web.asking import actor_or_none
from core.errors import NotVisible, StorageFailed
from core.sealing import verifier_key

MAX_UPLOAD = 64 << 20
NOT_FOUND, TOO_LARGE, UNAVAILABLE = 404, 413, 503


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a record's number or for the file itself."""
    if request.method == "POST":
        return _check_upload(request)
    wanted = request.GET.get("id", "").strip().rstrip("/").rpartition("/")[2]
    if wanted:
        return redirect("verify-record", record_id=wanted)
    return render(request, "archive/verify_start.html")


@require_safe
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """Say which item it is, who decided, and whether everything still holds."""
    actor = actor_or_none(request)
    try:
        submission = recorded(record_id, by=actor)
    except NotVisible:
        return _not_found(request, record_id)
    return render(request, "archive/verify_record.html", _context(submission, actor))


@require_safe
def printable(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Give the printable, shown in the browser."""
    return _file(request, record_id, "record.pdf")


@require_safe
def package(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Give the whole record as one zip."""
    return _file(request, record_id, "package.zip")


def _context(submission: Submission, actor: Actor | None) -> dict[str, Any]:
    sealed = getattr(submission, "archive_record", None)
    decision = deciding(submission)
    return {
        "submission": submission,
        "content": submission.content,
        "publication": getattr(submission, "publication", None),
        "page_path": page_path(submission),
        "named": may_name(submission, actor),
        "may_read_files": may_read_files(submission, actor),
        "decision": decision,
        "grounds": grounds(decision, get_language() or "vi"),
        "events": history(submission),
        "record": sealed,
        "verification": verify(sealed) if sealed else None,
        "signatures": signatures_of(sealed) if sealed else None,
        "verifier_key": verifier_key() if sealed else "",
        "newer": submission.superseded_by.filter(publication__isnull=False).first(),
    }


def _check_upload(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        return render(request, "archive/verify_start.html", {"no_file": True})
    if upload.size > MAX_UPLOAD:
        page = {"too_large": MAX_UPLOAD >> 20}
        return render(request, "archive/verify_start.html", page, status=TOO_LARGE)
    actor = actor_or_none(request)
    comparison = compare(upload.read(), by=actor)
    context: dict[str, Any] = {"comparison": comparison, "file_name": upload.name}
    if comparison.record:
        context |= _context(recorded(comparison.record.pk, by=actor), actor)
        return render(request, "archive/verify_record.html", context)
    return render(request, "archive/verify_start.html", context)


def _file(request: HttpRequest, record_id: str, name: str) -> HttpResponseBase:
    try:
        found = get_record(record_id, by=actor_or_none(request))
    except NotVisible:
        return _not_found(request, record_id)
    etag = f'"{_digest(found, name)}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    try:
        data = package_of(found) if name == "package.zip" else file_of(found, name)
    except StorageFailed:
        return render(request, "archive/verify_unavailable.html", status=UNAVAILABLE)
    return _answer(found, name, data, etag)


def _digest(found: ArchiveRecord, name: str) -> str:
    return str(found.manifest_hash if name == "package.zip" else found.files[name]["sha256"])


def _answer(found: ArchiveRecord, name: str, data: bytes, etag: str) -> HttpResponse:
    is_pdf = name.endswith(".pdf")
    kind, place = ("application/pdf", "inline") if is_pdf else ("application/zip", "attachment")
    response = HttpResponse(data, content_type=kind)
    called = f"{found.submission.reference}.{name.rpartition('.')[2]}".replace("/", "-")
    response["Content-Disposition"] = f'{place}; filename="{called}"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def _not_found(request: HttpRequest, record_id: str) -> HttpResponse:
    page = {"wanted": record_id, "verify_url": reverse("verify")}
    return render(request, "archive/verify_not_found.html", page, status=NOT_FOUND)
