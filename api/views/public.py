"""What is published, for anybody."""

import uuid
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import PublicView, asked
from api.paging import Key, page_after, page_at
from api.public_answers import PublicItem, PublicLine, PublicPage
from api.requests import PublicQuery
from core.errors import NotVisible
from publishing.models import Publication
from publishing.rendering import addresses
from publishing.selectors import search
from publishing.selectors.narrowing import Narrowing
from publishing.selectors.search import online
from publishing.selectors.views import record_url

NEWEST = Key(("published_at", "id"))
# How the query calls it, and how the search does.
NARROWED = (
    ("site", "site"), ("category", "category"), ("lang", "language"), ("unit", "unit"),
    ("type", "document_type"), ("year", "year"), ("since", "since"), ("until", "until"),
)  # fmt: skip


class PublicItems(PublicView):
    """`public/items/`."""

    @extend_schema(
        operation_id="list_public_items",
        parameters=[PublicQuery],
        responses={200: PublicPage},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """List what is online, newest first; with `q` the best match first, and counts."""
        query = asked(request, PublicQuery)
        cursor, words = query.get("cursor", ""), query.get("q", "").strip()
        narrowing = Narrowing(**{to: query[name] for name, to in NARROWED if query.get(name)})
        if not words:
            rows = narrowing.of(online())
            return Response(page_after(rows, NEWEST, cursor=cursor).answer(line))
        return Response(_ranked(narrowing, words, cursor=cursor))


class OnePublicItem(PublicView):
    """`public/items/{id}/`."""

    @extend_schema(operation_id="get_public_item", responses={200: PublicItem}, auth=[])
    def get(self, request: Request, key: uuid.UUID) -> Response:  # noqa: ARG002
        """Return one item that is online, by the id of its submission or of its publication."""
        row = online().filter(Q(submission_id=key) | Q(pk=key)).first()
        if row is None:
            raise NotVisible(item=str(key))
        return Response(PublicItem(whole(row)).data)


def line(row: Publication) -> dict[str, Any]:
    """Return a published item as lists show it."""
    return dict(PublicLine(_line(row)).data)


def whole(row: Publication) -> dict[str, Any]:
    """Return a published item with its text and files."""
    content, url = row.submission.content, _url(row)
    names = ("body", "issued_on", "effective_on", "source", "author_name", "change_note")
    files = [
        {**file, "url": f"/sites/{row.site.code}/{_file(row, file)}"}
        for file in content["attachments"]
    ]
    facts = _line(row) | {name: content[name] for name in names}
    facts["fields"] = content.get("fields", {})
    return facts | {"attachments": files, "page_hash": row.page_hash, "url": url}


def _line(row: Publication) -> dict[str, Any]:
    names = ("title", "summary", "number", "category", "language", "published_at", "content_hash")
    return {name: getattr(row, name) for name in names} | {
        "id": row.submission_id,
        "reference": row.submission.reference,
        "document_type": row.submission.document_type,
        "site": row.site.code,
        "unit": row.submission.unit.code,
        "url": _url(row),
        "record_url": record_url(row.submission),
    }


def _url(row: Publication) -> str:
    return f"/sites/{row.site.code}/{row.address}"


def _file(row: Publication, file: dict[str, Any]) -> str:
    return addresses.attachment_path(row.address, file["file_name"])


def _ranked(narrowing: Narrowing, words: str, *, cursor: str) -> dict[str, Any]:
    """Return a page of the best matches, and what all of them have in common."""
    about: dict[str, Any] = {}

    def find(first: int, number: int) -> list[Publication]:
        found = search.page_of(narrowing, words, search.Page(first, number))
        about.update(_about(found))
        return search.publications(found)

    return page_at(find, cursor=cursor).answer(line) | about


def _about(found: search.Found) -> dict[str, Any]:
    counts = {
        name: [{"value": str(value), "count": count} for value, count in values.items()]
        for name, values in found.facets.items()
    }
    return {
        "total": found.total,
        "more": found.more,
        "corrected": found.corrected,
        "partly": found.partly,
        "facets": counts,
    }
