"""The list of information that must be public, and how agencies stand with it, for anybody."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.answers import page_of
from api.base import PublicView, asked
from api.fields import Text
from core.clock import in_vietnam, now
from core.models import Site
from publishing.selectors import disclosures as finding
from publishing.selectors.disclosures import Asked, Disclosure
from publishing.selectors.radar import radars
from publishing.web.disclosures import seven

# mypy: disable-error-code="assignment"
Base = serializers.Serializer[Any]


class DisclosureQuery(Base):
    """How the list is narrowed and continued; without a site it is the portal's."""

    site = Text(50)
    category = Text(60)
    year = serializers.IntegerField(required=False, min_value=1945, max_value=2200)
    issuer = Text(200)
    lang = serializers.ChoiceField(choices=["vi", "en"], required=False)
    cursor = Text(20)


class DisclosureAnswer(Base):
    """One line: the seven columns of Decree 13/2018, Article 6, and the fields the law names."""

    id = serializers.CharField()
    name = serializers.CharField()
    number = serializers.CharField()
    created_on = serializers.CharField()
    form = serializers.CharField()
    published_at = serializers.DateTimeField()
    duration = serializers.CharField()
    url = serializers.CharField()
    category = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())


class Disclosures(PublicView):
    """`public/disclosures/`."""

    @extend_schema(
        operation_id="list_disclosures",
        parameters=[DisclosureQuery],
        responses={200: page_of(DisclosureAnswer)},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """List what a site must make public and has, newest first."""
        said = asked(request, DisclosureQuery)
        site = _site(said.get("site", ""))
        cursor = said.get("cursor", "")
        wanted = Asked(
            category=said.get("category", ""),
            year=said.get("year"),
            issuer=said.get("issuer", "").strip(),
            language=said.get("lang", "vi"),
            after=int(cursor) if cursor.isdecimal() and len(cursor) < 16 else None,  # noqa: PLR2004
        )
        rows, more = finding.page_of(site, wanted, now=now())
        results = [_line(row, site, wanted.language) for row in rows]
        return Response({"results": results, "next": str(more) if more is not None else None})


class DutyAnswer(Base):
    """How one kind of information stands."""

    number = serializers.IntegerField()
    category = serializers.CharField()
    name = serializers.CharField()
    standing = serializers.ChoiceField(choices=["missing", "late", "stale", "fresh"])
    online = serializers.IntegerField()
    published_late = serializers.IntegerField()
    newest_at = serializers.DateTimeField(allow_null=True)


class ScorecardAnswer(Base):
    """How the agency of a site stands with what it owes the public."""

    site = serializers.CharField()
    unit = serializers.CharField()
    met = serializers.IntegerField()
    owed = serializers.IntegerField()
    as_of = serializers.DateField()
    duties = DutyAnswer(many=True)


class SiteQuery(Base):
    """Which site; without one the portal."""

    site = Text(50)


class ScorecardView(PublicView):
    """`public/scorecard/`."""

    @extend_schema(
        operation_id="get_scorecard",
        parameters=[SiteQuery],
        responses={200: ScorecardAnswer},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Return the public scorecard of a site."""
        site = _site(asked(request, SiteQuery).get("site", ""))
        moment = now()
        one = radars([site.unit], now=moment, sites=[site])[0]
        duties = [
            {
                "number": cell.category.number,
                "category": cell.category.code,
                "name": cell.category.name("vi"),
                "standing": cell.standing,
                "online": cell.held.online,
                "published_late": cell.held.late,
                "newest_at": cell.held.newest_at,
            }
            for cell in one.cells
        ]
        facts = {"site": site.code, "unit": site.unit.code, "met": one.met, "owed": one.owed,
                 "as_of": in_vietnam(moment).date(), "duties": duties}  # fmt: skip
        return Response(ScorecardAnswer(facts).data)


def _site(code: str) -> Site:
    rows = Site.objects.select_related("unit__parent")
    if code:
        return get_object_or_404(rows, code=code)
    return get_object_or_404(rows.filter(kind=Site.Kind.PORTAL)[:1])


def _line(row: Disclosure, site: Site, language: str) -> dict[str, Any]:
    name, number, _day, form, _at, duration, url = seven(row, site, language)
    facts = {
        "id": row.id,
        "name": name,
        "number": number,
        "created_on": row.created_on,
        "form": form,
        "published_at": row.published_at,
        "duration": duration,
        "url": url,
        "category": row.category,
        "fields": row.fields,
    }
    return dict(DisclosureAnswer(facts).data)
