"""Proposing an item to the portal, and looking at carried items whose source has changed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors import carrying
from approvals.services import carrying as service
from approvals.web.asking import actor, desk, status_of, submission_for
from core import clock
from core.errors import GuardFailed, RulesViolated

TYPED = (GuardFailed, RulesViolated)


@desk
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say what a proposal does, then hand the item in at the portal."""
    me = actor(request)
    item = submission_for(request, key)
    portal = carrying.portal_above(item)
    if portal is None or not carrying.may_propose(me, item):
        raise Http404
    context: dict[str, Any] = {"submission": item, "portal": portal, "problems": ()}
    if request.method != "POST":
        context["standing"] = carrying.standing_proposal(item, portal)
        return render(request, "desk/propose.html", context)
    try:
        declared = request.POST.get("secrecy_declaration") == "on"
        made = service.propose(key, by=me, now=clock.now(), secrecy_declared=declared)
    except TYPED as refusal:
        context["problems"] = refusal.problems
        return render(request, "desk/propose.html", context, status=status_of(refusal))
    if made.problems:
        messages.warning(
            request, gettext("Đã tạo bản nháp ở Cổng; còn điều chưa đạt, xem phần kiểm tra.")
        )
    else:
        messages.success(request, gettext("Đã đề xuất; hồ sơ đang chờ Ban Biên tập của Cổng."))
    return redirect("submission", made.submission.pk)


@desk
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """List carried items whose source was corrected or taken down, oldest first."""
    rows = carrying.to_look_at(actor(request))[: carrying.LATEST]
    return render(request, "desk/source_changes.html", {"rows": rows})


@desk
@require_POST
def keep(request: HttpRequest, key: int) -> HttpResponse:
    """Leave a carried item as it is, with a reason."""
    try:
        change = service.keep(
            key, by=actor(request), now=clock.now(), reason=request.POST.get("reason", "")
        )
    except GuardFailed:
        messages.error(request, gettext("Hãy ghi lý do giữ nguyên."))
        return redirect("source-changes")
    messages.success(request, gettext("Đã ghi: giữ nguyên bài đang đăng."))
    return redirect("submission", change.carried.submission_id)


@desk
@require_POST
def follow(request: HttpRequest, key: int) -> HttpResponse:
    """Start a correction with the source's new content."""
    note = gettext("Cập nhật theo nguồn.")
    draft = service.follow(key, by=actor(request), now=clock.now(), change_note=note)
    messages.success(request, gettext("Đã tạo bản đính chính với nội dung mới của nguồn."))
    return redirect("submission-edit", draft.pk)


def elsewhere(item: Submission, me: Actor) -> dict[str, Any]:
    """Return what the page of an item says of the same item on other sites."""
    carried = carrying.carried_by(item)
    return {
        "carried_from": carried,
        "carriers": carrying.carriers_of(item),
        "source_changes": carrying.open_changes(item) if carried else (),
        "may_settle": carried is not None and carrying.may_settle(me, carried),
    }
