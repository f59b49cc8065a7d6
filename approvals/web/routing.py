"""Routes as administrators see and change them: a picture, versions, a dry run, an editor."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from approvals.models import Route
from approvals.routes import Phase, Stage
from approvals.rulepacks import pack_in_force
from approvals.selectors import routing as routes
from approvals.selectors.people import people_of
from approvals.services.routing import Plan, lay
from approvals.web import words
from approvals.web.asking import actor, desk, status_of
from approvals.web.office_forms import RouteForm, StageForm, StageRows
from core import clock
from core.errors import GuardFailed, NotPermitted, Problem
from core.models import Site, Unit, User

TEMPLATES = Path(__file__).parent.parent / "route_templates.toml"
LEAST_ROWS, MOST_ROWS, HOURS = 6, 12, 8


@cache
def _templates() -> dict[str, dict[str, Any]]:
    data = tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))
    return {row["code"]: row for row in data["templates"]}


@desk
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the sites one administers with their routes."""
    me = actor(request)
    found = list(routes.routes_of(me))
    sites = [
        (site, [(route, routes.newest(route)) for route in found if route.site_id == site.pk])
        for site in routes.sites_administered(me)
    ]
    if not sites:
        raise NotPermitted(verb="lay_route")
    context = {"sites": sites, "templates": _templates().values()}
    return render(request, "desk/routes.html", context)


@desk
@require_safe
def one(request: HttpRequest, key: int) -> HttpResponse:
    """Show a route: its picture, who would decide on a day, its versions and who changed them."""
    route = _route(request, key)
    version = routes.newest(route)
    today = clock.in_vietnam(clock.now()).date()
    day = _day(request.GET.get("day", ""), today)
    author = _person(request.GET.get("author", ""))
    stages = version.parsed if version else ()
    running = routes.running_by_version(route)
    versions = sorted(route.versions.all(), key=lambda one: one.number, reverse=True)
    context = {
        "route": route,
        "version": version,
        "groups": _groups(stages),
        "asked": routes.who_decides(stages, route.site, author=author, on=day),
        "problems": list(routes.route_problems(stages, route.site, on=day)) if stages else (),
        "authors": people_of({route.site.unit.code}, on=today),
        "author": author,
        "day": day,
        "versions": [(one, running.get(one.number, 0)) for one in versions],
        "story": routes.story_of(route),
    }
    return render(request, "desk/route.html", context)


@desk
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change a route: the change is a new version for items that begin after it."""
    route = _route(request, key)
    version = routes.newest(route)
    about = {"name": route.name, "document_type": route.document_type, "category": route.category}
    rows = list(version.stages) if version else []
    return _edited(request, route.site, about, rows, route=route)


@desk
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, site: str) -> HttpResponse:
    """Lay a route for a kind of items of a site, from a template or from nothing."""
    place = routes.sites_administered(actor(request)).filter(code=site).first()
    if place is None:
        raise Http404
    template = _templates().get(request.GET.get("template", ""), {})
    rows = [{**row, "unit": place.unit.code} for row in template.get("stages", [])]
    return _edited(request, place, {"name": template.get("name", "")}, rows, route=None)


def _edited(
    request: HttpRequest,
    site: Site,
    about: Mapping[str, Any],
    rows: list[dict[str, Any]],
    *,
    route: Route | None,
) -> HttpResponse:
    form = RouteForm(request.POST or None, initial=about)
    form.fields["category"].choices = _categories()  # type: ignore[attr-defined]
    stages = _stages(request, site, rows)
    context = {"form": form, "stages": stages, "site": site, "route": route}
    if not (form.is_bound and form.is_valid() and stages.is_valid()):
        status = 422 if form.is_bound else 200
        return render(request, "desk/route_edit.html", context, status=status)
    try:
        version = lay(_plan(site, form, stages), by=actor(request), now=clock.now(), route=route)
    except GuardFailed as refusal:
        _show(form, stages, refusal.problems)
        return render(request, "desk/route_edit.html", context, status=status_of(refusal))
    said = gettext("Đã lưu phiên bản %(n)d; hồ sơ đang chạy giữ phiên bản cũ.")
    messages.success(request, said % {"n": version.number})
    return redirect("route", version.route_id)


def _stages(request: HttpRequest, site: Site, rows: list[dict[str, Any]]) -> StageRows:
    """Return the rows of stages: those there are, and empty ones to fill."""
    most = max(LEAST_ROWS, min(len(rows) + 2, MOST_ROWS))
    made = formset_factory(
        StageForm, StageRows, extra=most - len(rows), max_num=MOST_ROWS, can_order=True
    )
    initial = [{**row, "ORDER": number} for number, row in enumerate(rows, start=1)]
    formset = made(request.POST or None, initial=initial, prefix="stage")
    units = [(unit.code, words.name_of(unit)) for unit in Unit.objects.all()]
    today = clock.in_vietnam(clock.now()).date()
    people = people_of([code for code, _ in units], on=today)
    named = [("", gettext("Ai giữ vai đều được")), *[(p.username, str(p)) for p in people]]
    for form in formset.forms:
        fields: dict[str, Any] = form.fields
        fields["unit"].choices, fields["unit"].initial = units, site.unit.code
        fields["person"].choices = named
        fields["due_hours"].initial = HOURS
    assert isinstance(formset, StageRows)  # noqa: S101  the factory was given that class
    return formset


def _plan(site: Site, form: RouteForm, stages: StageRows) -> Plan:
    rows = [dict(row.cleaned_data) for row in stages.ordered_forms if row.cleaned_data.get("label")]
    for row in rows:
        row.pop("ORDER", None)
        row["needs"] = row["needs"] if row["needs"] == "all" else int(row["needs"])
    return Plan(site=site, stages=tuple(rows), **form.cleaned_data)


def _show(form: RouteForm, stages: StageRows, problems: tuple[Problem, ...]) -> None:
    """Set each problem at its stage, where it concerns one."""
    ordered = [row for row in stages.ordered_forms if row.cleaned_data.get("label")]
    for problem in problems:
        head, _, place = problem.field.partition("-")
        if head == "stage" and place.isdigit() and int(place) < len(ordered):
            ordered[int(place)].show([problem])
        else:
            form.show([problem])


def _groups(stages: tuple[Stage, ...]) -> list[tuple[Phase, list[Stage]]]:
    groups: list[tuple[Phase, list[Stage]]] = []
    for stage in stages:
        if stage.together and groups:
            groups[-1][1].append(stage)
        else:
            groups.append((stage.phase, [stage]))
    return groups


def _route(request: HttpRequest, key: int) -> Route:
    found = routes.routes_of(actor(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _categories() -> list[tuple[str, str]]:
    today = clock.in_vietnam(clock.now()).date()
    english = words.in_english()
    found = pack_in_force(today).categories
    said = [(code, entry.en if english else entry.vi) for code, entry in found.items()]
    return [("", gettext("Mọi chuyên mục")), *said]


def _day(value: str, today: date) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return today


def _person(key: str) -> User | None:
    return User.objects.filter(pk=int(key)).first() if key.isdigit() else None
