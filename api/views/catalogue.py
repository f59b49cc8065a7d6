"""The catalogue of what is published, for harvesters: DCAT-AP 3 as JSON-LD, a page at a time."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from api.base import PublicView, asked
from api.paging import page_after
from api.requests import CatalogueQuery
from api.views.public import NEWEST
from core.errors import NotVisible
from core.models import Site
from publishing.models import Publication
from publishing.rendering import addresses
from publishing.rendering.catalogue import CatalogueFile, CatalogueItem, render_catalogue
from publishing.selectors.narrowing import Narrowing
from publishing.selectors.search import online
from publishing.selectors.views import site_view


class Catalogue(PublicView):
    """`public/catalogue/`."""

    @extend_schema(
        operation_id="get_catalogue",
        parameters=[CatalogueQuery],
        responses={(200, "application/ld+json"): OpenApiResponse({"type": "object"})},
        auth=[],
    )
    def get(self, request: Request) -> HttpResponse:
        """Return what is online as a DCAT-AP 3 catalogue, newest first; `hydra:next` leads on."""
        query = asked(request, CatalogueQuery)
        site = _site(query.get("site", ""))
        rows = Narrowing(site=query.get("site", ""), language=query.get("lang", "")).of(online())
        page = page_after(rows.select_related("unit", "submission__revision"), NEWEST,
                          cursor=query.get("cursor", ""))  # fmt: skip
        here = request.build_absolute_uri("/").rstrip("/")
        said = {name: query[name] for name in ("site", "lang") if query.get(name)}
        following = f"{here}{request.path}?{urlencode(said | {'cursor': page.next})}"
        body = render_catalogue(
            f"{here}{request.path}?{urlencode(said)}" if said else here + request.path,
            site.name,
            site.unit.name,
            [_item(row, here) for row in page.rows],
            following=following if page.next else "",
        )
        return JsonResponse(
            body,
            content_type="application/ld+json",
            json_dumps_params={"ensure_ascii": False},
        )


def _site(code: str) -> Site:
    rows = Site.objects.select_related("unit__parent")
    wanted = rows.filter(code=code) if code else rows.filter(kind=Site.Kind.PORTAL)
    site = wanted.first()
    if site is None:
        raise NotVisible(site=code)
    return site


def _item(row: Publication, here: str) -> CatalogueItem:
    content: dict[str, Any] = row.submission.content
    url = f"{here}/sites/{row.site.code}/{row.address}"
    view = site_view(row.site)
    return CatalogueItem(
        url=url,
        identifier=row.submission.reference,
        title=row.title,
        description=row.summary,
        language=row.language,
        category=view.category(row.category).name_in(row.language),
        publisher=row.site.unit.name,
        creator=row.submission.unit.name,
        issued=row.first_published_at,
        modified=row.published_at,
        number=row.number,
        source=content["source"]["url"],
        files=tuple(
            CatalogueFile(
                url=here
                + f"/sites/{row.site.code}/"
                + addresses.attachment_path(row.address, file["file_name"]),
                title=file["caption"] or file["original_name"],
                media_type=file["media_type"],
                size=file["size"],
                sha256=file["sha256"],
            )
            for file in content["attachments"]
            if file["role"] != "picture"
        ),
    )
