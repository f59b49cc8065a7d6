"""What stands out among the approvals, as a list to read and to take along."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from approvals.policies import Actor
from archive.models import Outlier
from archive.selectors import outliers
from archive.services.reading import note_export, note_reading
from archive.web.forms import OutlierForm
from archive.web.reading_room import for_readers
from archive.web.taking import csv_answer
from core.clock import in_vietnam, now

COLUMNS = ("kind", "at", "username", "name", "other", "measure", "reference", "title")


@for_readers
def listing(request: HttpRequest, by: Actor) -> HttpResponse:
    """Read what stands out, newest first."""
    form = OutlierForm(request.GET)
    rows = outliers.page(outliers.sought(form.wanted), request.GET.get("after", ""))
    note_reading(by, what="outliers", now=now())
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "page": rows,
        "query": query.urlencode(),
        "looked": outliers.last_look(),
        "hasty": outliers.HASTY_SECONDS,
        "night": outliers.NIGHT_WORDS,
        "mutual": outliers.MUTUAL_WORDS,
        "active": "outliers",
    }
    return render(request, "archive/audit_outliers.html", context)


@for_readers
def export(request: HttpRequest, by: Actor) -> StreamingHttpResponse:
    """Give what was found as CSV."""
    form = OutlierForm(request.GET)
    filters = {name: value for name, value in request.GET.dict().items() if value}
    kept = {name: value for name, value in filters.items() if name in form.fields}
    note_export(by, what="outliers", filters=kept, now=now())
    rows = map(_cells, outliers.exported(outliers.sought(form.wanted)))
    return csv_answer("outliers", COLUMNS, rows, now=now())


def _cells(row: Outlier) -> tuple[Any, ...]:
    item = row.submission
    return (
        row.kind, in_vietnam(row.at).isoformat(timespec="seconds"), row.person.username,
        str(row.person), str(row.other or ""), row.measure,
        item.reference if item else "", item.title if item else "",
    )  # fmt: skip
