"""Which way to approval an item takes."""

from approvals.models import RouteVersion
from core.models import Site


def route_for(site: Site, *, document_type: str, category: str) -> RouteVersion | None:
    """Return the newest version of the most specific route of the site, or None."""
    versions = RouteVersion.objects.filter(
        route__site=site,
        route__document_type__in=["", document_type],
        route__category__in=["", category],
    )
    return versions.order_by("-route__category", "-route__document_type", "-number").first()
