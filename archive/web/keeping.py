"""The archivist's desk: what is due, disposal lists with two people, legal holds."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from approvals import reasons
from approvals.policies import Actor
from archive.models import Disposal
from archive.selectors import disposals
from archive.services import disposing, holding
from archive.web.asking import reader
from core.clock import in_vietnam, now
from core.errors import DomainError, GuardFailed
from core.roles import KEEPS_ARCHIVE
from core.storage import default_store

View = Callable[..., HttpResponse]
NO_STORE = {"Cache-Control": "private, no-store"}


def for_keepers(view: View) -> View:
    """Let archivists and administrators in; a refusal comes back as a message on the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = reader(request)
        if not any(role in KEEPS_ARCHIVE for role, _ in by.roles):
            raise PermissionDenied
        try:
            return view(request, by, *args, **kwargs)
        except DomainError as refusal:
            for line in _words(refusal):
                messages.error(request, line)
            return redirect("keeping-desk")

    return login_required(guarded)


@require_safe
@for_keepers
def desk(request: HttpRequest, by: Actor) -> HttpResponse:
    """See what is due, which lists are open, which records are held."""
    moment = now()
    lists = disposals.disposals()
    open_list = next((one for one in lists if str(one.pk) == request.GET.get("rehearse")), None)
    context = {
        "due": disposals.proposable(in_vietnam(moment).date()),
        "lists": lists,
        "holds": list(disposals.holds()),
        "rehearsed": open_list,
        "lines": disposing.rehearse(open_list.pk, now=moment) if open_list else (),
        "me": by.id,
    }
    answer = render(request, "archive/keeping_desk.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@for_keepers
def propose(request: HttpRequest, by: Actor) -> HttpResponse:
    """Put the chosen records on a list."""
    keys = [uuid.UUID(text) for text in request.POST.getlist("records") if _is_uuid(text)]
    reason = request.POST.get("reason", "")
    made = disposing.propose(keys, by=by, reason=reason, now=now())
    count = made.items.count()
    messages.success(
        request,
        gettext("Đã đề nghị hủy %(count)s hồ sơ; chờ người thứ hai xác nhận.") % {"count": count},
    )
    return redirect("keeping-desk")


@require_POST
@for_keepers
def decide(request: HttpRequest, by: Actor, key: uuid.UUID) -> HttpResponse:
    """Confirm a list or turn it down, as the second person."""
    agrees, reason = request.POST.get("agrees") == "yes", request.POST.get("reason", "")
    disposing.decide(key, by=by, agrees=agrees, reason=reason, now=now())
    said = gettext("Đã xác nhận.") if agrees else gettext("Đã ghi là không đồng ý hủy.")
    messages.success(request, said)
    return redirect("keeping-desk")


@require_POST
@for_keepers
def carry_out(request: HttpRequest, by: Actor, key: uuid.UUID) -> HttpResponse:
    """Destroy what a confirmed list names."""
    disposing.carry_out(key, by=by, now=now())
    messages.success(request, gettext("Đã hủy; chứng nhận đã ghi vào kho và sổ cái."))
    return redirect("keeping-desk")


@require_safe
@for_keepers
def certificate(request: HttpRequest, by: Actor, key: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """Hand out the certificate of a list that was carried out."""
    found = Disposal.objects.filter(pk=key).exclude(certificate="").first()
    if found is None:
        raise Http404
    name = f'attachment; filename="disposal-{key}.json"'
    return HttpResponse(
        default_store().get(found.certificate),
        content_type="application/json",
        headers={"Content-Disposition": name, **NO_STORE},
    )


@require_POST
@for_keepers
def hold(request: HttpRequest, by: Actor) -> HttpResponse:
    """Set or lift a legal hold on the record with this reference."""
    found = disposals.record_named(request.POST.get("record", ""))
    if found is None:
        messages.error(request, gettext("Không có hồ sơ lưu trữ nào mang mã này."))
        return redirect("keeping-desk")
    act = holding.lift if request.POST.get("lift") else holding.hold
    act(found.pk, by=by, reason=request.POST.get("reason", ""), now=now())
    said = gettext("Đã gỡ lệnh giữ.") if request.POST.get("lift") else gettext("Hồ sơ được giữ.")
    messages.success(request, said)
    return redirect("keeping-desk")


def _words(refusal: DomainError) -> list[str]:
    language = get_language() or "vi"
    if isinstance(refusal, GuardFailed) and refusal.problems:
        found = {(one.code, one.params.get("record", "")): one for one in refusal.problems}
        return [
            " ".join(filter(None, (record, reasons.message(code, language, **one.params))))
            for (code, record), one in found.items()
        ]
    return [reasons.message(refusal.code, language, **refusal.params)]


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
