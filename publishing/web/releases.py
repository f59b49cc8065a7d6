"""Releases in the desk: what is to come, bundles, the rehearsal, other times for an item."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.services.scheduling import MOVABLE
from approvals.web.asking import actor, desk, status_of, submission_for
from core import clock
from core.errors import DomainError, NotPermitted, Problem
from core.models import Site
from publishing.models import ReleaseBundle
from publishing.selectors import bundles as shown
from publishing.selectors.due import late_bundles, late_items
from publishing.selectors.rehearsing import rehearse
from publishing.services import bundles
from publishing.services.scheduling import reschedule
from publishing.web.release_forms import BundleForm, TimesForm


@desk
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Show what is planned, what is late and what was closed on the person's sites."""
    me, now = actor(request), clock.now()
    sites = shown.planned_by(me)
    if not sites:
        raise NotPermitted(verb="plan_release")
    context = {
        "sites": sites,
        "planned": shown.planned_bundles(me),
        "scheduled": shown.scheduled_items(me),
        "closed": shown.closed_bundles(me),
        "late_bundles": {row.pk for row in late_bundles(now=now).filter(site__in=sites)[:50]},
        "late_items": late_items(now=now).filter(site__in=sites)[:50],
    }
    return render(request, "desk/releases.html", context)


@desk
@require_http_methods(["GET", "POST"])
def new_bundle(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a bundle on a site."""
    me, now = actor(request), clock.now()
    site = get_object_or_404(shown.planned_by(me), code=code)
    choices = list(shown.may_be_bundled(site, now=now)[: shown.CHOICES])
    form = BundleForm(request.POST or None, choices=choices)
    if form.is_bound and form.is_valid():
        try:
            bundle = bundles.make(site, _plan(form), by=me, now=now)
        except DomainError as refusal:
            form.show(refusal.problems)
            return _bundle_page(request, site, form, status=status_of(refusal))
        messages.success(request, gettext("Đã lập gói. Bên dưới là diễn tập cho giờ phát hành."))
        return redirect("release", bundle.pk)
    return _bundle_page(request, site, form, status=422 if form.is_bound else 200)


@desk
@require_safe
def one_bundle(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show a bundle with the rehearsal of every item."""
    bundle = shown.get_bundle(key, actor(request))
    items, planned = shown.items_of(bundle), bundle.status == ReleaseBundle.Status.PLANNED
    at = max(bundle.publish_at, clock.now())
    context = {
        "bundle": bundle,
        "planned": planned,
        "late": planned and bundle.publish_at < clock.now(),
        "rows": rehearse(items, at=at, expire_at=bundle.expire_at) if planned else [],
        "items": items,
        "problems": [Problem(row["code"], row["item"], row["params"]) for row in bundle.problems],
    }
    return render(request, "desk/release.html", context)


@desk
@require_http_methods(["GET", "POST"])
def edit_bundle(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change times and items of a planned bundle."""
    me, now = actor(request), clock.now()
    bundle = shown.get_bundle(key, me)
    present = shown.items_of(bundle)
    choices = [*present, *shown.may_be_bundled(bundle.site, now=now)[: shown.CHOICES]]
    initial = {
        "name": bundle.name,
        "publish_at": bundle.publish_at,
        "expire_at": bundle.expire_at,
        "items": [str(one.pk) for one in present],
    }
    form = BundleForm(request.POST or None, choices=choices, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            bundles.change(key, _plan(form), by=me, now=now)
        except DomainError as refusal:
            form.show(refusal.problems)
            return _bundle_page(request, bundle.site, form, bundle, status=status_of(refusal))
        messages.success(request, gettext("Đã đổi gói phát hành."))
        return redirect("release", key)
    status = 422 if form.is_bound else 200
    return _bundle_page(request, bundle.site, form, bundle, status=status)


@desk
@require_POST
def cancel_bundle(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Dissolve a bundle; its items keep the time of the bundle as their own."""
    me = actor(request)
    shown.get_bundle(key, me)
    bundles.cancel(key, by=me, now=clock.now())
    messages.success(
        request, gettext("Đã hủy gói. Từng hồ sơ vẫn chờ đúng giờ đó; muốn dừng thì gọi lại.")
    )
    return redirect("release", key)


@desk
@require_http_methods(["GET", "POST"])
def item_rehearsal(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Rehearse one item for its time, and give it another."""
    now = clock.now()
    submission = submission_for(request, key)
    times = {"publish_at": submission.publish_at, "expire_at": submission.expire_at}
    form = TimesForm(request.POST or None, initial=times)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            reschedule(key, by=actor(request), now=now, **form.cleaned_data)
        except DomainError as refusal:
            form.show(refusal.problems)
            status = status_of(refusal)
        else:
            messages.success(request, gettext("Đã đổi giờ. Bên dưới là diễn tập cho giờ mới."))
            return redirect("release-rehearsal", key)
    return render(request, "desk/release_item.html", _item_context(submission, form), status=status)


def _item_context(submission: Submission, form: TimesForm) -> dict[str, Any]:
    now = clock.now()
    times = (submission.publish_at, submission.embargo_until, submission.hold_until, now)
    at = max(moment for moment in times if moment)
    held = submission.release_items.filter(planned=True).select_related("bundle").first()
    if held:
        at = max(at, held.bundle.publish_at)
    return {
        "submission": submission,
        "at": at,
        "row": rehearse([submission], at=at)[0],
        "bundle": held.bundle if held else None,
        "form": form,
        "movable": State(submission.state) in MOVABLE and not held,
    }


def _plan(form: BundleForm) -> bundles.Plan:
    said = form.cleaned_data
    return bundles.Plan(
        name=said["name"],
        publish_at=said["publish_at"],
        expire_at=said["expire_at"],
        items=[uuid.UUID(one) for one in said["items"]],
    )


def _bundle_page(
    request: HttpRequest,
    site: Site,
    form: BundleForm,
    bundle: ReleaseBundle | None = None,
    *,
    status: int,
) -> HttpResponse:
    context = {"site": site, "form": form, "bundle": bundle}
    return render(request, "desk/release_edit.html", context, status=status)
