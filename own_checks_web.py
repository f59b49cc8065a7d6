"""Administrators' own checks: written down, tried on stored items, then put into force."""

from dataclasses import astuple
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.policies import Actor
from approvals.rulepacks import pack_in_force
from approvals.rules.own import LONGEST, sample, variables
from approvals.selectors.own_checks import in_force, versions
from approvals.selectors.rehearsing import MOST_ITEMS
from approvals.services import own_checks
from approvals.services.own_checks import Proposal
from approvals.web.asking import actor, desk, status_of
from approvals.web.rules import administers
from core import clock
from core.errors import GuardFailed, NotPermitted, Problem

TRIED = "approvals.own_check.tried"
TRIAL_HOLDS = 3600
TEXTS = ("code", "expression", "ground", "said_vi", "said_en", "remedy_vi", "remedy_en")


@desk
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """List the added checks; try one out, put exactly what was tried into force, or stop one."""
    me = actor(request)
    if not administers(me):
        raise NotPermitted(verb="own_check")
    if request.method != "POST":
        return _page(request, {"severity": "warn", "valid_from": _today().isoformat()})
    if "stop" in request.POST:
        own_checks.stop(request.POST["stop"], by=me, now=clock.now())
        messages.success(request, _("Kiểm tra đã dừng từ hôm nay; kết quả cũ vẫn chạy lại được."))
        return redirect("own-checks")
    try:
        return _answer(request, _proposal(request.POST), me)
    except GuardFailed as refusal:
        typed = request.POST.dict()
        return _page(request, typed, status=status_of(refusal), problems=refusal.problems)


def _answer(request: HttpRequest, proposal: Proposal, me: Actor) -> HttpResponse:
    typed, now = request.POST.dict(), clock.now()
    if "activate" not in request.POST:
        found = own_checks.try_proposal(proposal, by=me, now=now)
        seen = signing.dumps(_content(proposal), salt=TRIED)
        return _page(request, typed, found=found, seen=seen)
    if _seen(request.POST.get("seen", "")) != _content(proposal):
        problem = Problem("OWN_CHECK_UNTRIED", "expression")
        raise GuardFailed("OWN_CHECK_UNTRIED", problems=(problem,))
    check = own_checks.activate(
        proposal, by=me, now=now, valid_from=_day(typed.get("valid_from", ""))
    )
    messages.success(request, _("Đã đưa vào áp dụng và ghi vào sổ cái: %s") % check)
    return redirect("own-checks")


def _proposal(posted: QueryDict) -> Proposal:
    text = {name: posted.get(name, "").strip() for name in TEXTS}
    return Proposal(
        code=text["code"].upper(),
        expression=text["expression"],
        severity=posted.get("severity", ""),
        ground=text["ground"],
        overridable="overridable" in posted,
        said=(text["said_vi"], text["said_en"]),
        remedy=(text["remedy_vi"], text["remedy_en"]),
    )


def _content(proposal: Proposal) -> list[Any]:
    return [list(part) if isinstance(part, tuple) else part for part in astuple(proposal)]


def _seen(token: str) -> Any:
    try:
        return signing.loads(token, salt=TRIED, max_age=TRIAL_HOLDS)
    except signing.BadSignature:
        return None


def _today() -> date:
    return clock.in_vietnam(clock.now()).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _today()


def _page(
    request: HttpRequest, typed: dict[str, Any], *, status: int = 200, **context: Any
) -> HttpResponse:
    today = _today()
    context |= {
        "typed": typed,
        "grounds": list(pack_in_force(today).grounds),
        "versions": list(versions()),
        "running": {rule.code: rule.version for rule in in_force(today)},
        "names": sorted(variables(sample())),
        "limit": LONGEST,
        "most": MOST_ITEMS,
        "today": today,
    }
    return render(request, "desk/own_checks.html", context, status=status)
