"""The working calendar: a year to look at, and an upload for administrators."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from approvals.policies import Actor
from approvals.selectors.calendars import last_changes, months_of, special_days
from approvals.services.calendars import Changed, import_calendar, weekday
from approvals.web.asking import REFUSED, actor, desk
from core import clock
from core.calendar_files import CalendarFileInvalid, read_calendar
from core.errors import NotPermitted
from core.models import Unit
from core.office_calendar import units_with_own
from core.roles import Role

FIRST_YEAR, LAST_YEAR = 2023, 2100
MOST_BYTES = 1_000_000
MOST_MOVED = 200


class CalendarForm(forms.Form):
    """A file with the days of a year."""

    file = forms.FileField(
        label=_("Tệp lịch (.toml, .csv, .ics)"),
        help_text=_("Tệp nêu đủ mọi ngày của từng năm có trong tệp; ngày cũ của năm đó bị thay."),
    )

    def clean_file(self) -> Any:
        """Refuse what is no calendar by its size."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("Tệp lịch không quá 1 MB."))
        return file


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year; an administrator tries a file, or takes it."""
    me = actor(request)
    manages = any(role == Role.ADMINISTRATOR for role, _unit in me.roles)
    if request.method == "POST" and not manages:
        raise NotPermitted(verb="import_calendar")
    form = CalendarForm(request.POST or None, request.FILES or None)
    problems: list[str] = []
    changed: Changed | None = None
    if request.method == "POST" and form.is_valid():
        changed, problems = _taken(request, form, me)
    months = months_of(_year(request), unit := request.GET.get("unit", ""))
    context = {
        "year": months[0].first.year,
        "unit": unit,
        "units": Unit.objects.filter(code__in=units_with_own()),
        "months": months,
        "special": special_days(months),
        "weekdays": _weekdays(),
        "manages": manages,
        "form": form,
        "problems": problems,
        "changed": changed,
        "moved": changed.moved[:MOST_MOVED] if changed else (),
        "dry_run": "try" in request.POST,
        "changes": last_changes() if manages else [],
    }
    status = REFUSED if problems or form.errors else 200
    return render(request, "desk/calendar.html", context, status=status)


def _taken(request: HttpRequest, form: CalendarForm, me: Actor) -> tuple[Changed | None, list[str]]:
    file = form.cleaned_data["file"]
    try:
        read = read_calendar(file.name, file.read())
        dry_run = "try" in request.POST
        return import_calendar(read, by=me, now=clock.now(), dry_run=dry_run), []
    except CalendarFileInvalid as invalid:
        return None, invalid.problems


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() else clock.in_vietnam(clock.now()).year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _weekdays() -> list[tuple[str, str]]:
    short = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
    long = tuple(weekday(number) for number in range(len(short)))
    return [(pgettext("thứ viết tắt", name), full) for name, full in zip(short, long, strict=True)]
