"""The same item on several sites, as pages name it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from approvals.models import Carried
from approvals.selectors.succession import issuer_today
from publishing.models import Publication
from publishing.rendering.origin_shapes import Companion, Origin


def companions_of(publication: Publication) -> list[Publication]:
    """Return the online items of other sites whose pages name this one, and which it names."""
    return [*_sources(publication), *_carriers(publication)]


def origin_of(publication: Publication, unit: Mapping[str, str]) -> Origin:
    """Return where the item comes from and where else it stands."""
    source = _sources(publication).first()
    others = _carriers(publication)
    return Origin(
        source=_companion(source) if source else None,
        also_on=tuple(_companion(one) for one in others),
        **_issuer(publication, unit),
    )


def _issuer(publication: Publication, unit: Mapping[str, str]) -> dict[str, Any]:
    """Say what became of the agency, where it is not any more what the content calls it."""
    found = issuer_today(unit["code"], unit["name"])
    if found is None:
        return {}
    names = found.now if publication.language == "vi" else found.now_en
    return {"issuer": found.then, "issuer_now": ", ".join(names), "issuer_ended": found.ended}


def _sources(publication: Publication) -> QuerySet[Publication]:
    keys = Carried.objects.filter(document=publication.document_id).values("source")
    return _online(publication).filter(document__in=keys)


def _carriers(publication: Publication) -> QuerySet[Publication]:
    keys = Carried.objects.filter(source=publication.document_id).values("document")
    return _online(publication).filter(document__in=keys).order_by("site__code")


def _online(publication: Publication) -> QuerySet[Publication]:
    rows = Publication.objects.filter(online=True, language=publication.language)
    return rows.select_related("site__unit__parent")


def _companion(publication: Publication) -> Companion:
    site = publication.site
    root = f"https://{site.host}/" if site.host else f"/sites/{site.code}/"
    return Companion(site.name, root + publication.address, site.name_en)
