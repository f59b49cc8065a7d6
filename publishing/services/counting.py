"""Page views: lines of the log become daily totals, and nothing else is kept of them."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from core.clock import in_vietnam
from core.models import Site
from publishing.models import CountedLog

AT_ONCE = 32 * 1024 * 1024
LONGEST_PATH = 300
FIELDS = 3
ADD = """
    INSERT INTO publishing_pagecount (site_id, day, path, count) VALUES (%s, %s, %s, %s)
    ON CONFLICT (site_id, day, path)
    DO UPDATE SET count = publishing_pagecount.count + excluded.count
"""
View = tuple[int, date, str]


def count_pages(*, log: Path | None = None) -> list[str]:
    """Add what the log holds since the last time; returns one line a site and day.

    How far a log was counted is written in the transaction that writes the counts: no view counts
    twice, and none is lost when this breaks off. Lines that are not understood are passed over.
    """
    path = log or settings.PAGE_LOG
    if path is None or not path.is_file():
        return []
    with path.open("rb") as file, transaction.atomic():
        inode = path.stat().st_ino
        CountedLog.objects.get_or_create(inode=inode)
        place = CountedLog.objects.select_for_update().get(inode=inode)
        lines = _whole_lines(file, place, size=path.stat().st_size)
        views = _views(lines)
        with connection.cursor() as cursor:
            cursor.executemany(ADD, [(*view, count) for view, count in sorted(views.items())])
        place.save(update_fields=["offset"])
    days: Counter[tuple[str, date]] = Counter()
    names = dict(Site.objects.values_list("pk", "code"))
    for (site, day, _), count in views.items():
        days[names[site], day] += count
    return [f"{code} {day} {count}" for (code, day), count in sorted(days.items())]


def _whole_lines(file: BinaryIO, place: CountedLog, *, size: int) -> list[bytes]:
    if place.offset > size:  # another file has got the number of one that is gone
        place.offset = 0
    file.seek(place.offset)
    data = file.read(AT_ONCE)
    data = data[: data.rfind(b"\n") + 1]
    place.offset += len(data)
    return data.splitlines()


def _views(lines: list[bytes]) -> Counter[View]:
    sites = dict(Site.objects.values_list("code", "pk"))
    sites |= dict(Site.objects.exclude(host="").values_list("host", "pk"))
    views: Counter[View] = Counter()
    for line in lines:
        parts = line.decode("utf-8", "replace").replace("\0", "").split("\t")
        view = _view(parts, sites) if len(parts) == FIELDS else None
        if view:
            views[view] += 1
    return views


def _view(parts: list[str], sites: dict[str, int]) -> View | None:
    """Return site, day in Vietnam and the page within the site; None for no page of ours."""
    moment, named, address = parts
    path = address.partition("?")[0]
    if path.startswith("/sites/"):
        named, _, path = path[len("/sites/") :].partition("/")
    try:
        day = in_vietnam(datetime.fromisoformat(moment)).date()
    except ValueError:
        return None
    page = path.strip("/")
    if named not in sites or "." in page.rpartition("/")[2]:
        return None
    return sites[named], day, f"/{page}/"[:LONGEST_PATH] if page else "/"
