"""A site as it would look with what was typed in, before anybody else sees it."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from approvals.selectors.people import administered_units
from approvals.selectors.sites import Identity, identity_of, read_identity, site_kept
from approvals.services import files
from approvals.services.sites import as_it_would_be
from approvals.web.asking import actor, answering
from core.models import Site
from publishing.rendering import render_home
from publishing.rendering.identity import identity_css
from publishing.rendering.shapes import HomeSection, ItemLine
from publishing.selectors.site_assets import ENDINGS
from publishing.selectors.views import site_view
from publishing.services.lists import Shelf

NEW = "new"


@login_required
@answering
@require_safe
def home(request: HttpRequest, code: str) -> HttpResponse:
    """Show the home page with the identity that was tried last."""
    site, identity = _tried(request, code)
    shown = as_it_would_be(site, identity)
    view = site_view(shown)
    place = f"/preview/sites/{code}/"
    view = replace(
        view,
        style=f"{place}site.css" if view.style else "",
        logo=f"{place}logo" if view.logo else "",
    )
    newest: list[ItemLine] = []
    sections: list[HomeSection] = []
    if site:
        shelf = Shelf(site, view, view.language)
        newest, sections = list(shelf.newest.values()), shelf.sections()
    root = f"/sites/{site.code if site else identity.parent}/"
    return HttpResponse(render_home(view, newest, sections=sections, root=root))


@login_required
@answering
@require_safe
def style(request: HttpRequest, code: str) -> HttpResponse:
    """Give the style of the accent that was tried last."""
    _, identity = _tried(request, code)
    try:
        text = identity_css(identity.accent)
    except ValueError:
        text = ""
    return HttpResponse(text, content_type="text/css; charset=utf-8")


@login_required
@answering
@require_safe
def logo(request: HttpRequest, code: str) -> HttpResponse:
    """Give the logo that was tried last, or the one that is."""
    _, identity = _tried(request, code)
    if identity.logo_type not in ENDINGS:
        raise Http404
    answer = HttpResponse(files.read(identity.logo), content_type=identity.logo_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _tried(request: HttpRequest, code: str) -> tuple[Site | None, Identity]:
    """Return the site, if there is one, and what was tried; only for who keeps it."""
    me = actor(request)
    kept = request.session.get(f"tried-site/{code}")
    if code == NEW:
        if not kept or not administered_units(me):
            raise Http404
        return None, read_identity(kept)
    site = site_kept(code, me)
    return site, read_identity(kept) if kept else identity_of(site)
