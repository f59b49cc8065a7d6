"""The public search over HTTP: a page, feeds and JSON, each at a shareable address."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, override
from django.views.decorators.http import require_GET

from core.clock import in_vietnam, now
from core.models import Site, Unit
from publishing.rendering import (
    Facet,
    FacetValue,
    SearchPage,
    SearchResult,
    SiteView,
    addresses,
    render_search_feed,
    render_search_shell,
)
from publishing.rendering.formats import document_type_name
from publishing.selectors import search as finding
from publishing.selectors.narrowing import Narrowing
from publishing.selectors.pins import pinned
from publishing.selectors.views import LANGUAGES, site_view
from publishing.web.search_answers import as_json, suggested

PAGE = 20
LAST_PAGE = 100
LONGEST_QUESTION = 200
MOST_VALUES = 10
FEED = 50
NEWEST = "newest"
FEEDS = {"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; everything that is not understood is left out."""

    words: str
    narrowing: Narrowing
    newest: bool
    page: int
    language: str

    def query(self, **changes: Any) -> str:
        """Return the address of the same question with changes; from its first page."""
        narrowing = self.narrowing
        values = {
            "q": self.words,
            "category": narrowing.category,
            "unit": narrowing.unit,
            "type": narrowing.document_type,
            "year": narrowing.year,
            "from": narrowing.since,
            "to": narrowing.until,
            "sort": NEWEST if self.newest else "",
            "lang": self.language if self.language != LANGUAGES[0] else "",
        }
        return "?" + urlencode({k: v for k, v in (values | changes).items() if v})


@require_GET
def search(request: HttpRequest, code: str = "") -> HttpResponse:
    """Answer `/search?q=` over all sites, or `/sites/<code>/search?q=` over one."""
    site = get_object_or_404(Site, code=code) if code else _site_of_host(request)
    one = code or site.kind != Site.Kind.PORTAL
    asked, form = _asked(request, site=site.code if one else ""), request.GET.get("format")
    with override(asked.language):
        if form == "suggest":
            return suggested(asked.narrowing, asked.words)
        if form in FEEDS or form == "json":
            return _for_machines(request, site, _found(asked, size=FEED), asked)
        page = _page(site_view(site), asked, _found(asked, size=PAGE))
        root = "./" if code else f"/sites/{site.code}/"
        html = render_search_shell(site_view(site), page, root=root, language=asked.language)
    return HttpResponse(html)


def _asked(request: HttpRequest, *, site: str) -> Asked:
    said = request.GET
    narrowing = Narrowing(
        site=site,
        category=_short(said.get("category")),
        unit=_short(said.get("unit")),
        document_type=_short(said.get("type")),
        year=_number(said.get("year")) or None,
        since=_day(said.get("from")),
        until=_day(said.get("to")),
    )
    return Asked(
        words=_short(said.get("q")),
        narrowing=narrowing,
        newest=said.get("sort") == NEWEST,
        page=min(max(_number(said.get("page")), 1), LAST_PAGE),
        language=said["lang"] if said.get("lang") in LANGUAGES else LANGUAGES[0],
    )


def _found(asked: Asked, *, size: int) -> finding.Found | None:
    if not asked.words:
        return None
    page = finding.Page(first=(asked.page - 1) * size, size=size, newest=asked.newest)
    return finding.page_of(asked.narrowing, asked.words, page)


def _page(view: SiteView, asked: Asked, found: finding.Found | None) -> SearchPage:
    narrowing = asked.narrowing
    page = SearchPage(
        query=asked.words,
        category=narrowing.category,
        since=narrowing.since.isoformat() if narrowing.since else "",
        until=narrowing.until.isoformat() if narrowing.until else "",
        kept=_kept(asked),
    )
    if found is None:
        return page
    more = found.total > asked.page * PAGE and asked.page < LAST_PAGE
    return replace(
        page,
        results=tuple(_result(view, hit, asked.language) for hit in found.rows),
        total_label=f"{found.total // 100 * 100}+" if found.more else str(found.total),
        corrected=found.corrected,
        partly=found.partly,
        facets=tuple(_facets(view, asked, found)),
        newest=asked.newest,
        other_order_href=asked.query(sort="" if asked.newest else NEWEST),
        feed_href=asked.query(format="rss"),
        atom_href=asked.query(format="atom"),
        pinned=_pinned(view, asked),
        previous_href=asked.query(page=asked.page - 1) if asked.page > 1 else "",
        next_href=asked.query(page=asked.page + 1) if more else "",
    )


