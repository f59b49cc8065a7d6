"""Sites as administrators see and set them: what they are, how far their pages follow."""

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.policies import Actor
from approvals.rulepacks import pack_in_force
from approvals.selectors.people import administered_units, people_of
from approvals.selectors.sites import (
    Identity,
    changed,
    identity_of,
    keepers,
    may_structure,
    problems_of,
    site_kept,
    sites_kept,
    units_to_choose,
)
from approvals.services import sites as service
from approvals.services.importing import Upload
from approvals.web import words
from approvals.web.asking import actor, desk, status_of
from core import clock
from core.errors import DomainError, NotPermitted, Stale
from core.models import Site
from publishing.services.rebaking import progress_of
from publishing.web.site_forms import (
    MENU_ROWS,
    USUAL_ACCENT,
    KeeperForm,
    MenuForm,
    MenuRows,
    SiteForm,
)

LATEST = 30


@desk
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the sites one keeps, with how far their pages follow what was set."""
    me = actor(request)
    rows = list(sites_kept(me))
    if not rows and not administered_units(me):
        raise Http404
    context = {
        "rows": [(site, progress_of(site)) for site in rows],
        "creates": bool(administered_units(me)),
    }
    return render(request, "desk/sites.html", context)


@desk
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a site: who administers it, its versions, and the progress of its pages."""
    me = actor(request)
    site = site_kept(code, me)
    return render(request, "desk/site.html", _about(site, me, KeeperForm()))


def _about(site: Site, me: Actor, form: KeeperForm) -> dict[str, Any]:
    today = clock.in_vietnam(clock.now()).date()
    structured = may_structure(site, me)
    if structured:
        fields: dict[str, Any] = form.fields
        fields["person"].queryset = people_of(administered_units(me), on=today)
    versions = list(site.versions.select_related("set_by")[: LATEST + 1])
    pairs = zip(versions, [*versions[1:], None], strict=False)
    story = [
        (kept, changed(older.identity, kept.identity) if older else []) for kept, older in pairs
    ]
    return {
        "site": site,
        "structured": structured,
        "progress": progress_of(site),
        "keepers": keepers(site, on=today),
        "versions": story[:LATEST],
        "aliases": site.aliases.all(),
        "form": form,
    }


@desk
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a site: look at it first, or set it at once; the pages follow by themselves."""
    me = actor(request)
    site = site_kept(code, me)
    return _edited(request, me, site, identity_of(site))


@desk
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give a unit a site."""
    me = actor(request)
    if not administered_units(me):
        raise NotPermitted(verb="create_site")
    portal = Site.objects.filter(kind=Site.Kind.PORTAL).first()
    blank = Identity(name="", kind="component", unit="", parent=portal.code if portal else "")
    return _edited(request, me, None, blank)


def _edited(request: HttpRequest, me: Actor, site: Site | None, before: Identity) -> HttpResponse:
    form = _form(request, me, site, before)
    menu = _menu(request, before)
    context: dict[str, Any] = {"form": form, "menu": menu, "site": site, "before": before}
    if not form.is_bound:
        return render(request, "desk/site_edit.html", context)
    if not (form.is_valid() and menu.is_valid()):
        return render(request, "desk/site_edit.html", context, status=422)
    try:
        return _taken(request, me, site, form, form.identity(before, menu.entries), context)
    except DomainError as refusal:
        form.show(refusal.problems)
        status = 409 if isinstance(refusal, Stale) else status_of(refusal)
        return render(request, "desk/site_edit.html", context, status=status)


