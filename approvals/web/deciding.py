"""Deciding: each verb has a page that asks for what it needs; only its POST decides."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from approvals.diffing import spots
from approvals.models import Submission
from approvals.policies import Actor, Ground
from approvals.rulepacks import pack_in_force
from approvals.selectors import comparing
from approvals.selectors.checks import checks_of
from approvals.selectors.history import history
from approvals.selectors.powers import starts_from
from approvals.services import acts, verbs
from approvals.web import reauthenticating, words
from approvals.web.asking import actor, desk, refused, status_of, submission_for
from core import clock
from core.errors import DomainError, GuardFailed, Problem, RulesViolated, Stale, WrongState

Call = Callable[..., Submission]


@dataclass(frozen=True)
class Way:
    """How a verb is called, and what its page asks for: a remark, a reason, grounds, or nothing."""

    call: Call
    asks: str = "remark"
    name: str = "remark"


WAYS: dict[str, Way] = {
    "submit": Way(verbs.submit, asks="nothing"),
    "review": Way(verbs.review),
    "approve": Way(verbs.approve),
    "request_changes": Way(verbs.request_changes, asks="reason"),
    "fast_track": Way(verbs.fast_track, asks="reason", name="reason"),
    "reject": Way(verbs.reject, asks="grounds"),
    "recall": Way(verbs.recall, asks="reason", name="reason"),
    "withdraw": Way(verbs.withdraw),
    "confirm": Way(acts.confirm),
}
TYPED = (GuardFailed, RulesViolated)


@desk
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, key: uuid.UUID, verb: str) -> HttpResponse:
    """Ask for what the verb needs; on POST decide on exactly the version that was seen."""
    if verb not in WAYS:
        raise Http404
    me = actor(request)
    item = submission_for(request, key)
    if request.method != "POST":
        return _page(request, item, verb)
    if not request.POST.get("version", "").isdigit():
        return _page(request, item, verb, status=412, stale=True)
    if not reauthenticating.proven(request, verb):
        return _page(request, item, verb, status=422, wrong_password=True)
    try:
        _refuse_other_content(item, request.POST)
        after = _call(WAYS[verb], item, request.POST, me)
    except (Stale, WrongState) as refusal:
        return _too_late(request, verb, me, refusal)
    except TYPED as refusal:
        return _page(request, item, verb, status=status_of(refusal), refusal=refusal)
    return _done(request, after, verb)


@desk
@require_http_methods(["GET", "POST"])
def set_aside(request: HttpRequest, key: uuid.UUID, code: str) -> HttpResponse:
    """Set one failing check aside, with a reason and the day of repair."""
    me = actor(request)
    item = submission_for(request, key)
    check = next((c for c in checks_of(item) if c.code == code and c.overridable), None)
    if check is None:
        raise Http404
    context: dict[str, Any] = {"check": check, "today": clock.in_vietnam(clock.now()).date()}
    if request.method != "POST":
        return _page(request, item, "override", **context)
    try:
        acts.override(key, by=me, now=clock.now(), code=code, **_repair(request.POST))
    except Stale as refusal:
        return _too_late(request, "override", me, refusal, **context)
    except GuardFailed as refusal:
        context |= {"status": status_of(refusal), "refusal": refusal}
        return _page(request, item, "override", **context)
    messages.success(request, words.HAPPENED["override"])
    return redirect("submission", key)


@desk
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Start a correction of a public item; says what changes, for the public to read."""
    me = actor(request)
    item = submission_for(request, key)
    if request.method != "POST":
        return _page(request, item, "correct")
    try:
        note = request.POST.get("remark", "")
        draft = acts.correct(key, by=me, now=clock.now(), change_note=note)
    except TYPED as refusal:
        return _page(request, item, "correct", status=status_of(refusal), refusal=refusal)
    messages.success(request, words.HAPPENED["correct"])
    return redirect("submission-edit", draft.pk)


def _call(way: Way, item: Submission, posted: QueryDict, me: Actor) -> Submission:
    said: dict[str, Any] = {} if way.asks == "nothing" else {way.name: posted.get("remark", "")}
    if way.asks == "grounds":
        said["grounds"] = _grounds(posted)
    return way.call(item.pk, by=me, now=clock.now(), version=int(posted.get("version", "")), **said)


