"""Routes that ask a unit which is no more: new versions that ask its successor instead."""

from typing import TYPE_CHECKING, Any

from approvals.models import Route, RouteVersion
from approvals.selectors.reorganising import RUNNING, asks, leaving

if TYPE_CHECKING:
    from approvals.services.reorganising.moving import Run


def rewrite_routes(run: "Run") -> dict[int, RouteVersion]:
    """Lay a version for each newest one that asks a leaving unit, and for each still in use.

    Returns which version running items go on with, by the one they had. The positions of stages
    are the same, so that every word already given still counts. The newest comes last.
    """
    gone = set(leaving(run.plan))
    found: dict[int, RouteVersion] = {}
    rows = Route.objects.select_for_update(of=("self",)).select_related("site")
    for route in rows.order_by("pk"):
        versions = list(route.versions.order_by("number"))
        if not versions:
            continue
        newest = versions[-1]
        for version in versions:
            used = version is newest or version.submission_set.filter(state__in=RUNNING).exists()
            if used and asks(version, gone):
                found[version.pk] = _successor(run, route, version, gone)
        if found.get(newest.pk) is None and any(one.pk in found for one in versions):
            _again(run, newest)
    return found


def lay_again(run_at: Any, version: RouteVersion) -> RouteVersion:
    """Lay what a version says as the newest one; nothing that was laid is taken away."""
    last = version.route.versions.order_by("-number").first()
    return RouteVersion.objects.create(
        route_id=version.route_id,
        number=last.number + 1 if last else 1,
        stages=version.stages,
        ladder=version.ladder,
        valid_from=run_at,
    )


def _successor(run: "Run", route: Route, version: RouteVersion, gone: set[str]) -> RouteVersion:
    target = run.plan.target_of_site(route.site.code)

    def asked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**row, "unit": target} if row.get("unit") in gone else row for row in rows]

    last = route.versions.order_by("-number").first()
    assert last is not None  # noqa: S101  there is the version itself
    made = RouteVersion.objects.create(
        route=route,
        number=last.number + 1,
        stages=asked(version.stages),
        ladder=asked(version.ladder),
        valid_from=run.now,
    )
    run.keep("route", [(version.pk, {"made": made.pk})])
    return made


def _again(run: "Run", newest: RouteVersion) -> None:
    made = lay_again(run.now, newest)
    run.keep("route", [(newest.pk, {"made": made.pk})])
