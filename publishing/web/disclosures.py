"""The list of information that must be public: a page to narrow, and files to take away."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from approvals.rulepacks import pack_in_force
from core.clock import in_vietnam, now
from core.models import Site
from core.spreadsheets import csv_lines, ods_file
from publishing.rendering.disclosures import Register, render_register
from publishing.selectors import disclosures as finding
from publishing.selectors.disclosures import Asked, Disclosure
from publishing.selectors.views import LANGUAGES, site_view

ODS = "application/vnd.oasis.opendocument.spreadsheet"
Cell = tuple[str, str, str]


@require_GET
def disclosures(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Answer `/sites/<code>/disclosures`: the seven columns, or those of a structured kind.

    On a site's own host the code is left out; on any other host it means the portal.
    """
    sites = Site.objects.select_related("unit__parent")
    host = request.get_host().partition(":")[0]
    own = {"code": code} if code else {"host": host}
    site = sites.filter(**own).first()
    if site is None and not code:
        site = sites.filter(kind=Site.Kind.PORTAL).first()
    if site is None:
        raise Http404
    asked = asked_of(request.GET)
    with override(asked.language):
        if request.GET.get("format") in {"csv", "ods"}:
            return _file(site, asked, str(request.GET["format"]))
        return HttpResponse(
            render_register(site_view(site), _register(site, asked), language=asked.language)
        )


def asked_of(said: Any) -> Asked:
    """Return what an address asks for; what is not understood is left out."""
    year, after = said.get("year", ""), said.get("after", "")
    known = pack_in_force(in_vietnam(now()).date()).categories
    return Asked(
        category=said.get("category", "") if said.get("category") in known else "",
        year=int(year) if year.isdecimal() and len(year) == 4 else None,  # noqa: PLR2004
        issuer=said.get("issuer", "")[: finding.LONGEST_QUESTION].replace("\0", "").strip(),
        language=said.get("lang") if said.get("lang") in LANGUAGES else LANGUAGES[0],
        after=int(after) if after.isdecimal() and len(after) < 16 else None,  # noqa: PLR2004
    )


def columns() -> tuple[str, ...]:
    """Return the seven columns that Decree 13/2018, Article 6 names."""
    return (
        _("Tên văn bản, thông tin"), _("Số, ký hiệu"), _("Ngày tạo ra"), _("Hình thức công khai"),
        _("Thời điểm công khai"), _("Thời hạn công khai"), _("Địa chỉ"),
    )  # fmt: skip


def seven(row: Disclosure, site: Site, language: str) -> tuple[str, ...]:
    """Return a line of the list in its seven columns."""
    name = site.name_en if language == "en" and site.name_en else site.name
    until = in_vietnam(row.expire_at) if row.expire_at else None
    day = "/".join(reversed(row.created_on.split("-")))
    return (
        row.title,
        row.number,
        day,
        _("Đăng trên %(site)s") % {"site": name},
        f"{in_vietnam(row.published_at):%d/%m/%Y %H:%M}",
        _("đến %(day)s") % {"day": f"{until:%d/%m/%Y}"} if until else _("không thời hạn"),
        (f"https://{site.host}/" if site.host else f"/sites/{site.code}/") + row.address,
    )


def _register(site: Site, asked: Asked) -> Register:
    moment, language = now(), asked.language
    pack = pack_in_force(in_vietnam(moment).date())
    found, more = finding.page_of(site, asked, now=moment)
    kinds = tuple((one.code, one.name(language)) for one in finding.categories(pack))
    heading = dict(kinds).get(asked.category) or _("Danh mục thông tin phải được công khai")
    names, rows = _seven_columns(found, site, language)
    structure = finding.structure_of(asked.category, now=moment) if asked.category else None
    if structure:
        shown = [column for column in structure.columns if column != "file"]
        names = tuple(finding.heading(structure, column, language) for column in shown)
        rows = tuple(
            tuple(
                (finding.cell(structure, column, row, language), _link(column, row), name)
                for column, name in zip(shown, names, strict=True)
            )
            for row in found
        )
    return Register(
        heading=heading,
        columns=names,
        rows=rows,
        kinds=kinds,
        category=asked.category,
        year=str(asked.year or ""),
        issuer=asked.issuer,
        next_href=_address(asked, after=str(more)) if more is not None else "",
        downloads=tuple((f"{_('Tải danh mục')} ({one.upper()})", _address(asked, format=one))
                        for one in ("csv", "ods")),
    )  # fmt: skip


def _seven_columns(
    found: list[Disclosure], site: Site, language: str
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    names, rows = columns(), []
    for row in found:
        values = seven(row, site, language)
        linked = [(value, "", name) for value, name in zip(values, names, strict=True)]
        linked[0] = (row.title, f"./{row.address}", names[0])
        linked[-1] = (_("Xem"), f"./{row.address}", names[-1])
        rows.append(tuple(linked))
    return names, tuple(rows)


def _link(column: str, row: Disclosure) -> str:
    return f"./{row.address}" if column == "title" else ""


def _address(asked: Asked, **changes: str) -> str:
    said = {
        "category": asked.category,
        "year": str(asked.year or ""),
        "issuer": asked.issuer,
        "lang": asked.language if asked.language != LANGUAGES[0] else "",
    } | changes
    return "?" + urlencode({name: value for name, value in said.items() if value})


def _file(site: Site, asked: Asked, form: str) -> HttpResponseBase:
    language, head = asked.language, columns()
    lines = (seven(row, site, language) for row in finding.everything(site, asked, now=now()))
    name = f'attachment; filename="danh-muc-{site.code}.{form}"'
    if form == "csv":
        whole = list(csv_lines(head, lines))
        answer: HttpResponseBase = HttpResponse(whole, content_type="text/csv; charset=utf-8")
    else:
        answer = StreamingHttpResponse(ods_file(head, lines), content_type=ODS)
    answer["Content-Disposition"] = name
    return answer
