"""Language versions in the desk: start a translation, read both, see what is behind."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import reasons
from approvals.models import Submission
from approvals.policies import UNIT_MEMBERS, Actor
from approvals.selectors.pairs import GONE, PUBLIC, Pair, behind, original_of, pairs_of
from approvals.services.translating import translate
from approvals.web import words
from approvals.web.asking import actor, desk, submission_for
from approvals.web.structured import language
from core import clock
from core.errors import NotPermitted, WrongState


@dataclass(frozen=True)
class Offer:
    """A language an item can be translated into, and whether an older translation is renewed."""

    code: str
    name: str
    again: bool


@desk
@require_POST
def start(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Start a translation and open it in the editor; a refusal leads back with its reason."""
    me, item = actor(request), submission_for(request, key)
    wanted = request.POST.get("language", "")
    try:
        draft = translate(item.pk, by=me, now=clock.now(), language=wanted)
    except (WrongState, NotPermitted) as refusal:
        messages.error(request, reasons.message(refusal.code, language()))
        return redirect("submission", key)
    messages.success(request, _("Đã tạo bản dịch với nội dung bản gốc; hãy thay bằng lời dịch."))
    return redirect("submission-edit", draft.pk)


@desk
@require_safe
def side_by_side(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show a translation beside its original, and what the original changed since."""
    item = submission_for(request, key)
    original = original_of(item)
    if original is None:
        return redirect("submission", key)
    original = submission_for(request, original.pk)
    pair = Pair(item, behind(item))
    context = {"submission": item, "original": original, "pair": pair, "changes": pair.behind}
    return render(request, "desk/pair.html", context)


def beside(item: Submission, me: Actor) -> dict[str, Any]:
    """Return what an item's page says about its other language versions."""
    pairs = pairs_of(item)
    mine = Pair(item, behind(item)) if item.translation_of_id else None
    return {"pairs": pairs, "own_pair": mine, "offers": _offers(item, pairs, me)}


def _offers(item: Submission, pairs: list[Pair], me: Actor) -> list[Offer]:
    if item.translation_of_id or item.state in GONE:
        return []
    if not me.holds_any(UNIT_MEMBERS, item.unit.code):
        return []
    there = {pair.item.language: pair for pair in pairs}
    return [
        Offer(code, str(words.LANGUAGES[code]), code in there)
        for code, _name in settings.CONTENT_LANGUAGES
        if code != item.language and (code not in there or _outdated(there[code]))
    ]


def _outdated(pair: Pair) -> bool:
    return pair.item.state in PUBLIC and bool(pair.behind)
