"""The inbox: what waits for whom, decision-ready, and the search over everything one may see."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.lifecycle import State
from approvals.policies import UNIT_MEMBERS
from approvals.rulepacks import pack_in_force
from approvals.selectors import queues
from approvals.selectors.filters import Filters, narrowed
from approvals.selectors.forecast import looks_ahead
from approvals.selectors.lines import lines
from approvals.selectors.paging import page_of
from approvals.selectors.submissions import by_keys
from approvals.services.personal import forget_filter, keep_filter
from approvals.web import words
from approvals.web.asking import actor, desk, person
from core import clock
from core.models import Site, Unit

CHOSEN = mark_safe(" selected")
# The first of these with work in it is what the inbox opens with.
WORK = ("waiting", "confirm", "returned", "drafts", "sent")


@desk
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show one queue, narrowed by words, place, kind, state and time."""
    me, now = actor(request), clock.now()
    filters = Filters.read(request.GET.dict())
    ask = queues.asking(me, now=now)
    counts = queues.counts(ask)
    queue = _chosen(request.GET.get("queue", ""), counts, filters)
    parts = narrowed(queue.rows(ask), filters, now=now)
    page = page_of(parts, queue.order, after=request.GET.get("after", ""))
    context = {
        "queue": queue.code,
        "groups": _groups(counts),
        "rows": lines(by_keys(page.keys)),
        "next": page.next,
        "filters": filters,
        "narrowed": bool(filters.given),
        "choices": _choices(filters),
        "saved": person(request).saved_filters.all(),
        "address": _address(queue.code, filters),
        "looks_ahead": looks_ahead(me),
        "writes": any(role in UNIT_MEMBERS for role, _ in me.roles),
    }
    return render(request, "desk/inbox.html", context)


@desk
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the list one looks at under a name."""
    posted = request.POST.dict()
    queue = posted.get("queue", "")
    address = _address(queue if queue in queues.BY_CODE else "all", Filters.read(posted))
    name = posted.get("name", "")
    if keep_filter(person(request), name=name, address=address, now=clock.now()):
        messages.success(request, _("Đã lưu bộ lọc."))
    else:
        messages.error(request, _("Chưa lưu: bộ lọc cần một tên, và mỗi người giữ tối đa 30."))
    return redirect(f"{reverse('inbox')}?{address}")


@desk
@require_POST
def delete_filter(request: HttpRequest, key: int) -> HttpResponse:
    """Forget a filter one kept."""
    if forget_filter(person(request), key):
        messages.success(request, _("Đã xóa bộ lọc."))
    return redirect("inbox")


def _address(queue: str, filters: Filters) -> str:
    return urlencode({"queue": queue, **filters.given})


def _chosen(code: str, counts: dict[str, queues.Count], filters: Filters) -> queues.Queue:
    """Return the queue asked for; a search looks everywhere, else the first one with work in it."""
    if code in queues.BY_CODE:
        return queues.BY_CODE[code]
    if filters.given:
        return queues.BY_CODE["all"]
    busy = (name for name in WORK if counts[name].number)
    return queues.BY_CODE[next(busy, "waiting")]


def _groups(counts: dict[str, queues.Count]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Return the queues with their counts under their headings."""
    return [
        (words.GROUPS[group], [(one.code, counts.get(one.code)) for one in found])
        for group, found in groupby(queues.QUEUES, key=lambda one: one.group)
    ]


def _choices(filters: Filters) -> dict[str, SafeString]:
    """Return what each filter can be set to, as options: a province has hundreds of units."""
    english = words.in_english()
    categories = pack_in_force(clock.in_vietnam(clock.now()).date()).categories.values()
    offered: dict[str, Iterable[tuple[str, Any]]] = {
        "state": [(state.value, state.label) for state in State],
        "site": _places(Site, english=english),
        "unit": _places(Unit, english=english),
        "kind": words.DOCUMENT_TYPES.items(),
        "category": [(one.code, one.en if english else one.vi) for one in categories],
        "period": words.PERIODS.items(),
    }
    return {name: _options(pairs, getattr(filters, name)) for name, pairs in offered.items()}


def _places(kind: type[Site] | type[Unit], *, english: bool) -> list[tuple[str, str]]:
    rows = kind.objects.values_list("code", "name", "name_en")
    return [(code, name_en if english and name_en else name) for code, name, name_en in rows]


def _options(pairs: Iterable[tuple[str, Any]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, CHOSEN if value == chosen else "", text) for value, text in pairs),
    )
