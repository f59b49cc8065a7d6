"""Many item pages at once: a few questions for a hundred of them, and their rows held meanwhile."""

import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from core.models import Site
from publishing.models import Publication
from publishing.rendering import ItemLine, SiteView
from publishing.selectors.related import RELATED
from publishing.selectors.views import LINE, lines_of, site_view
from publishing.services.items import Around, write_item
from publishing.services.takedown import bring_up_to_date_page

SIZE = 100
# Read for searches alone, and larger than all the rest.
UNREAD = ("words", "title_words", "exact_words", "text", "more_words")
WITH = ("submission__unit", "submission__revision", "take_down_reason")


@dataclass(frozen=True)
class Batch:
    """Items that follow one another on a list, and those before them that they lead to."""

    keys: tuple[uuid.UUID, ...]
    before: tuple[uuid.UUID, ...]


def batches(site: Site) -> Iterator[Batch]:
    """Cut all items of a site into batches, list by list, oldest first."""
    rows = Publication.objects.filter(site=site, superseded_at=None)
    order = ("language", "category", "slot_in_category")
    found = rows.order_by(*order).values_list("pk", "language", "category", "online")
    keys: list[uuid.UUID] = []
    before: deque[uuid.UUID] = deque(maxlen=RELATED)
    led: tuple[uuid.UUID, ...] = ()
    shelf: tuple[str, str] | None = None
    for key, language, category, online in found.iterator(chunk_size=5000):
        if len(keys) == SIZE or (language, category) != shelf:
            if keys:
                yield Batch(tuple(keys), led)
            if (language, category) != shelf:
                before.clear()
            keys, led, shelf = [], tuple(before), (language, category)
        keys.append(key)
        if online:
            before.append(key)
    if keys:
        yield Batch(tuple(keys), led)


def write_batch(site: Site, batch: Batch) -> int:
    """Write the pages of a batch while nobody can take one of them down or correct it.

    What somebody else is at just then is written after them, alone.
    """
    view = site_view(site)
    with transaction.atomic():
        held = _held(site, batch.keys)
        _write(view, batch, held)
    for key in batch.keys:
        if key not in held:
            _write_alone(site, key)
    return len(batch.keys)


def _write_alone(site: Site, key: uuid.UUID) -> None:
    with transaction.atomic():
        rows = Publication.objects.filter(pk=key, superseded_at=None).select_related(*WITH)
        for row in rows.select_for_update(of=("self",)):
            row.site = row.submission.site = site
            bring_up_to_date_page(row)


def _held(site: Site, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Publication]:
    """Lock what nobody else is at, and read it; the site is known and not read again."""
    rows = Publication.objects.filter(pk__in=keys, superseded_at=None)
    rows = rows.select_related(*WITH).defer(*UNREAD)
    held = {row.pk: row for row in rows.select_for_update(of=("self",), skip_locked=True)}
    for row in held.values():
        row.site = row.submission.site = site
    return held


def _write(view: SiteView, batch: Batch, held: dict[uuid.UUID, Publication]) -> None:
    lines = _lines([*batch.before, *batch.keys])
    before = deque((lines[key] for key in batch.before if key in lines), maxlen=RELATED)
    changed = []
    for key in batch.keys:
        row = held.get(key)
        if row and row.online:
            around = Around(view, tuple(reversed(before)))
            evidence = write_item(row.submission, row, around=around)
            if evidence.written_hash != row.page_hash:
                row.page_hash = evidence.written_hash
                changed.append(row)
        elif row:
            bring_up_to_date_page(row)
        if key in lines:
            before.append(lines[key])
    if changed:
        Publication.objects.bulk_update(changed, ["page_hash"])


def _lines(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, ItemLine]:
    """Return what is online of them, as pages name it."""
    rows = Publication.objects.filter(pk__in=keys, online=True).values_list("pk", *LINE)
    found = list(rows)
    return dict(zip((row[0] for row in found), lines_of(row[1:] for row in found), strict=True))
