"""The radar of information duties in the desk: how one's agency stands, and what to do next."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from approvals.policies import UNIT_MEMBERS, Actor
from approvals.rulepacks import RulePack, pack_in_force
from approvals.selectors.oversight import oversight_of
from approvals.selectors.people import reads_everything, units_of
from approvals.web.asking import actor, desk
from approvals.web.structured import language
from core import clock
from core.errors import NotPermitted
from core.models import Unit
from publishing.duties import Cell
from publishing.selectors.holding import behind
from publishing.selectors.radar import Radar, radars

STANDINGS = {
    "missing": (gettext_lazy("Chưa có"), "bad"),
    "late": (gettext_lazy("Trễ hạn"), "bad"),
    "stale": (gettext_lazy("Đã cũ"), "warn"),
    "fresh": (gettext_lazy("Đủ"), "good"),
}
KINDS = {
    "province": gettext_lazy("Cấp tỉnh"),
    "department": gettext_lazy("Sở, ban, ngành"),
    "commune": gettext_lazy("Cấp xã"),
}


@dataclass(frozen=True)
class Line:
    """One duty as the page shows it, with what to do about it."""

    cell: Cell
    word: str
    tone: str
    basis: tuple[tuple[str, bool], ...]
    clock: str
    do: str
    href: str


@desk
@require_safe
def radar(request: HttpRequest) -> HttpResponse:
    """Show one agency's duties; who answers for several agencies chooses, worst first."""
    me, now = actor(request), clock.now()
    units = reachable(me)
    if not units:
        raise NotPermitted(verb="duties")
    asked = request.GET.get("unit", "")
    chosen = next((unit for unit in units if unit.code == asked), None)
    if asked and chosen is None:
        raise Http404
    if chosen is None and len(units) > 1:
        found = sorted(radars(units, now=now), key=lambda one: (one.percent, one.unit.code))
        return render(request, "duties/overview.html", {"radars": found, "kinds": KINDS})
    one = radars([chosen or units[0]], now=now)[0]
    pack = pack_in_force(clock.in_vietnam(now).date())
    site = _site_of(one.unit)
    context = {
        "radar": one,
        "kind": KINDS[one.kind],
        "lines": _lines(one, pack, writes=_writes(me, one.unit)),
        "english": [(c.name(language()), held, _writing(one.unit, site, c.code, "en"))
                    for c, held in one.english],
        "several": len(units) > 1,
        "pack": pack,
        "legend": [(word, tone, one.counted(name)) for name, (word, tone) in STANDINGS.items()],
    }  # fmt: skip
    return render(request, "duties/radar.html", context)


@desk
@require_safe
def kind(request: HttpRequest, unit: str, category: str) -> HttpResponse:
    """Show the items behind one cell: what is under way, and what is online, newest first."""
    me, now = actor(request), clock.now()
    place = next((one for one in reachable(me) if one.code == unit), None)
    pack = pack_in_force(clock.in_vietnam(now).date())
    entry = pack.categories.get(category)
    if place is None or entry is None:
        raise Http404
    found = behind(place, category, now=now, after=request.GET.get("after", ""))
    context = {
        "unit": place,
        "name": entry.name(language()),
        "found": found,
        "writing": _writing(place, _site_of(place), category) if _writes(me, place) else "",
    }
    return render(request, "duties/kind.html", context)


def reachable(me: Actor) -> list[Unit]:
    """Return the agencies whose duties the person may see: the own ones, and those answered for."""
    if reads_everything(me):
        return list(Unit.objects.select_related("parent"))
    codes = set(units_of(me))
    with suppress(NotPermitted):
        codes |= {unit.code for unit in oversight_of(me).choices}
    return list(Unit.objects.select_related("parent").filter(code__in=codes))


def _writes(me: Actor, unit: Unit) -> bool:
    return me.holds_any(UNIT_MEMBERS, unit.code)


def _site_of(unit: Unit) -> str:
    site = unit.sites.first()
    return site.code if site else ""


def _writing(unit: Unit, site: str, category: str, lang: str = "") -> str:
    """Return the address of a new item with unit, site and category chosen."""
    said = {"unit": unit.code, "site": site, "category": category, "language": lang}
    return "/desk/submissions/new/?" + urlencode({k: v for k, v in said.items() if v})


def _lines(one: Radar, pack: RulePack, *, writes: bool) -> list[Line]:
    site = _site_of(one.unit) if writes else ""
    today, lines = clock.in_vietnam(clock.now()).date(), []
    for cell in one.cells:
        word, tone = STANDINGS[cell.standing]
        category = cell.category
        posting = pack.posting_clock(category.code)
        days = posting.working_days if posting else None
        basis = pack.basis_of(category.basis)
        term = _("ngay khi có thay đổi")
        if days:
            term = ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", days) % {"n": days}
        lines.append(
            Line(
                cell,
                str(word),
                tone,
                tuple((row.text(language()), row.act.in_force(today)) for row in basis),
                term,
                _next(cell),
                _writing(one.unit, site, category.code)
                if writes and not category.generated
                else "",
            )
        )
    return lines


def _next(cell: Cell) -> str:
    """Say what to do about a duty that is not met."""
    said: dict[str, Any] = {
        "missing": _("Soạn và gửi duyệt") if not cell.under_way.items else _("Đang làm, theo dõi"),
        "late": _("Hoàn tất hồ sơ quá hạn"),
        "stale": _("Cập nhật hoặc xác nhận còn đúng"),
        "fresh": "",
    }
    if cell.category.generated and cell.standing != "fresh":
        return _("Soạn đủ bản tiếng Anh dưới đây")
    return str(said[cell.standing])
