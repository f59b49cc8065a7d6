"""The desk's page of partners' feeds: what is fetched, how it went, and which drafts came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods

from approvals import reasons
from approvals.policies import Actor
from approvals.rulepacks import pack_in_force
from approvals.selectors.people import administered_units
from approvals.web.asking import actor, desk
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted
from publishing.models import PartnerFeed, PartnerItem
from publishing.services import partnering
from publishing.web.pinning import administered_sites, problems_of

MOST_FEEDS, MOST_ITEMS = 100, 30


@desk
@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds of the sites one administers; add one, switch one, fetch one now."""
    me = actor(request)
    if not administered_units(me):
        raise NotPermitted(verb="add_feed")
    if request.method != "POST":
        return _page(request, me)
    said = request.POST
    for name, act in (("on", _on), ("off", _off), ("fetch", _fetch)):
        if said.get(name, "").isdigit():
            messages.success(request, act(int(said[name]), me))
            return redirect("feeds")
    try:
        feed = partnering.add_feed(_new(request, me), by=me, now=now())
    except GuardFailed as refusal:
        return _page(request, me, refusal=refusal)
    messages.success(request, gettext("Đã thêm nguồn “%s”.") % feed.name)
    return redirect("feeds")


def _on(key: int, me: Actor) -> str:
    partnering.switch_feed(key, on=True, by=me, now=now())
    return gettext("Nguồn tin được lấy trở lại.")


def _off(key: int, me: Actor) -> str:
    partnering.switch_feed(key, on=False, by=me, now=now())
    return gettext("Đã ngừng lấy nguồn tin.")


def _fetch(key: int, me: Actor) -> str:
    feed = partnering.one_feed(key, by=me)
    taken = partnering.fetch_feed(feed, now=now())
    if feed.problem:
        return _said(feed.problem)
    return ngettext("%d bản nháp mới.", "%d bản nháp mới.", taken) % taken


def _new(request: HttpRequest, me: Actor) -> partnering.NewFeed:
    said = request.POST
    return partnering.NewFeed(
        site=get_object_or_404(administered_sites(me), code=said.get("site", "")),
        name=said.get("name", ""),
        url=said.get("url", "").strip(),
        permission=said.get("permission", ""),
        category=said.get("category", ""),
    )


def _page(request: HttpRequest, me: Actor, *, refusal: GuardFailed | None = None) -> HttpResponse:
    sites = list(administered_sites(me))
    rows = list(PartnerFeed.objects.filter(site__in=sites).select_related("site")[:MOST_FEEDS])
    items = PartnerItem.objects.filter(feed__in=rows).select_related("feed", "submission")
    language = get_language() or "vi"
    categories = pack_in_force(in_vietnam(now()).date()).categories.values()
    context = {
        "sites": sites,
        "feeds": [(row, _said(row.problem) if row.problem else "") for row in rows],
        "items": [(one, _said(one.problem) if one.problem else "") for one in items[:MOST_ITEMS]],
        "categories": [(one.code, one.en if language == "en" else one.vi) for one in categories],
        "said": request.POST,
        "problems": problems_of(refusal) if refusal else [],
    }
    return render(request, "desk/feeds.html", context, status=422 if refusal else 200)


def _said(code: str) -> str:
    if code == "SECRECY_MARK":  # which mark it was is not kept either
        return gettext("Tin mang dấu độ mật: không nhận, không lưu nội dung.")
    return reasons.message(code, get_language() or "vi")
