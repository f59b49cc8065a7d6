"""Mandates as administrators see, give and end them; a mandate is ended, never deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from approvals.selectors.mandates import mandates_of, standing
from approvals.selectors.people import administered_units, people_of
from approvals.services.mandating import Grant, end, give
from approvals.web.asking import actor, desk, status_of
from approvals.web.office_forms import MandateForm
from core import clock
from core.errors import GuardFailed, NotPermitted
from core.models import Unit


@desk
@require_http_methods(["GET", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """List the mandates of the units one administers, and give one."""
    me = actor(request)
    units = administered_units(me)
    if not units:
        raise NotPermitted(verb="give_mandate")
    today = clock.in_vietnam(clock.now()).date()
    form = MandateForm(request.POST or None, initial={"valid_from": today})
    fields: dict[str, Any] = form.fields
    fields["unit"].queryset = Unit.objects.filter(code__in=units)
    fields["holder"].queryset = fields["principal"].queryset = people_of(units, on=today)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        said["document_types"] = tuple(said["document_types"])
        try:
            give(Grant(**said), by=me, now=clock.now())
        except GuardFailed as refusal:
            form.show(refusal.problems)
            return _page(request, form, status=status_of(refusal))
        messages.success(request, gettext("Đã lập thẩm quyền ký."))
        return redirect("mandates")
    return _page(request, form, status=422 if form.is_bound else 200)


@desk
@require_POST
def end_mandate(request: HttpRequest, key: int) -> HttpResponse:
    """End a mandate; what was signed with it stays signed."""
    end(key, by=actor(request), now=clock.now())
    messages.success(request, gettext("Đã kết thúc thẩm quyền ký; văn bản đã ký không đổi."))
    return redirect("mandates")


def _page(request: HttpRequest, form: MandateForm, *, status: int) -> HttpResponse:
    today = clock.in_vietnam(clock.now()).date()
    rows = [(mandate, standing(mandate, on=today)) for mandate in mandates_of(actor(request))]
    context = {
        "form": form,
        "in_force": [row for row in rows if row[1] != "over"],
        "over": [row for row in rows if row[1] == "over"],
    }
    return render(request, "desk/mandates.html", context, status=status)
