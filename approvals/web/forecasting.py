"""The forecast for heads and boards: which items will be late, where work piles up, who is away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals.selectors.forecast import forecast, units_ahead_of
from approvals.web.asking import actor, desk
from core import clock
from core.errors import NotPermitted, NotVisible


@desk
@require_safe
def forecast_page(request: HttpRequest) -> HttpResponse:
    """Show the queues of one of the units the person leads."""
    me, now = actor(request), clock.now()
    units = units_ahead_of(me)
    if not units:
        raise NotPermitted(verb="forecast")
    wanted = request.GET.get("unit", "") or units[0].code
    unit = next((one for one in units if one.code == wanted), None)
    if unit is None:
        raise NotVisible(unit=wanted)
    lines = forecast(unit.code, me, now=now)
    context = {"unit": unit, "units": units, "lines": lines, "now": now}
    return render(request, "desk/forecast.html", context)
