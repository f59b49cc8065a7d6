"""Looking at an item: its page, what changed, and its files."""

import uuid
from typing import Any

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from approvals.diffing import spots
from approvals.models import Attachment, Submission
from approvals.policies import Actor
from approvals.selectors import comparing
from approvals.selectors.checks import checks_of
from approvals.selectors.file_signatures import with_signatures
from approvals.selectors.history import history
from approvals.selectors.powers import powers
from approvals.selectors.progress import steps
from approvals.selectors.voided import small_edit, voided
from approvals.services import files
from approvals.services.personal import mark_read_about, note_look
from approvals.web import words
from approvals.web.asking import actor, desk, person, submission_for
from approvals.web.pairing import beside
from approvals.web.proposing import elsewhere
from approvals.web.talking import around
from core import clock

AS_TEXT = ("text/", "message/rfc822")
SHOWN = ("image/", "application/pdf", *AS_TEXT)
# Files are other people's: nothing in them may run, load or reach this site.
LOCKED = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox"
AGREE = ("review", "approve")
# The primary button of the sticky bar, in this order; the rest stands behind it.
PRIMARY = ("approve", "review", "submit", "confirm", "adopt", "edit")


@desk
@require_safe
def submission(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one item with everything a decision needs."""
    me, now = actor(request), clock.now()
    item = submission_for(request, key)
    mark_read_about(person(request), str(item.pk), now=now)
    may = powers(item, me, now=now)
    ways = [way for way in words.DO if way in may.ways]
    first = next((way for way in PRIMARY if way in ways), "")
    context = {
        "submission": item,
        "content": item.content,
        "steps": steps(item, on=clock.in_vietnam(now).date()),
        "next_sentence": words.what_comes_next(item, now=now),
        "first": first,
        "ways": [way for way in ways if way != first],
        "hindered": sorted(set(may.hindered.values())),
        "acts": may.ways,
        "events": history(item)[::-1],
        "publication": getattr(item, "publication", None),
        "archive_record": getattr(item, "archive_record", None),
        "page_address": _page_address(item),
        **_checks(item),
        **_files(item),
        **_changes(request, item, me),
        **_void(item, me, may.ways),
        **beside(item, me),
        **around(item, me, now=now),
        **elsewhere(item, me),
    }
    return render(request, "desk/submission.html", context)


@desk
@require_safe
def changed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Compare the present content with an earlier revision."""
    item = submission_for(request, key)
    numbers = comparing.revision_numbers(item)
    asked = request.GET.get("from", "")
    since = int(asked) if asked.isdigit() and int(asked) in numbers else numbers[0]
    changes = comparing.changes_since(item, since)
    context = {
        "submission": item,
        "numbers": numbers[:-1],
        "since": since,
        "changes": changes,
        "spots": spots(changes),
        "whole": True,
    }
    return render(request, "desk/changed.html", context)


@csp_exempt()
@desk
@require_safe
def file(request: HttpRequest, key: uuid.UUID, attachment: uuid.UUID) -> HttpResponse:
    """Hand out a file of an item the person may see, in a way that it cannot act."""
    row = submission_for(request, key).attachments.filter(pk=attachment).first()
    if row is None:
        raise Http404
    return _handed_out(row)


@csp_exempt()
@desk
@require_safe
def picture(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """Hand out a picture under the name by which the text calls it."""
    rows = submission_for(request, key).attachments.filter(file_name=name, removed_at=None)
    row = rows.first()
    if row is None:
        raise Http404
    return _handed_out(row)


def _handed_out(row: Attachment) -> HttpResponse:
    kind = row.media_type
    if kind.startswith(AS_TEXT):
        kind = "text/plain; charset=utf-8"
    response = HttpResponse(files.read(row.sha256), content_type=kind)
    attached = not kind.startswith(SHOWN)
    disposition = content_disposition_header(as_attachment=attached, filename=row.original_name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    if row.media_type != "application/pdf":
        response["Content-Security-Policy"] = LOCKED
    return response


def _page_address(item: Submission) -> str:
    publication = getattr(item, "publication", None)
    return f"/sites/{item.site.code}/{publication.address}" if publication else ""


def _checks(item: Submission) -> dict[str, Any]:
    found = checks_of(item)
    return {
        "failed": [check for check in found if check.problems],
        "passed": [check for check in found if not check.problems],
        "blocking": sum(check.outcome == "block" for check in found),
        "warnings": sum(check.outcome == "warn" for check in found),
    }


def _files(item: Submission) -> dict[str, Any]:
    rows = with_signatures(list(item.attachments.filter(removed_at=None)))
    original = next((row for row in rows if row.role == Attachment.Role.ORIGINAL), None)
    return {
        "files": [row for row in rows if row is not original],
        "original": original,
        "original_shown": original is not None and original.media_type.startswith(SHOWN),
    }


def _void(item: Submission, me: Actor, ways: frozenset[str]) -> dict[str, Any]:
    """Say whose word an edit made void, and let the person agree again where it was small."""
    again = next((way for way in AGREE if way in ways), "")
    small = spots(small_edit(item, me)) if again else ()
    return {"voided": voided(item), "small": small, "small_way": again}


def _changes(request: HttpRequest, item: Submission, me: Actor) -> dict[str, Any]:
    """Compare with what the person last spoke on, else with what was last seen here."""
    present = item.current.number
    seen = note_look(person(request), item, now=clock.now())
    spoken = comparing.spoken_on(item, me)
    since = spoken or seen
    if since and since < present:
        changes = comparing.changes_since(item, since)
        return {"since": since, "spoken": bool(spoken), "changes": changes, "spots": spots(changes)}
    corrected = comparing.changes_from_superseded(item)
    return {"corrected": corrected, "spots": spots(corrected)}
