"""Which items a page leads to: the ones that were on its list just before it.

Looking only backwards keeps the dependents of an item few and known: at most RELATED pages name
it, the next ones of its category, and a new item changes no older page (ADR 0012).
"""

from django.db.models import QuerySet

from publishing.models import Publication
from publishing.rendering import ItemLine
from publishing.selectors.views import LINE, lines_of

RELATED = 4


def related_to(publication: Publication) -> tuple[ItemLine, ...]:
    """Return what stood on the list before `publication`, newest first; it may be unsaved."""
    rows = _shelf(publication, publication.category).exclude(document=publication.document_id)
    if publication.slot_in_category is not None:
        rows = rows.filter(slot_in_category__lt=publication.slot_in_category)
    return tuple(lines_of(rows.order_by("-slot_in_category").values_list(*LINE)[:RELATED]))


def naming(publication: Publication) -> QuerySet[Publication]:
    """Return the items whose pages lead, or led, to `publication`."""
    rows = _shelf(publication, publication.category)
    later = rows.filter(slot_in_category__gt=publication.slot_in_category)
    return later.order_by("slot_in_category")[:RELATED]


def _shelf(publication: Publication, category: str) -> QuerySet[Publication]:
    return Publication.objects.filter(
        site=publication.site, category=category, language=publication.language, online=True
    )


def predecessor(publication: Publication) -> Publication | None:
    """Return the text that `publication` corrected, where it corrected one."""
    older = Publication.objects.filter(
        document=publication.document_id, language=publication.language, superseded_at__isnull=False
    ).exclude(pk=publication.pk)
    return older.order_by("-published_at").first()
