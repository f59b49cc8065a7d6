"""Several decisions at once: a page that lists what would be decided, one that says how it ended.

Only the POST decides; it carries version and content hash of every item as the person saw them.
"""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals import reasons
from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.lines import Line, lines
from approvals.selectors.submissions import by_keys, get_visible, waiting_for
from approvals.services import bulk, verbs
from approvals.web import reauthenticating
from approvals.web.asking import actor, desk
from core import clock
from core.errors import DomainError, NotVisible

LAST = "last_bulk"
PARTS = 4


@desk
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """List what would be decided, with its checks; on POST decide on exactly that."""
    if request.method != "POST":
        return _ask(request)
    items = [seen for text in request.POST.getlist("item") if (seen := _seen(text))]
    remark = request.POST.get("remark", "")
    verbs_asked = {seen.verb for seen in items}
    if not all(reauthenticating.proven(request, verb) for verb in verbs_asked):
        return _ask(request, again=True)
    found = bulk.decide_together(
        items[: bulk.MOST], by=actor(request), now=clock.now(), remark=remark
    )
    request.session[LAST] = [_kept(one) for one in found]
    return redirect("bulk-result")


@desk
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Say for each item how it ended, and offer to recall what is still held back."""
    me, now = actor(request), clock.now()
    kept: list[dict[str, Any]] = request.session.get(LAST, [])
    found = [(one, _visible(one["key"], me)) for one in kept]
    held = [row for one, row in found if row and not one["refused"] and _is_held(row, now=now)]
    context = {
        "done": [(one, row) for one, row in found if row and not one["refused"]],
        "refused": [(one, row) for one, row in found if one["refused"] or not row],
        "held": held,
        "until": min((row.hold_until for row in held if row.hold_until), default=None),
    }
    return render(request, "desk/bulk_result.html", context)


@desk
@require_POST
def recall(request: HttpRequest) -> HttpResponse:
    """Recall what was just approved, each for itself; what is public already stays."""
    me, now = actor(request), clock.now()
    reason = request.POST.get("reason", "")
    recalled = 0
    for text in request.POST.getlist("item"):
        seen = _seen(text)
        row = _visible(seen.key, me) if seen else None
        if seen is None or row is None:
            continue
        try:
            verbs.recall(row.pk, by=me, now=now, reason=reason, version=seen.version)
        except DomainError as refusal:
            messages.error(request, f"{row.title}: {_said(refusal)}")
        else:
            recalled += 1
    if recalled:
        text = ngettext("Đã gọi lại %(n)d hồ sơ.", "Đã gọi lại %(n)d hồ sơ.", recalled)
        messages.success(request, text % {"n": recalled})
    return redirect("bulk-result")


def _ask(request: HttpRequest, *, again: bool = False) -> HttpResponse:
    posted = [text.partition(":")[0] for text in request.POST.getlist("item")]
    asked = request.GET.getlist("pick") or posted
    picked = [key for text in asked if (key := _key(text))]
    mine = waiting_for(actor(request)).filter(pk__in=picked[: bulk.MOST])
    found = lines(by_keys(list(mine.values_list("pk", flat=True))))
    ready = [line for line in found if line.checks.green]
    context = {
        "ready": [(line, _as_text(line)) for line in ready],
        "alone": [line for line in found if not line.checks.green],
        "left_out": len(picked) - len(found),
        "most": bulk.MOST,
        "seconds": settings.BULK_HOLD_SECONDS,
        "approves": any(line.agree == "approve" for line in ready),
        "ask_password": any(reauthenticating.needed(request, line.agree) for line in ready),
        "wrong_password": again,
        "kept": request.POST.getlist("item") if again else None,
        "remark": request.POST.get("remark", ""),
    }
    return render(request, "desk/bulk.html", context, status=422 if again else 200)


def _as_text(line: Line) -> str:
    row = line.submission
    return f"{row.pk}:{row.version}:{row.content_hash}:{line.agree}"


def _seen(text: str) -> bulk.Seen | None:
    """Read what a form says was seen; nothing where it says something else."""
    parts = text.split(":")
    key = _key(parts[0])
    if key is None or len(parts) != PARTS or not parts[1].isdigit():
        return None
    return bulk.Seen(key, int(parts[1]), parts[2], parts[3])


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _kept(one: bulk.Outcome) -> dict[str, Any]:
    """Return what the result page needs of an outcome."""
    return {
        "key": str(one.seen.key),
        "verb": one.seen.verb,
        "again": one.again,
        "refused": _said(one.refusal) if one.refusal else "",
    }


def _said(refusal: DomainError) -> str:
    language = get_language() or "vi"
    return " ".join(
        f"{reasons.message(p.code, language, **p.params)} {reasons.fix(p.code, language)}"
        for p in refusal.problems
    )


def _visible(key: uuid.UUID | str, me: Actor) -> Submission | None:
    try:
        return get_visible(key, me)
    except NotVisible:
        return None


def _is_held(row: Submission, *, now: datetime) -> bool:
    return row.state == State.APPROVED and row.hold_until is not None and row.hold_until > now
