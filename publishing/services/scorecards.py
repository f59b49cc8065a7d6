"""The public scorecards: written when what is online has changed, and once a day as things age."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db.models import Max

from approvals.rulepacks import pack_in_force
from core.clock import in_vietnam
from core.models import Site
from publishing import site_writer
from publishing.duties import Cell
from publishing.models import Holding
from publishing.rendering import addresses
from publishing.rendering.disclosures import (
    SCORECARD,
    AgencyScore,
    Scorecard,
    ScoreLine,
    render_scorecard,
)
from publishing.selectors.radar import Radar, radars
from publishing.selectors.views import LANGUAGES, portal_root, site_view


def write_scorecards(*, now: datetime) -> list[str]:
    """Write the scorecards that are behind; returns the codes of their sites.

    A portal names every agency, so it follows each change; other sites follow their own.
    """
    changed = dict(Holding.objects.values_list("site").annotate(Max("changed_at")))
    newest = max(changed.values(), default=None)
    done = []
    for site in Site.objects.select_related("unit__parent"):
        since = newest if site.kind == Site.Kind.PORTAL else changed.get(site.pk)
        state = f"{in_vietnam(now).date()} {since.isoformat() if since else ''}".strip()
        if _behind(site, state):
            write_scorecard(site, state=state, now=now)
            done.append(site.code)
    return done


def write_scorecard(site: Site, *, state: str, now: datetime) -> None:
    """Write the scorecard of one site in every language; it says of which `state` it tells."""
    one = radars([site.unit], now=now, sites=[site])[0]
    others = _agencies(site, now=now)
    for language in LANGUAGES:
        card = replace(_card(one, others, language, now=now), state=state)
        address = addresses.home_address(language) + SCORECARD
        page = render_scorecard(site_view(site), card, language=language)
        site_writer.write_page(portal_root(site), addresses.file_of(address), page)


def _behind(site: Site, state: str) -> bool:
    """Tell whether the page tells of another state; a site without a home page has none yet."""
    root = portal_root(site)
    page = root / addresses.file_of(SCORECARD)
    if not page.exists():
        return (root / "index.html").exists()
    return f'data-state="{state}"' not in page.read_text("utf-8")


def _agencies(site: Site, *, now: datetime) -> list[tuple[Site, Radar]]:
    if site.kind != Site.Kind.PORTAL:
        return []
    sites = list(Site.objects.filter(parent=site).select_related("unit__parent"))
    found = radars([one.unit for one in sites], now=now, sites=sites)
    return sorted(zip(sites, found, strict=True), key=lambda pair: (-pair[1].percent, pair[0].name))


def _card(
    one: Radar, others: list[tuple[Site, Radar]], language: str, *, now: datetime
) -> Scorecard:
    today = in_vietnam(now).date()
    pack = pack_in_force(today)
    line = partial(_line, language=language, basis={
        cell.category.code: next(
            (row.text(language) for row in pack.basis_of(cell.category.basis)
             if row.act.in_force(today)),
            "",
        )
        for cell in one.cells
    })  # fmt: skip
    return Scorecard(
        met=one.met,
        owed=one.owed,
        lines=tuple(line(cell) for cell in one.cells),
        agencies=tuple(_agency(site, radar, language) for site, radar in others),
        as_of=today,
        pack=pack.name,
    )


def _line(cell: Cell, *, language: str, basis: dict[str, str]) -> ScoreLine:
    category, held = cell.category, cell.held
    listed = held.online and not category.generated
    return ScoreLine(
        number=category.number,
        name=category.name(language),
        basis=basis[category.code],
        standing=cell.standing,
        online=0 if category.generated else held.online,
        late=held.late,
        newest_at=None if category.generated else held.newest_at,
        made=category.generated,
        address=addresses.list_address(category.code) if listed else "",
    )


def _agency(site: Site, radar: Radar, language: str) -> AgencyScore:
    root = f"https://{site.host}/" if site.host else f"/sites/{site.code}/"
    name = site.unit.name_en if language == "en" and site.unit.name_en else site.unit.name
    return AgencyScore(name, root + SCORECARD, radar.met, radar.owed)
