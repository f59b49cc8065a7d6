"""Reorganisations as administrators plan, look at, run and take them back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.models import Reorganisation
from approvals.policies import Actor
from approvals.selectors import reorganising as selectors
from approvals.selectors.people import administered_units
from approvals.services import reorganising as service
from approvals.services.reorganising.planning import Intent
from approvals.web.asking import actor, desk, status_of
from approvals.web.reorganising_forms import (
    STATES,
    AllotForm,
    ReorganisationForm,
    SuccessorRows,
    initial_of,
    successors_of,
)
from core import clock
from core.errors import DomainError, NotPermitted
from core.models import LedgerEntry, Site, Unit, User

State = Reorganisation.State
ACTS: dict[str, tuple[Callable[..., Reorganisation], Any]] = {
    "schedule": (service.schedule, lambda: gettext("Đã lên lịch; hệ thống thực hiện đúng ngày.")),
    "run": (
        service.run,
        lambda: gettext("Đã thực hiện; các trang đang được dựng lại với tên và dẫn hướng mới."),
    ),
    "cancel": (service.cancel, lambda: gettext("Đã bỏ kế hoạch.")),
    "roll-back": (service.roll_back, lambda: gettext("Đã hoàn lại toàn bộ.")),
}


@desk
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the plans, the latest day first."""
    me = actor(request)
    if not administered_units(me):
        raise Http404
    rows = [
        (row, STATES[row.status])
        for row in selectors.reorganisations_of(me)[: selectors.LATEST]
        if selectors.may_plan(me, selectors.read_plan(row.plan))
    ]
    return render(request, "desk/reorganisations.html", {"rows": rows})


@desk
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    me = actor(request)
    if not administered_units(me):
        raise NotPermitted(verb="plan_reorganisation")
    return _edited(request, me, None)


@desk
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change a plan that is still a draft."""
    me = actor(request)
    row = selectors.reorganisation_of(key, me)
    if row.status != State.DRAFT:
        return redirect("reorganisation", key)
    return _edited(request, me, row)


def _edited(request: HttpRequest, me: Actor, row: Reorganisation | None) -> HttpResponse:
    form = ReorganisationForm(request.POST or None, initial=initial_of(row) if row else None)
    today = clock.in_vietnam(clock.now()).date()
    fields: dict[str, Any] = form.fields
    still = Q(valid_to=None) | Q(valid_to__gte=today)
    fields["sources"].queryset = Unit.objects.filter(still, code__in=administered_units(me))
    old = row.plan["successors"] if row else []
    successors = SuccessorRows(request.POST or None, initial=old, prefix="unit")
    context = {"form": form, "successors": successors, "row": row}
    if not (form.is_bound and form.is_valid() and successors.is_valid()):
        status = 422 if form.is_bound else 200
        return render(request, "desk/reorganisation_edit.html", context, status=status)
    said = form.cleaned_data
    plan = selectors.Plan(
        sources=tuple(unit.code for unit in said["sources"]),
        successors=successors_of(successors),
        mandates=said["mandates"],
    )
    try:
        if not plan.successors:
            plan = replace(plan, successors=(selectors.Successor(""),))
        intent = Intent(said["kind"], said["title"], said["instrument"], said["effective_on"], plan)
        made = service.draft(intent, by=me, now=clock.now(), row=row)
    except DomainError as refusal:
        form.show(refusal.problems)
        status = status_of(refusal)
        return render(request, "desk/reorganisation_edit.html", context, status=status)
    messages.success(request, gettext("Đã lưu dự thảo; xem trước bên dưới, chưa có gì thay đổi."))
    return redirect("reorganisation", made.pk)


@desk
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, key: int) -> HttpResponse:
    """Show a plan: what it would move, who and which site goes where, how far its pages are."""
    me = actor(request)
    row = selectors.reorganisation_of(key, me)
    plan = selectors.read_plan(row.plan)
    today = clock.in_vietnam(clock.now()).date()
    form = _allotment(request, row, plan)
    if form.is_bound and form.is_valid() and row.status == State.DRAFT:
        allotted = replace(plan, people=form.said("person"), sites=form.said("site"))
        intent = Intent(row.kind, row.title, row.instrument, row.effective_on, allotted)
        service.draft(intent, by=me, now=clock.now(), row=row)
        messages.success(request, gettext("Đã lưu phân công; bảng dưới đây tính lại theo đó."))
        return redirect("reorganisation", key)
    planned = row.status in (State.DRAFT, State.SCHEDULED)
    context = {
        "row": row,
        "state": STATES[row.status],
        "plan": plan,
        "units": _names(plan),
        "form": form,
        "preview": selectors.preview_of(plan, on=row.effective_on) if planned else None,
        "due": row.effective_on <= today,
        "decided": selectors.decided_since(row) if row.status == State.DONE else 0,
        "bakes": _bakes(row, plan) if row.run_at else (),
        "story": LedgerEntry.objects.filter(
            subject_type="reorganisation", subject_id=str(row.pk)
        ).order_by("-number")[: selectors.LATEST],
    }
    return render(request, "desk/reorganisation.html", context)


@desk
@require_POST
def act(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """Schedule, run, give up or take back."""
    if name not in ACTS:
        raise Http404
    service_of, said = ACTS[name]
    service_of(key, by=actor(request), now=clock.now())
    messages.success(request, said())
    return redirect("reorganisation", key)


def _allotment(request: HttpRequest, row: Reorganisation, plan: selectors.Plan) -> AllotForm:
    roles = selectors.roles_to_move(plan, on=row.effective_on)
    people = User.objects.filter(pk__in=roles.values("user")).order_by("full_name")
    sites = list(selectors.sites_to_move(plan))
    return AllotForm(request.POST or None, plan=plan, people=list(people), sites=sites)


def _names(plan: selectors.Plan) -> dict[str, list[str]]:
    known = dict(Unit.objects.values_list("code", "name"))
    return {
        "sources": [known.get(code, code) for code in plan.sources],
        "successors": [one.name or known.get(one.code, one.code) for one in plan.successors],
    }


def _bakes(row: Reorganisation, plan: selectors.Plan) -> list[tuple[Site, Any]]:
    """Return the sites whose pages follow the run, with how far; publishing keeps that itself."""
    keys = row.moved.filter(table="site").values_list("key", flat=True)
    units = Unit.objects.filter(code__in=[*plan.sources, *(one.code for one in plan.successors)])
    rows = Site.objects.filter(Q(pk__in=[int(key) for key in keys]) | Q(unit__in=units))
    return [(site, getattr(site, "bake", None)) for site in rows.order_by("code")]
