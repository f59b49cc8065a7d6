"""What a site answers first: documents pinned to words, as long as they are online and in date."""

from datetime import date

from django.db.models import Q, QuerySet

from publishing.models import Pin, Publication
from publishing.searching.folding import fold, words_of

MOST = 3


def pins_in_force(site: str, *, on: date) -> QuerySet[Pin]:
    """Return the pins of a site that hold on a day."""
    open_ended = Q(valid_to=None) | Q(valid_to__gte=on)
    return Pin.objects.filter(open_ended, site__code=site, valid_from__lte=on)


def pinned(site: str, question: str, *, language: str, on: date) -> list[Publication]:
    """Return the items to be shown before all answers: all words of the pin are asked for."""
    asked = set(words_of(fold(question)))
    pins = pins_in_force(site, on=on).values_list("words", "document_id")
    documents = [document for words, document in pins if set(words_of(fold(words))) <= asked]
    if not documents:
        return []
    rows = Publication.objects.filter(document__in=documents, online=True, language=language)
    found = {row.document_id: row for row in rows.select_related("site", "unit")}
    return [found[one] for one in dict.fromkeys(documents) if one in found][:MOST]
