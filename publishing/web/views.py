"""Search, and what the desk borrows from the portal: preview and take-down."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods

from approvals import reasons
from approvals.selectors.people import actor_of
from approvals.selectors.submissions import get_visible
from approvals.services import files
from approvals.web import reauthenticating
from core.clock import in_vietnam, now
from core.errors import DomainError, NotVisible
from publishing.models import Publication
from publishing.rendering import (
    render_preview,
)
from publishing.selectors.views import preview_view, site_view
from publishing.services.takedown import take_down


@login_required
@require_GET
def preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show an item as the portal will show it; only to those who may see it in the desk."""
    submission = _visible(request, key)
    html = render_preview(
        site_view(submission.site),
        preview_view(submission),
        root=f"/sites/{submission.site.code}/",
        attachments=f"/preview/{key}/attachments/",
    )
    return HttpResponse(html)


@login_required
@require_GET
def preview_file(request: HttpRequest, key: uuid.UUID, file_name: str) -> HttpResponse:
    """Stream an unpublished file to those who may see its item."""
    submission = _visible(request, key)
    row = submission.attachments.filter(file_name=file_name, removed_at=None).first()
    if row is None:
        raise Http404
    inline = row.media_type.startswith("image/") or row.media_type == "application/pdf"
    answer = FileResponse(
        iter([files.read(row.sha256)]),
        content_type=row.media_type,
        as_attachment=not inline,
        filename=row.original_name,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return answer  # type: ignore[return-value]


@login_required
@require_http_methods(["GET", "POST"])
def take_down_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask for the kind and the reason of a take-down, then do it and say what happened."""
    submission = _visible(request, key)
    publication = get_object_or_404(Publication, submission=submission)
    context: dict[str, Any] = {"submission": submission, "publication": publication}
    if request.method == "POST" and not reauthenticating.proven(request, "take_down"):
        context |= {"said": request.POST, "ask_password": True, "wrong_password": True}
        return render(request, "desk/take_down.html", context, status=422)
    context["ask_password"] = reauthenticating.needed(request, "take_down")
    if request.method == "POST":
        try:
            take_down(
                key,
                by=_actor(request),
                now=now(),
                kind=request.POST.get("kind", ""),
                reason=request.POST.get("reason", ""),
                redirect_to=request.POST.get("redirect_to", ""),
            )
        except DomainError as refusal:
            language = get_language() or "vi"
            context["errors"] = [
                reasons.message(problem.code, language, **problem.params)
                for problem in refusal.problems
            ]
            context["said"] = request.POST
            return render(request, "desk/take_down.html", context, status=422)
        messages.success(
            request,
            gettext("Đã gỡ khỏi trang. Trang, tệp, danh sách, nguồn tin và sơ đồ đã cập nhật."),
        )
        return redirect(f"/desk/submissions/{key}/")
    return render(request, "desk/take_down.html", context)


def _actor(request: HttpRequest) -> Any:
    return actor_of(request.user, on=in_vietnam(now()).date())  # type: ignore[arg-type]


def _visible(request: HttpRequest, key: uuid.UUID) -> Any:
    try:
        return get_visible(key, _actor(request))
    except NotVisible as missing:
        raise Http404 from missing
