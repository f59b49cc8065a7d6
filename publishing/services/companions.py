"""Pages that name each other across sites: a source, and the items that carry it."""

from publishing.models import Publication
from publishing.selectors.origins import companions_of
from publishing.services.items import rewrite
from publishing.services.lists import refresh_lists


def mark_companions(publication: Publication) -> None:
    """Note in the transaction of a change that those pages have to say it; a sweep finishes."""
    keys = [one.pk for one in companions_of(publication)]
    if keys:
        Publication.objects.filter(pk__in=keys).update(lists_stale=True)


def settle_companions(publication: Publication) -> None:
    """Let those pages say what is online now; repeatable."""
    for one in companions_of(publication):
        rewrite(one.pk)
        refresh_lists(one)
