"""Writing an item: new, from a file, changed, corrected, adopted; nothing typed is ever lost."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from approvals.content import Fields
from approvals.models import Attachment, Submission
from approvals.policies import UNIT_MEMBERS, Actor
from approvals.rulepacks import RulePack, pack_in_force
from approvals.selectors.allowed import refuse_unless_open
from approvals.selectors.checks import checks_of
from approvals.selectors.facts import missing_fields
from approvals.services import acts, composing, drafting, importing, verbs
from approvals.web import words
from approvals.web.asking import REFUSED, actor, desk, status_of, submission_for
from approvals.web.forms import ContentForm, ImportForm, NewForm, Places, initial_of
from approvals.web.structured import RELOAD
from core import clock
from core.errors import (
    DomainError,
    GuardFailed,
    NotPermitted,
    Problem,
    RulesViolated,
    Stale,
    UploadRefused,
)
from core.models import Site, Unit

TYPED = (RulesViolated, UploadRefused, GuardFailed, Stale)
# What the editor cannot keep when a text is changed in it.
BEYOND_EDITOR = ("<caption", "<tfoot", "rowgroup", "colgroup")


@desk
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Start an item in the editor; on a refusal the form comes back as it was typed."""
    me = actor(request)
    if RELOAD in request.POST or request.method == "GET":
        begun = NewForm(initial=_begun(request), places=places(me), pack=_pack())
        return _page(request, begun)
    form = NewForm(request.POST, request.FILES, places=places(me), pack=_pack())
    if form.is_bound and form.is_valid():
        site, unit = form.cleaned_data["site"], form.cleaned_data["unit"]
        draft = drafting.NewDraft(site=site, unit=unit, fields=form.content)
        try:
            item = composing.begin(draft, _change(request, form), by=me, now=clock.now())
        except TYPED as refusal:
            return _again(request, form, refusal)
        return _saved(request, item, me)
    return _page(request, form, status=REFUSED if form.is_bound else 200)


@desk
@require_http_methods(["GET", "POST"])
def start_from_file(request: HttpRequest) -> HttpResponse:
    """Start an item from a file, then show what could not be carried over."""
    me = actor(request)
    form = ImportForm(request.POST or None, request.FILES or None, places=places(me), pack=_pack())
    status = 200
    if form.is_bound and form.is_valid():
        try:
            item = importing.import_file(_file(form), _target(form), by=me, now=clock.now())
        except TYPED as refusal:
            form.show(refusal.problems)
            status = status_of(refusal)
        else:
            messages.success(request, words.HAPPENED["import"])
            return redirect("submission-edit", item.pk)
    elif form.is_bound:
        status = REFUSED
    return render(request, "desk/import.html", {"form": form}, status=status)


@desk
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change a draft or a returned item; the findings of the checks stand beside their fields."""
    me = actor(request)
    item = submission_for(request, key)
    refuse_unless_open(item, me, "edit", now=clock.now())
    if request.method != "POST":
        form = ContentForm(initial=initial_of(item), pack=_pack(), problems=findings(item))
        return _page(request, form, item)
    if RELOAD in request.POST:
        return _page(request, ContentForm(initial=_begun(request), pack=_pack()), item)
    form = ContentForm(request.POST, request.FILES, pack=_pack())
    if not form.is_valid():
        return _page(request, form, item, status=REFUSED)
    change, version = _change(request, form, item), form.cleaned_data["version"]
    try:
        item = composing.save(key, change, by=me, now=clock.now(), version=version)
    except TYPED as refusal:
        return _again(request, form, refusal, item)
    return _saved(request, item, me)


@desk
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take responsibility for what came from outside: complete it and become its author."""
    me = actor(request)
    item = submission_for(request, key)
    refuse_unless_open(item, me, "adopt", now=clock.now())
    if request.method != "POST":
        form = ContentForm(initial=initial_of(item), pack=_pack(), problems=findings(item))
        return _page(request, form, item, adopting=True)
    if RELOAD in request.POST:
        begun = ContentForm(initial=_begun(request), pack=_pack())
        return _page(request, begun, item, adopting=True)
    form = ContentForm(request.POST, pack=_pack())
    if not form.is_valid():
        return _page(request, form, item, status=REFUSED, adopting=True)
    try:
        acts.adopt(key, by=me, now=clock.now(), fields=form.content, terms=form.terms)
    except TYPED as refusal:
        return _again(request, form, refusal, item, adopting=True)
    messages.success(request, words.HAPPENED["adopt"])
    return redirect("submission", key)