def _kept(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Return what the form carries on without showing it."""
    narrowing = asked.narrowing
    values = (
        ("unit", narrowing.unit),
        ("type", narrowing.document_type),
        ("year", str(narrowing.year or "")),
        ("sort", NEWEST if asked.newest else ""),
    )
    return tuple((name, value) for name, value in values if value)


def _facets(view: SiteView, asked: Asked, found: finding.Found) -> Iterator[Facet]:
    chosen = asked.narrowing
    units = dict(
        Unit.objects.filter(code__in=[*found.facets["unit"], chosen.unit]).values_list(
            "code", "name"
        )
    )
    parts = (
        ("category", "category", gettext("Chuyên mục"), chosen.category,
         lambda value: view.category(value).name_in(asked.language)),
        ("unit", "unit", gettext("Cơ quan, đơn vị"), chosen.unit, units.get),
        ("document_type", "type", gettext("Loại"), chosen.document_type, document_type_name),
        ("year", "year", gettext("Năm"), chosen.year, str),
    )  # fmt: skip
    for name, parameter, label, picked, named in parts:
        # A value that was chosen stays on the page, with no answers too, so that it can be let go.
        counts = found.facets[name] if not picked else {picked: 0} | found.facets[name]
        values = tuple(
            FacetValue(
                label=str(named(value) or value),
                count=count,
                href=asked.query(**{parameter: "" if value == picked else value}),
                chosen=value == picked,
            )
            for value, count in list(counts.items())[:MOST_VALUES]
        )
        if len(values) > 1 or picked:
            yield Facet(label, values)


def _result(view: SiteView, hit: finding.Hit, language: str) -> SearchResult:
    return SearchResult(
        href=f"/sites/{hit.site}/{hit.address}",
        title=hit.title,
        published_at=hit.first_published_at,
        excerpt=finding.passages(_excerpt(hit)),
        number=hit.number,
        unit_name=hit.unit_name,
        category_name=view.category(hit.category).name_in(language),
        site_name=hit.site_name,
        file_href=_file(hit),
        file_label=hit.file_label,
    )


def _excerpt(hit: finding.Hit) -> str:
    """Return the passage that matched; the summary where only title or number did."""
    return hit.passage if finding.MARK_START in hit.passage else hit.summary or hit.passage


def _file(hit: finding.Hit) -> str:
    path = addresses.attachment_path(hit.address, hit.file_name) if hit.file_name else ""
    return f"/sites/{hit.site}/{path}" if path else ""


def _pinned(view: SiteView, asked: Asked) -> tuple[SearchResult, ...]:
    """Return what the site answers first, on the first page of an answer that is not narrowed."""
    if asked.page > 1 or replace(asked.narrowing, site="") != Narrowing():
        return ()
    today = in_vietnam(now()).date()
    rows = pinned(view.code, asked.words, language=asked.language, on=today)
    return tuple(
        SearchResult(
            href=f"/sites/{row.site.code}/{row.address}",
            title=row.title,
            published_at=row.first_published_at,
            excerpt=finding.passages(row.summary),
            number=row.number,
            unit_name=row.unit.name if row.unit else "",
            category_name=view.category(row.category).name_in(asked.language),
            site_name=row.site.name,
        )
        for row in rows
    )


def _for_machines(
    request: HttpRequest, site: Site, found: finding.Found | None, asked: Asked
) -> HttpResponse:
    """Return the answers as a feed or as JSON, with addresses that work from anywhere."""
    here = request.build_absolute_uri("/").rstrip("/")
    view, form = site_view(site), request.GET["format"]
    results = [_result(view, hit, asked.language) for hit in found.rows] if found else []
    whole = [
        replace(one, href=here + one.href, file_href=one.file_href and here + one.file_href)
        for one in results
    ]
    if form == "json":
        return as_json(asked.words, found, whole)
    address, language = request.build_absolute_uri(), asked.language
    atom = form == "atom"
    text = render_search_feed(view, asked.words, whole, address, language=language, atom=atom)
    return HttpResponse(text, content_type=FEEDS[form])


def _site_of_host(request: HttpRequest) -> Site:
    """Return the site whose own host was asked, else the portal, which searches all sites."""
    host = request.get_host().partition(":")[0].lower()
    own = Site.objects.filter(host=host).first()
    return own or get_object_or_404(Site, kind=Site.Kind.PORTAL)


def _short(text: str | None) -> str:
    return (text or "").replace("\0", "").strip()[:LONGEST_QUESTION]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0  # noqa: PLR2004  four digits are enough


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
