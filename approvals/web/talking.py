"""Talking about an item, and keeping an eye on it: small forms on its page."""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.attention import attention_of, claims
from approvals.selectors.conversation import threads
from approvals.services import attending, conversing, reassigning
from approvals.web.asking import actor, desk
from core import clock

KINDS = frozenset({"question", "comment", "answer", "resolved"})


@desk
@require_POST
def say(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Add a question, a comment, an answer, or settle a thread."""
    posted = request.POST
    kind, thread = posted.get("kind", ""), posted.get("thread", "")
    said = conversing.Said(
        kind=kind if kind in KINDS else "comment",
        text=posted.get("text", ""),
        quote=posted.get("quote", ""),
        thread=int(thread) if thread.isdigit() else None,
    )
    conversing.say(key, by=actor(request), now=clock.now(), said=said)
    messages.success(request, _("Đã ghi vào trao đổi."))
    return redirect(f"/desk/submissions/{key}/#conversation")


@desk
@require_POST
def attend(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Watch, put off or claim the item, or end that."""
    me, now, what = actor(request), clock.now(), request.POST.get("what", "")
    if what in {"watch", "unwatch"}:
        attending.watch(key, by=me, now=now, on=what == "watch")
    elif what in {"claim", "release"}:
        attending.claim(key, by=me, now=now, on=what == "claim")
    elif what in {"snooze", "wake"}:
        until = _day(request.POST.get("until", "")) if what == "snooze" else None
        attending.snooze(key, by=me, now=now, until=until)
    messages.success(request, _("Đã ghi nhận."))
    return redirect("submission", key)


@desk
@require_POST
def reassign(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Hand an open turn to somebody else of the role."""
    posted = request.POST
    reassigning.reassign(
        key,
        by=actor(request),
        now=clock.now(),
        position=_number(posted, "position"),
        to=_number(posted, "to"),
        reason=posted.get("reason", ""),
        version=_number(posted, "version"),
    )
    messages.success(request, _("Đã chuyển lượt."))
    return redirect("submission", key)


def around(item: Submission, me: Actor, *, now: datetime) -> dict[str, Any]:
    """Return what the page of an item shows of talk, attention and turns."""
    claimed = list(claims(item, now=now))
    today = clock.in_vietnam(now).date()
    turns = [turn for turn in item.turns.all() if reassigning.may_hand_over(turn, me)]
    found = [
        {"turn": turn, "people": reassigning.candidates(item, turn, on=today)} for turn in turns
    ]
    return {
        "threads": threads(item),
        "attention": attention_of(item, me),
        "claims": claimed,
        "claiming": any(row.person_id == me.id for row in claimed),
        "handing": [one for one in found if one["people"]],
    }


def _number(posted: QueryDict, name: str) -> int:
    said = posted.get(name, "")
    return int(said) if said.isdecimal() else -1


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return date.min