def _refuse_other_content(item: Submission, posted: QueryDict) -> None:
    """Raise Stale where the page named the content it showed, and the item holds another."""
    if posted.get("content_hash", item.content_hash) != item.content_hash:
        raise Stale(version=item.version)


def _grounds(posted: QueryDict) -> tuple[Ground, ...]:
    codes = posted.getlist("ground")
    return tuple(Ground(code, posted.get(f"explanation-{code}", "")) for code in codes)


def _repair(posted: QueryDict) -> dict[str, Any]:
    """Read the override's reason, day and version; refuses a day that is none or has passed."""
    try:
        day = date.fromisoformat(posted.get("repair_by", ""))
    except ValueError:
        day = date.min
    if day < clock.in_vietnam(clock.now()).date():
        problem = Problem("REPAIR_DATE_REQUIRED", "repair_by")
        raise GuardFailed("REPAIR_DATE_REQUIRED", problems=(problem,))
    version = posted.get("version", "")
    return {
        "reason": posted.get("remark", ""),
        "repair_by": day,
        "version": int(version) if version.isdigit() else 0,
    }


def _done(request: HttpRequest, item: Submission, verb: str) -> HttpResponse:
    """Say what happened and what comes next."""
    sentence = words.what_comes_next(item, now=clock.now())
    messages.success(request, f"{words.HAPPENED[verb]} {sentence}")
    return redirect("submission", item.pk)


def _too_late(
    request: HttpRequest, verb: str, me: Actor, refusal: DomainError, **context: Any
) -> HttpResponse:
    """Somebody was faster: 409 when the verb is gone, 412 when the item only changed.

    A second click of the same person on what is already done leads to the item's page.
    """
    item = submission_for(request, request.resolver_match.kwargs["key"])  # type: ignore[union-attr]
    events = history(item)
    last = events[-1] if events else None
    possible = verb not in WAYS or _still_possible(verb, item)
    if last and last.actor == me.name and last.verb in {verb, "endorse"}:
        return redirect("submission", item.pk)
    if possible and isinstance(refusal, Stale):
        return _page(request, item, verb, status=412, stale=True, **context)
    gone = refusal
    if isinstance(refusal, Stale):
        gone = WrongState(verb=verb, state=item.state)
    typed = [text for name, text in request.POST.items() if _is_typed(name) and text]
    return refused(request, gone, submission=item, last=last, typed=typed)


def _still_possible(verb: str, item: Submission) -> bool:
    return verb == "confirm" or starts_from(verb, item.state)


def _is_typed(name: str) -> bool:
    return name == "remark" or name.startswith("explanation-")


def _page(
    request: HttpRequest, item: Submission, verb: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Ask for what the verb needs; what was typed stays typed."""
    posted = request.POST
    refusal: DomainError | None = context.get("refusal")
    problems = refusal.problems if refusal else ()
    spoken = comparing.spoken_on(item, actor(request))
    changes = comparing.changes_since(item, spoken) if spoken else ()
    context |= {
        "submission": item,
        "verb": verb,
        "asks": WAYS[verb].asks if verb in WAYS else "reason",
        "ask_password": reauthenticating.needed(request, verb),
        "remark": posted.get("remark", ""),
        "repair_by": posted.get("repair_by", ""),
        "grounds": _choices(posted, problems) if verb == "reject" else (),
        "problems": [p for p in problems if p.field != "grounds" or "ground" not in p.params],
        "blocking": [check for check in checks_of(item) if check.outcome == "block"],
        "changes": changes,
        "spots": spots(changes),
    }
    return render(request, "desk/decide.html", context, status=status)


def _choices(posted: QueryDict, problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    codes = pack_in_force(clock.in_vietnam(clock.now()).date()).grounds
    chosen = set(posted.getlist("ground"))
    return [
        {
            "code": code,
            "chosen": code in chosen,
            "explanation": posted.get(f"explanation-{code}", ""),
            "problems": [p for p in problems if p.params.get("ground") == code],
        }
        for code in codes
    ]
