"""How often a site was read: by day, and which pages most."""

from datetime import date

from django.db.models import Sum

from core.models import Site
from publishing.models import PageCount, Publication

MOST_PAGES = 50


def by_day(site: Site, *, since: date) -> list[tuple[date, int]]:
    """Return the views of each counted day, oldest first."""
    rows = PageCount.objects.filter(site=site, day__gte=since).order_by("day")
    return list(rows.values_list("day").annotate(views=Sum("count")))


def by_page(site: Site, *, since: date) -> list[tuple[str, str, int]]:
    """Return the most read pages: path, title where it is an item, views."""
    rows = PageCount.objects.filter(site=site, day__gte=since).order_by()
    most = rows.values_list("path").annotate(views=Sum("count")).order_by("-views", "path")
    found = list(most[:MOST_PAGES])
    titles = dict(
        Publication.objects.filter(
            site=site, superseded_at=None, address__in=[path.lstrip("/") for path, _ in found]
        ).values_list("address", "title")
    )
    return [(path, titles.get(path.lstrip("/"), ""), views) for path, views in found]
