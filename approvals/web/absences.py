"""Being away: one's own absences, those of people one administers, and what was done meanwhile."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from approvals import reasons
from approvals.selectors import absences
from approvals.services.absences import Leave, come_back, leave
from approvals.web.asking import actor, desk, person, status_of
from approvals.web.office_forms import LeaveForm
from core import clock
from core.errors import DomainError, Problem
from core.models import User


@desk
@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Show the absences and set one; what would not work meanwhile is said right away."""
    me, acting = person(request), actor(request)
    today = clock.in_vietnam(clock.now()).date()
    who = _chosen(request, me)
    form = LeaveForm(request.POST or None, initial={"person": who, "first_day": today})
    _offer(form, who, request)
    if not form.is_valid():
        return _page(request, who, form, status=422 if form.is_bound else 200)
    wish = Leave(**form.cleaned_data)
    try:
        leave(wish, by=acting, now=clock.now())
    except DomainError as refusal:
        form.show(refusal.problems)
        return _page(request, who, form, status=status_of(refusal))
    messages.success(request, gettext("Đã đặt lịch vắng mặt."))
    days = {"first_day": wish.first_day, "last_day": wish.last_day}
    for problem in absences.hindrances(wish.person, wish.substitute, **days):
        messages.warning(request, _say(problem))
    return redirect(f"{request.path}?person={wish.person.pk}")


@desk
@require_POST
def end_absence(request: HttpRequest, key: int) -> HttpResponse:
    """End an absence now."""
    ended = come_back(key, by=actor(request), now=clock.now())
    messages.success(request, gettext("Đã kết thúc lần vắng mặt; lượt xử lý trở lại người cũ."))
    response: HttpResponse = redirect("absence")
    response["Location"] += f"?person={ended.person_id}"
    return response


def _chosen(request: HttpRequest, me: User) -> User:
    """Return whose absences are looked at: one's own, unless one administers the other."""
    asked = request.POST.get("person") or request.GET.get("person") or ""
    today = clock.in_vietnam(clock.now()).date()
    people = absences.in_scope(actor(request), on=today)
    found = people.filter(pk=int(asked)).first() if asked.isdigit() else None
    return found or me


def _offer(form: LeaveForm, who: User, request: HttpRequest) -> None:
    today = clock.in_vietnam(clock.now()).date()
    fields: dict[str, Any] = form.fields
    fields["person"].queryset = absences.in_scope(actor(request), on=today)
    fields["substitute"].queryset = absences.possible_substitutes(who, on=today)


def _page(request: HttpRequest, who: User, form: LeaveForm, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    today = clock.in_vietnam(now).date()
    people = absences.in_scope(actor(request), on=today)
    context = {
        "form": form,
        "who": who,
        "mine": who == person(request),
        "people": people if people.count() > 1 else (),
        "absences": absences.absences_of(who)[:20],
        "stood_in_for": absences.stood_in_for(who, on=today),
        "done": absences.done_for(who, since=absences.digest_since(now)),
        "today": today,
    }
    return render(request, "desk/absence.html", context, status=status)


def _say(problem: Problem) -> str:
    language = get_language() or "vi"
    said = (reasons.message, reasons.fix)
    return " ".join(say(problem.code, language, **problem.params) for say in said)
