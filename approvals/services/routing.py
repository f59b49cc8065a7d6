"""Laying routes: each change is a new version beside the old ones, with its ledger entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from approvals.models import Route, RouteVersion
from approvals.policies import Actor
from approvals.routes import parse_stages
from approvals.selectors.routing import newest, route_problems, sites_administered
from core import ledger
from core.canonical import canonical_bytes, sha256_hex
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Problem
from core.models import Site

# What a stage says only where it differs from the usual.
USUAL = {"label_en": "", "person": "", "needs": 1, "together": False, "merges": False}


@dataclass(frozen=True)
class Plan:
    """A route as it shall be: for which items of which site, and its stages in order."""

    site: Site
    document_type: str
    category: str
    name: str
    stages: tuple[Mapping[str, Any], ...]


def check(plan: Plan, *, now: datetime) -> tuple[Problem, ...]:
    """Return everything that would stop items on the planned route today."""
    try:
        stages = parse_stages(plan.stages)
    except ValueError as error:
        return (Problem("ROUTE_SHAPE", "", {"detail": str(error)}),)
    return tuple(route_problems(stages, plan.site, on=in_vietnam(now).date()))


def lay(plan: Plan, *, by: Actor, now: datetime, route: Route | None = None) -> RouteVersion:
    """Lay a new version of a route, or a new route; running items keep the version they have.

    Refused for sites the person does not administer, for a route that cannot work today, and
    where another route of the site takes the same items.
    """
    if not sites_administered(by).filter(pk=plan.site.pk).exists():
        raise NotPermitted(verb="lay_route")
    problems = check(plan, now=now)
    if problems:
        raise GuardFailed(problems[0].code, problems=problems)
    stages = [_plain(stage) for stage in plan.stages]
    with transaction.atomic():
        Site.objects.select_for_update(of=("self",)).get(pk=plan.site.pk)
        route = _route(plan, route)
        last = newest(route)
        if last and last.stages == stages:
            return last
        version = RouteVersion.objects.create(
            route=route,
            number=(last.number if last else 0) + 1,
            stages=stages,
            ladder=last.ladder if last else [],
            valid_from=now,
        )
        act = ledger.Act(
            verb="lay_route",
            subject_type="route",
            subject_id=str(route.pk),
            actor=by.name,
            content_hash=sha256_hex(canonical_bytes(stages)),
            details={"site": plan.site.code, "name": plan.name, "version": version.number},
        )
        ledger.record(act, now=now)
    return version


def _route(plan: Plan, route: Route | None) -> Route:
    kind = {"document_type": plan.document_type, "category": plan.category}
    same = Route.objects.filter(site=plan.site, **kind).first()
    if same and same != route:
        raise GuardFailed("ROUTE_EXISTS", problems=(Problem("ROUTE_EXISTS", "document_type"),))
    if route is None:
        return Route.objects.create(site=plan.site, name=plan.name, **kind)
    Route.objects.filter(pk=route.pk).update(name=plan.name, **kind)
    route.refresh_from_db()
    return route


def _plain(stage: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stage.items() if USUAL.get(name, ...) != value}
