"""The desk's page of page views: a chart by day, the most read pages, and both as CSV."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from approvals.policies import UNIT_MEMBERS, Actor
from approvals.selectors.people import administered_units
from approvals.web.asking import actor, desk
from approvals.web.charts import standing
from core.clock import in_vietnam, now
from core.errors import NotPermitted
from core.models import Site
from core.spreadsheets import csv_lines
from publishing.selectors.page_counts import by_day, by_page

PERIODS = (7, 14, 30)
FEW = 7


@desk
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Show how often one of the person's sites was read."""
    sites = _sites(actor(request))
    if not sites.exists():
        raise NotPermitted(verb="page_counts")
    wanted = sites.filter(code=request.GET["site"]) if request.GET.get("site") else sites
    site = get_object_or_404(wanted[:1])
    days = int(request.GET.get("days", "")) if _is_period(request.GET.get("days", "")) else 14
    since = in_vietnam(now()).date() - timedelta(days=days - 1)
    pages, read = by_page(site, since=since), dict(by_day(site, since=since))
    if request.GET.get("format") == "csv":
        return _table(site, pages)
    whole = [
        (since + timedelta(days=n), read.get(since + timedelta(days=n), 0)) for n in range(days)
    ]
    context = {
        "sites": sites,
        "site": site,
        "days": days,
        "periods": PERIODS,
        "read": whole,
        "total": sum(read.values()),
        "chart": standing([(_name(day, days), views, 0, _short(views)) for day, views in whole]),
        "pages": pages,
    }
    return render(request, "desk/page_counts.html", context)


def _sites(me: Actor) -> Any:
    """Return the sites of the units one works in or administers."""
    units = {unit for role, unit in me.roles if role in UNIT_MEMBERS} | administered_units(me)
    return Site.objects.filter(unit__code__in=units).order_by("name")


def _is_period(text: str) -> bool:
    return text in {str(one) for one in PERIODS}


def _name(day: date, days: int) -> str:
    return f"{day:%d/%m}" if days <= FEW else f"{day:%d}"


def _short(views: int) -> str:
    return str(views) if views else ""


def _table(site: Site, pages: list[tuple[str, str, int]]) -> HttpResponse:
    columns = (gettext("Trang"), gettext("Tên bài"), gettext("Lượt xem"))
    lines = csv_lines(columns, pages)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"luot-xem-{site.code}-{date.isoformat(in_vietnam(now()).date())}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer  # type: ignore[return-value]
