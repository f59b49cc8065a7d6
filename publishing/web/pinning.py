"""The desk's page of pins: which item a site answers first, to which words, until when."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from approvals import reasons
from approvals.policies import Actor
from approvals.selectors.people import administered_units
from approvals.web.asking import actor, desk
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted
from core.models import Site
from publishing.models import Pin, Publication
from publishing.services import pinning


@desk
@require_http_methods(["GET", "POST"])
def pins(request: HttpRequest) -> HttpResponse:
    """List the pins of the sites one administers; put one up, or take one away."""
    me = actor(request)
    if not administered_units(me):
        raise NotPermitted(verb="pin")
    if request.method != "POST":
        return _page(request, me)
    if request.POST.get("remove", "").isdigit():
        pinning.unpin(int(request.POST["remove"]), by=me, now=now())
        messages.success(request, gettext("Đã bỏ ghim."))
        return redirect("pins")
    try:
        row = pinning.pin(_new(request, me), by=me, now=now())
    except GuardFailed as refusal:
        return _page(request, me, refusal=refusal)
    messages.success(request, gettext("Đã ghim cho từ “%s”.") % row.words)
    return redirect("pins")


def administered_sites(me: Actor) -> Any:
    """Return the sites of the units one administers."""
    return Site.objects.filter(unit__code__in=administered_units(me)).order_by("name")


def problems_of(refusal: GuardFailed) -> list[dict[str, str]]:
    """Return what was refused, as forms show it."""
    language = get_language() or "vi"
    return [
        {"field": one.field, "said": reasons.message(one.code, language, **one.params)}
        for one in refusal.problems
    ]


def day_of(text: str | None) -> date | None:
    """Return the day somebody typed, or None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _new(request: HttpRequest, me: Actor) -> pinning.NewPin:
    said = request.POST
    return pinning.NewPin(
        site=get_object_or_404(administered_sites(me), code=said.get("site", "")),
        words=said.get("words", ""),
        address=said.get("address", ""),
        valid_from=day_of(said.get("valid_from")) or in_vietnam(now()).date(),
        valid_to=day_of(said.get("valid_to")),
    )


def _page(request: HttpRequest, me: Actor, *, refusal: GuardFailed | None = None) -> HttpResponse:
    sites = list(administered_sites(me))
    rows = list(Pin.objects.filter(site__in=sites).select_related("site")[:200])
    online = Publication.objects.filter(
        document__in=[row.document_id for row in rows], online=True
    ).select_related("site")
    context = {
        "sites": sites,
        "pins": [(row, {p.document_id: p for p in online}.get(row.document_id)) for row in rows],
        "today": in_vietnam(now()).date(),
        "said": request.POST,
        "problems": problems_of(refusal) if refusal else [],
    }
    return render(request, "desk/pins.html", context, status=422 if refusal else 200)
