"""What was promised to be repaired: checks set aside on items that are public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals.selectors.repairs import promised
from approvals.web.asking import actor, desk
from core import clock


@desk
@require_safe
def repairs(request: HttpRequest) -> HttpResponse:
    """List the promises, the soonest first."""
    today = clock.in_vietnam(clock.now()).date()
    context = {"promises": promised(actor(request)), "today": today}
    return render(request, "desk/repairs.html", context)
