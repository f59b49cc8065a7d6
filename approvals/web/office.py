"""The office: one page that leads to everything around the items, as far as one may go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals.policies import BOARD
from approvals.selectors.forecast import looks_ahead
from approvals.selectors.oversight import oversees
from approvals.selectors.people import administered_units
from approvals.selectors.sites import sites_kept
from approvals.web.asking import actor, desk


@desk
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Show the rooms of the office."""
    me = actor(request)
    context = {
        "keeps_sites": sites_kept(me).exists(),
        "administers": bool(administered_units(me)),
        "oversees": oversees(me),
        "looks_ahead": looks_ahead(me),
        "plans_releases": any(role in BOARD for role, _ in me.roles),
    }
    return render(request, "desk/office.html", context)
