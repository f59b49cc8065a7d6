"""The auditors' reading room: find a decision, read its whole story, take a list along."""

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from approvals.models import Decision, Submission
from approvals.policies import Actor
from archive.selectors.decisions import exported, find, page
from archive.selectors.dossier import checks, deciding, grounds, page_path
from archive.selectors.eligible import eligible_on
from archive.selectors.ledger import ledger_state, newest_entries
from archive.selectors.proofs import proof_of_entry
from archive.selectors.story import shown_inputs, story
from archive.services.evidence import day_of_decision, evidence_file
from archive.services.reading import note_export, note_reading
from archive.web.forms import SearchForm
from archive.web.reading_room import for_readers
from archive.web.taking import csv_answer
from core.clock import in_vietnam, now
from core.models import LedgerEntry

ROWS = ("site__unit", "unit", "revision", "route_version", "document", "publication")
COLUMNS = (
    "reference", "title", "number", "site", "unit", "state", "verb", "at", "actor", "name",
    "position", "on_behalf_of", "mandate", "grounds", "content_hash", "ledger_entry",
)  # fmt: skip


@for_readers
def decisions(request: HttpRequest, by: Actor) -> HttpResponse:
    """Find a decision."""
    form = SearchForm(request.GET)
    found = page(find(form.wanted), request.GET.get("after", ""))
    if request.GET:
        note_reading(by, what="audit-list", now=now())
    query = request.GET.copy()
    query.pop("after", None)
    context = {"form": form, "page": found, "query": query.urlencode(), "active": "decisions"}
    return render(request, "archive/audit_decisions.html", context)


@for_readers
def whole_story(request: HttpRequest, by: Actor, key: uuid.UUID) -> HttpResponse:
    """Read everything about one submission."""
    submission = Submission.objects.filter(pk=key).select_related(*ROWS, "archive_record").first()
    if submission is None:
        raise Http404
    note_reading(by, what=str(key), now=now())
    told = story(submission, old=_number(request, "old"), new=_number(request, "new"))
    language = getattr(request, "LANGUAGE_CODE", "vi")
    results = checks(submission, language)
    day = _day(request) or day_of_decision(submission)
    refused = submission.state == "rejected"
    context = {
        "submission": submission,
        "publication": getattr(submission, "publication", None),
        "page_path": page_path(submission),
        "story": told,
        "findings": [row for row in results if row["outcome"] != "pass"],
        "passed": [row for row in results if row["outcome"] == "pass"],
        "grounds": grounds(deciding(submission), language) if refused else [],
        "day": day,
        "could_have": eligible_on(submission, day),
        "outliers": submission.outliers.select_related("person"),
        "inputs": [(verdict, shown_inputs(verdict)) for verdict in told.verdicts],
        "active": "decisions",
    }
    return render(request, "archive/audit_story.html", context)


@for_readers
def evidence(_request: HttpRequest, by: Actor, key: uuid.UUID) -> HttpResponse:
    """Give everything about one submission as a zip."""
    rows = Submission.objects.select_related(*ROWS, "archive_record")
    submission = rows.filter(pk=key).first()
    if submission is None:
        raise Http404
    data = evidence_file(submission, by=by, now=now())
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="evidence-{submission.reference}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_readers
def export(request: HttpRequest, by: Actor) -> StreamingHttpResponse:
    """Give every decision on what was found as CSV."""
    form = SearchForm(request.GET)
    filters = {name: value for name, value in request.GET.dict().items() if value}
    note_export(by, filters={k: v for k, v in filters.items() if k in form.fields}, now=now())
    rows = (_cells(row) for row in exported(find(form.wanted)))
    return csv_answer("decisions", COLUMNS, rows, now=now())


@for_readers
def ledger(request: HttpRequest, by: Actor) -> HttpResponse:
    """Read the ledger, newest first."""
    note_reading(by, what="ledger-list", now=now())
    entries, following = newest_entries(_number(request, "before"))
    context = {
        "entries": entries,
        "following": following,
        "ledger": ledger_state(),
        "active": "ledger",
    }
    return render(request, "archive/audit_ledger.html", context)


@for_readers
def entry(request: HttpRequest, by: Actor, number: int) -> HttpResponse:
    """Read one entry with its proof."""
    found = LedgerEntry.objects.filter(number=number).select_related("leaf").first()
    if found is None:
        raise Http404
    note_reading(by, what=f"entry-{number}", now=now())
    context = {"entry": found, "proof": proof_of_entry(found), "active": "ledger"}
    return render(request, "archive/audit_entry.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None  # noqa: PLR2004


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _cells(row: Decision) -> tuple[Any, ...]:
    item = row.submission
    return (
        item.reference, item.title, item.number, item.site.code, item.unit.name, item.state,
        row.verb, in_vietnam(row.at).isoformat(timespec="seconds"),
        row.actor.username if row.actor else "system", str(row.actor or ""),
        row.actor.title if row.actor else "", str(row.on_behalf_of or ""), str(row.mandate or ""),
        " ".join(ground.code for ground in row.grounds.all()), row.content_hash, row.entry_id,
    )  # fmt: skip