def _taken(
    request: HttpRequest,
    me: Actor,
    site: Site | None,
    form: SiteForm,
    identity: Identity,
    context: dict[str, Any],
) -> HttpResponse:
    """Look at what was said, or do it."""
    now = clock.now()
    if file := form.cleaned_data["logo"]:
        logo, kind = service.keep_logo(Upload(file.name, file.read()), by=me, now=now)
        identity = service.with_logo(identity, logo, kind)
    elif kept := request.session.get(_tried(site), {}):
        same = kept.get("logo") and request.POST.get("kept_logo") == kept["logo"]
        if same and not form.cleaned_data["no_logo"]:
            identity = service.with_logo(identity, kept["logo"], kept["logo_type"])
    if "try" in request.POST:
        today = clock.in_vietnam(now).date()
        form.show(problems_of(identity, site, on=today))
        request.session[_tried(site)] = identity.written
        context |= {"tried": True, "kept_logo": identity.logo}
        return render(request, "desk/site_edit.html", context, status=200)
    if site is None:
        made = service.create(form.cleaned_data["code"], identity, by=me, now=now)
        messages.success(request, gettext("Đã lập trang; trang chủ có trong một phút."))
    else:
        said = request.POST.get("version", "")
        version = int(said) if said.isdecimal() else site.version
        made = service.change(site.code, identity, by=me, now=now, version=version)
        messages.success(request, gettext("Đã lưu; các trang đang được dựng lại."))
    request.session.pop(_tried(site), None)
    return redirect("site", made.code)


@desk
@require_POST
def restore(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Make a site again what an earlier version says."""
    service.restore(code, number, by=actor(request), now=clock.now())
    said = gettext("Đã lấy lại phiên bản %(n)d thành phiên bản mới; các trang đang được dựng lại.")
    messages.success(request, said % {"n": number})
    return redirect("site", code)


@desk
@require_POST
def give_keeper(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody administer the site alone."""
    me = actor(request)
    site = site_kept(code, me)
    form = KeeperForm(request.POST)
    context = _about(site, me, form)
    if not form.is_valid():
        return render(request, "desk/site.html", context, status=422)
    try:
        service.give_keeper(code, form.cleaned_data["person"], by=me, now=clock.now())
    except DomainError as refusal:
        form.show(refusal.problems)
        return render(request, "desk/site.html", context, status=status_of(refusal))
    messages.success(request, gettext("Đã giao quyền quản trị trang."))
    return redirect("site", code)


@desk
@require_POST
def end_keeper(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """End somebody's administration of the site."""
    service.end_keeper(code, key, by=actor(request), now=clock.now())
    messages.success(request, gettext("Đã kết thúc quyền quản trị trang."))
    return redirect("site", code)


def _tried(site: Site | None) -> str:
    return f"tried-site/{site.code if site else 'new'}"


def _form(request: HttpRequest, me: Actor, site: Site | None, before: Identity) -> SiteForm:
    plain = {**before.written, "own_accent": bool(before.accent)}
    plain["accent"] = before.accent or USUAL_ACCENT
    plain["code"] = site.code if site else ""
    form = SiteForm(
        request.POST or None,
        request.FILES or None,
        initial=plain,
        categories=_categories(),
        shown=before.categories,
        structure=site is None or may_structure(site, me),
    )
    fields: dict[str, Any] = form.fields
    if site:
        del fields["code"]
    if "unit" in fields:
        today = clock.in_vietnam(clock.now()).date()
        fields["unit"].queryset = units_to_choose(me, on=today)
        portals = Site.objects.filter(kind=Site.Kind.PORTAL)
        fields["parent"].queryset = portals.exclude(pk=site.pk) if site else portals
    return form


def _menu(request: HttpRequest, before: Identity) -> MenuRows:
    made = formset_factory(MenuForm, MenuRows, extra=MENU_ROWS, max_num=20, can_order=True)
    rows = [{**row, "ORDER": number} for number, row in enumerate(before.menu, start=1)]
    formset = made(request.POST or None, initial=rows, prefix="menu")
    assert isinstance(formset, MenuRows)  # noqa: S101  the factory was given that class
    return formset


def _categories() -> dict[str, str]:
    english = words.in_english()
    found = pack_in_force(clock.in_vietnam(clock.now()).date()).categories
    top = {code: entry for code, entry in found.items() if not entry.under}
    return {code: entry.en if english else entry.vi for code, entry in top.items()}
