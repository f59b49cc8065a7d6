"""What one was told: the notices item by item, marking them read, and by which channel."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import reasons
from approvals.selectors import noticing
from approvals.selectors.people import administered_units
from approvals.selectors.telling import defaults
from approvals.services.personal import choose_channels, mark_read
from approvals.web import words
from approvals.web.asking import actor, desk, person
from core import clock
from core.errors import GuardFailed, NotVisible

MOST_DIGITS = 18


@desk
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the person's notices."""
    before = _number(request.GET.get("before", ""))
    page = noticing.threads(person(request), before=before)
    return render(request, "desk/notices.html", {"page": page, "later": before})


@desk
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark one notice, or all of them, as read."""
    number = request.POST.get("notice", "")
    item = request.POST.get("item", "")[:64]
    mark_read(person(request), now=clock.now(), notice=_number(number), item=item)
    return redirect("notices")


@desk
@require_POST
def channels(request: HttpRequest) -> HttpResponse:
    """Keep by which channel the person hears of each kind of event."""
    me, refused = person(request), False
    for kind in defaults():
        mail = request.POST.get(f"mail-{kind}")
        if mail is None:
            continue
        try:
            choose_channels(me, kind, in_app=f"in-app-{kind}" in request.POST, mail=mail)
        except GuardFailed as refusal:
            refused = True
            text = reasons.message(refusal.code, get_language() or "vi")
            messages.error(request, f"{words.NOTICE_KINDS[kind]}: {text}")
    if not refused:
        messages.success(request, _("Đã lưu."))
    return redirect("profile")


@desk
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """Show administrators which mails did not arrive, and why."""
    if not administered_units(actor(request)):
        raise NotVisible
    rows = list(noticing.undelivered(before=_number(request.GET.get("before", ""))))
    shown = rows[: noticing.PAGE_SIZE]
    after = shown[-1].pk if len(rows) > noticing.PAGE_SIZE else None
    return render(request, "desk/mail/undelivered.html", {"rows": shown, "after": after})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
