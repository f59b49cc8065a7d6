"""The rules as people read them, and what would change if another pack took over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals import reasons, rulepacks
from approvals.policies import Actor
from approvals.rulepacks import RulePack
from approvals.selectors.rehearsing import MOST_ITEMS, rehearse_pack
from approvals.web import words
from approvals.web.asking import actor, desk
from core import clock
from core.errors import NotPermitted

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class CheckLine:
    """A check as the page explains it."""

    code: str
    severity: str
    overridable: bool
    title: str
    says: str
    fix: str
    basis: str
    ground: str


@desk
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show the pack in force today, and every act with its days."""
    today = _today()
    context = _read(rulepacks.pack_in_force(today), today)
    return render(request, "desk/rules.html", context | {"me_admin": administers(actor(request))})


@desk
@require_safe
def one_pack(request: HttpRequest, name: str) -> HttpResponse:
    """Show one pack, or what one act says by itself."""
    context = _read(_named(name), _today())
    return render(request, "desk/rules.html", context | {"me_admin": administers(actor(request))})


@desk
@require_safe
def rehearsal(request: HttpRequest, name: str) -> HttpResponse:
    """Tell administrators what would change if that pack took over; stores nothing."""
    if not administers(actor(request)):
        raise NotPermitted(verb="rehearse")
    rules = _named(name)
    if not rules.checks:
        raise Http404
    context = {"pack": rules, "most": MOST_ITEMS, "found": rehearse_pack(rules)}
    return render(request, "desk/rehearsal.html", context)


def administers(me: Actor) -> bool:
    """Tell whether the person administers any unit."""
    return any(role == ADMINISTRATOR for role, _ in me.roles)


def _today() -> date:
    return clock.in_vietnam(clock.now()).date()


def _named(name: str) -> RulePack:
    try:
        return rulepacks.pack(name, (*rulepacks.acts(), *rulepacks.known_packs()))
    except rulepacks.NoRulePack as missing:
        raise Http404 from missing


def _read(pack: RulePack, today: date) -> dict[str, Any]:
    """Return what the page of a pack shows, in the reader's language."""
    english = words.in_english()
    language = "en" if english else "vi"
    return {
        "pack": pack,
        "english": english,
        "in_force": rulepacks.pack_in_force(today).identity == pack.identity,
        "acts": [(act, act.in_force(today)) for act in reversed(rulepacks.acts())],
        "takeovers": [other for other in _takeovers(today) if other.identity != pack.identity],
        "today": today,
        "grounds": [_ground(pack, code, language) for code in pack.grounds],
        "checks": [_line(pack, code, language) for code in pack.checks],
        "categories": [(row, pack.posting_clock(row.code)) for row in pack.categories.values()],
    }


def _takeovers(today: date) -> list[RulePack]:
    """Return the complete packs that are or will be in force, the newest first."""
    return [
        known
        for known in reversed(rulepacks.known_packs())
        if known.valid_to is None or known.valid_to >= today
    ]


def _ground(pack: RulePack, code: str, language: str) -> dict[str, str]:
    known, entry = reasons.GROUNDS.get(code), pack.grounds[code]
    wording = known.wording.in_language(language) if known else code
    article = entry.article_en if language == "en" else entry.article_vi
    return {"code": code, "wording": wording, "article": article}


def _line(pack: RulePack, code: str, language: str) -> CheckLine:
    entry, known = pack.checks[code], reasons.CATALOGUE.get(code)
    own = entry.article_en if language == "en" else entry.article_vi
    return CheckLine(
        code=code,
        severity=entry.severity,
        overridable=entry.overridable,
        title=reasons.title(code, language),
        says=reasons.message(code, language),
        fix=reasons.fix(code, language),
        basis=own or (known.article.in_language(language) if known else ""),
        ground=entry.ground,
    )
