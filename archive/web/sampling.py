"""Samples: draw decisions, look at them one by one, write down what was found."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from approvals.policies import Actor
from approvals.templatetags.desk import problem_fix, problem_message
from archive.models import Sample, SampleItem
from archive.selectors import sampling
from archive.services.reading import note_export, note_reading
from archive.services.sampling import draw, note
from archive.web.forms import NoteForm, SampleForm
from archive.web.reading_room import for_notes, for_readers
from archive.web.taking import csv_answer
from core.clock import in_vietnam, now
from core.errors import DomainError, NotPermitted, NotVisible

COLUMNS = (
    "position", "reference", "title", "site", "unit", "state", "stratum", "risk", "result", "note",
    "noted_at",
)  # fmt: skip
UNPROCESSABLE = 422


@for_readers
def listing(request: HttpRequest, by: Actor) -> HttpResponse:
    """Read which samples there are, and draw another."""
    _auditors(by)
    return _listing(request, by, SampleForm(initial=SampleForm.usual(now())))


@for_notes
def drawn(request: HttpRequest, by: Actor) -> HttpResponseBase:
    """Draw a sample; what was typed stays where it cannot be drawn."""
    form = SampleForm(request.POST)
    if not form.is_valid():
        return _listing(request, by, form, status=UNPROCESSABLE)
    try:
        sample = draw(form.wish, by=by, now=now())
    except NotPermitted as refused:
        raise PermissionDenied from refused
    except DomainError as refused:
        for problem in refused.problems:
            form.add_error(None, f"{problem_message(problem)} {problem_fix(problem)}")
        return _listing(request, by, form, status=UNPROCESSABLE)
    messages.success(
        request,
        _("Đã chọn %(size)d trong %(population)d quyết định. Xem từng mục dưới đây.")
        % {"size": sample.size, "population": sample.population},
    )
    return redirect("audit-sample", key=sample.pk)


@for_readers
def whole(request: HttpRequest, by: Actor, key: int) -> HttpResponse:
    """Read one sample."""
    sample = _sample(key, by)
    note_reading(by, what=f"sample-{key}", now=now())
    return _whole(request, sample)


@for_notes
def noted(request: HttpRequest, by: Actor, key: int, position: int) -> HttpResponseBase:
    """Write down what was found about one item; what was typed stays where it is refused."""
    sample, form = _sample(key, by), NoteForm(request.POST)
    if not form.is_valid():
        return _whole(request, sample, refused={position: form}, status=UNPROCESSABLE)
    try:
        note(key, position, **form.cleaned_data, by=by, now=now())
    except SampleItem.DoesNotExist as missing:
        raise Http404 from missing
    except DomainError as refused:
        for problem in refused.problems:
            form.add_error(None, f"{problem_message(problem)} {problem_fix(problem)}")
        return _whole(request, sample, refused={position: form}, status=UNPROCESSABLE)
    messages.success(request, _("Đã ghi nhận xét cho mục %(n)d.") % {"n": position})
    return redirect(f"{request.path.rpartition('/items/')[0]}/#item-{position}")


@for_readers
def export(_request: HttpRequest, by: Actor, key: int) -> StreamingHttpResponse:
    """Give the sample with its findings as CSV."""
    sample = _sample(key, by)
    note_export(by, what=f"sample-{key}", filters={"seed": sample.seed}, now=now())
    return csv_answer(f"sample-{key}", COLUMNS, map(_cells, sampling.lines(sample)), now=now())


def _listing(
    request: HttpRequest, by: Actor, form: SampleForm, *, status: int = 200
) -> HttpResponse:
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None  # noqa: PLR2004
    rows, following = sampling.samples(by, before=number)
    context = {"form": form, "samples": rows, "following": following, "active": "samples"}
    return render(request, "archive/audit_samples.html", context, status=status)


def _whole(
    request: HttpRequest,
    sample: Sample,
    *,
    refused: dict[int, NoteForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = [
        (item, (refused or {}).get(item.position) or NoteForm.of(item))
        for item in sampling.items_of(sample)
    ]
    context = {"sample": sample, "lines": lines, "active": "samples"}
    return render(request, "archive/audit_sample.html", context, status=status)


def _sample(key: int, by: Actor) -> Sample:
    try:
        return sampling.sample_of(key, by=by)
    except NotVisible as missing:
        raise Http404 from missing


def _auditors(by: Actor) -> None:
    if not sampling.is_auditor(by):
        raise PermissionDenied


def _cells(item: SampleItem) -> tuple[Any, ...]:
    row = item.submission
    return (
        item.position, row.reference, row.title, row.site.code, row.unit.name, row.state,
        item.stratum, item.risk, item.result, item.note.text if item.note else "",
        in_vietnam(item.noted_at).isoformat(timespec="seconds") if item.noted_at else "",
    )  # fmt: skip