def places(me: Actor) -> Places:
    """Return where the person may hand in: for the own units, on their sites and above."""
    codes = [unit for role, unit in me.roles if role in UNIT_MEMBERS]
    units = Unit.objects.filter(code__in=codes).order_by("-parent", "code")
    if not codes:
        raise NotPermitted(verb="create")
    reachable = Q(unit__in=units) | Q(components__unit__in=units)
    return Places(
        units, Site.objects.filter(reachable, closed_on=None).distinct().order_by("kind", "code")
    )


def findings(item: Submission) -> list[Problem]:
    """Return what the checks found and what is still missing, for the form's fields."""
    missing = [Problem(f"{name.upper()}_MISSING", name) for name in missing_fields(item)]
    open_checks = (check for check in checks_of(item) if check.problems and not check.set_aside)
    return missing + [problem for check in open_checks for problem in check.problems]


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return what the form begins with: what was typed before its fields changed, or the address.

    A link may choose site, unit, category and kind; places out of reach are not offered anyway.
    """
    said = request.POST or request.GET
    begun: dict[str, Any] = {name: value for name, value in said.items() if value}
    places_named = (("site", Site), ("unit", Unit))
    for name, model in places_named if request.method == "GET" else ():
        if name in begun:
            found = model.objects.filter(code=begun[name]).first()
            begun[name] = found.pk if found else None
    return begun


def _pack() -> RulePack:
    return pack_in_force(clock.in_vietnam(clock.now()).date())


def _file(form: ImportForm) -> importing.Upload:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    return importing.Upload(str(file.name), file.read())


def _target(form: ImportForm) -> importing.Target:
    said = form.cleaned_data
    fields = Fields(title="", document_type=said["document_type"], category=said["category"])
    return importing.Target(site=said["site"], unit=said["unit"], fields=fields)


def _change(
    request: HttpRequest, form: ContentForm, item: Submission | None = None
) -> composing.Change:
    rows = _files(item) if item else ()
    posted = request.POST
    return composing.Change(
        fields=form.content,
        terms=form.terms,
        uploads=_uploads(form),
        descriptions=tuple(
            composing.Description(
                row.pk, posted.get(f"caption-{row.pk}", ""), posted.get(f"alt-{row.pk}", "")
            )
            for row in rows
            if f"caption-{row.pk}" in posted
        ),
        removed=tuple(row.pk for row in rows if f"remove-{row.pk}" in posted),
    )


def _uploads(form: ContentForm) -> tuple[composing.NewUpload, ...]:
    file = form.upload
    if file is None:
        return ()
    upload = importing.Upload(str(file.name), file.read())
    said = form.cleaned_data
    return (composing.NewUpload(upload, said["new_caption"], said["new_alt_text"]),)


def _saved(request: HttpRequest, item: Submission, me: Actor) -> HttpResponse:
    """Go on where the person wanted to go: stay, look, or hand in."""
    if "submit" not in request.POST:
        messages.success(request, words.HAPPENED["save"])
        look = "look" in request.POST
        return redirect("submission" if look else "submission-edit", item.pk)
    try:
        item = verbs.submit(item.pk, by=me, now=clock.now(), version=item.version)
    except GuardFailed as refusal:
        item.refresh_from_db()
        form = ContentForm(initial=initial_of(item), pack=_pack(), problems=findings(item))
        return _page(request, form, item, status=REFUSED, refusal=refusal)
    sentence = words.what_comes_next(item, now=clock.now())
    messages.success(request, f"{words.HAPPENED['submit']} {sentence}")
    return redirect("submission", item.pk)


def _again(
    request: HttpRequest,
    form: ContentForm,
    refusal: DomainError,
    item: Submission | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form as it was typed, with every reason beside its field."""
    status = 412 if isinstance(refusal, Stale) else status_of(refusal)
    if isinstance(refusal, Stale):
        form.data = {**request.POST.dict(), "version": str(refusal.params["version"])}
        context["stale"] = True
    form.show(refusal.problems)
    return _page(request, form, item, status=status, refusal=refusal, **context)


def _page(
    request: HttpRequest,
    form: ContentForm,
    item: Submission | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    files = list(_files(item)) if item else []
    context |= {
        "form": form,
        "submission": item,
        "files": [(row, _problems_of(form, place)) for place, row in enumerate(files)],
        "posted": request.POST,
        "pictures": [row for row in files if row.role == "picture"],
        "lossy": item is not None and any(tag in item.content["body"] for tag in BEYOND_EDITOR),
    }
    return render(request, "desk/compose.html", context, status=status)


def _files(item: Submission) -> Iterable[Attachment]:
    """Return the files in the order in which the content, and so the checks, name them."""
    return item.attachments.filter(removed_at=None).order_by("created_at", "file_name")


def _problems_of(form: ContentForm, place: int) -> list[Problem]:
    mine = (f"attachments.{place}", f"attachments.{place}.alt_text")
    return [problem for name in mine for problem in form.problems.get(name, [])]
