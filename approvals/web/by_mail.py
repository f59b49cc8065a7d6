"""Where a mail's link leads: a page about exactly that item; only its POST decides (ADR 0015)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.models import Submission
from approvals.selectors import comparing
from approvals.selectors.checks import checks_of
from approvals.selectors.powers import powers
from approvals.selectors.progress import steps
from approvals.services import mail_links
from approvals.services.personal import mark_read_about
from approvals.web import reauthenticating, words
from approvals.web.asking import actor, answering, person, status_of, submission_for
from approvals.web.session import remember_language
from core import clock
from core.errors import DomainError, GuardFailed, NotVisible, RulesViolated, Stale, WrongState

# What the one button does, in this order; the other ways stand beside it as links.
FIRST = ("approve", "review", "confirm")
OTHERS = ("request_changes", "reject")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def from_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show the item a mail asks about, to the person it was sent to and to nobody else.

    A stranger signs in first; another signed-in person is told whose link it is.
    """
    link = mail_links.opened(token)
    addressee = link.notice.user
    if not addressee.is_active:
        raise NotVisible
    if not request.user.is_authenticated:
        return _sign_in(request, link)
    if request.user.pk != addressee.pk:
        context = {"addressee": addressee, "link": link.notice.link}
        return render(request, "desk/mail/another.html", context, status=403)
    item = submission_for(request, link.notice.subject_id)
    if request.method == "POST":
        return _decide(request, link, item)
    return _page(request, link, item)


def _sign_in(request: HttpRequest, link: mail_links.Link) -> HttpResponse:
    """Ask the addressee for the password; a right one leads to the item."""
    wrong = False
    if request.method == "POST":
        given = {"username": link.notice.user.username, "password": request.POST.get("password")}
        user = authenticate(request, **given)
        if user is not None and user.pk == link.notice.user_id:
            login(request, user)
            response = redirect(request.path)
            remember_language(response, link.notice.user.language)
            return response
        wrong = True
    context = {"notice": link.notice, "addressee": link.notice.user, "wrong": wrong}
    return render(request, "desk/mail/sign_in.html", context, status=422 if wrong else 200)


def _decide(request: HttpRequest, link: mail_links.Link, item: Submission) -> HttpResponse:
    """Decide on the version that was seen; what was typed stays typed when it is refused."""
    verb, version = request.POST.get("verb", ""), request.POST.get("version", "")
    if verb not in FIRST:
        raise NotVisible
    if not reauthenticating.proven(request, verb):
        return _page(request, link, item, status=422, wrong_password=True)
    try:
        after = mail_links.decide(
            link,
            verb,
            by=actor(request),
            now=clock.now(),
            version=int(version) if version.isdigit() else 0,
            remark=request.POST.get("remark", ""),
        )
    except (Stale, WrongState, GuardFailed, RulesViolated) as refusal:
        now_there = submission_for(request, item.pk)
        return _page(request, mail_links.opened(_token(request)), now_there, refusal=refusal)
    sentence = words.what_comes_next(after, now=clock.now())
    messages.success(request, f"{words.HAPPENED[verb]} {sentence}")
    return redirect("submission", after.pk)


def _page(
    request: HttpRequest,
    link: mail_links.Link,
    item: Submission,
    *,
    status: int = 200,
    refusal: DomainError | None = None,
    **context: Any,
) -> HttpResponse:
    """Show what a decision needs on one screen, or say why the link decides nothing any more."""
    me, now = actor(request), clock.now()
    mark_read_about(person(request), str(item.pk), now=now)
    may = powers(item, me, now=now)
    verb = next((way for way in FIRST if way in may.ways), "")
    closed = link.closed(item, now=now)
    context |= {
        "submission": item,
        "steps": steps(item, on=clock.in_vietnam(now).date()),
        "closed": closed or ("" if verb else "MAIL_LINK_OVER"),
        "verb": verb,
        "others": [way for way in OTHERS if way in may.ways],
        "hindered": sorted(set(may.hindered.values())),
        "next_sentence": words.what_comes_next(item, now=now),
        "seen_number": comparing.number_of(item, link.notice.content_hash),
        "ask_password": reauthenticating.needed(request, verb),
        "remark": request.POST.get("remark", ""),
        "problems": refusal.problems if refusal and not closed else (),
        "acts": may.ways,
        **_checks(item),
    }
    status = 412 if isinstance(refusal, Stale) else status_of(refusal) if refusal else status
    return render(request, "desk/mail/decide.html", context, status=status)


def _checks(item: Submission) -> dict[str, Any]:
    found = checks_of(item)
    return {
        "failed": [check for check in found if check.problems],
        "passed": [check for check in found if not check.problems],
        "blocking": [check for check in found if check.outcome == "block"],
    }


def _token(request: HttpRequest) -> str:
    assert request.resolver_match is not None  # noqa: S101  a view has one
    return str(request.resolver_match.kwargs["token"])
