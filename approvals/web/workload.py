"""Workload pictures for those who answer for a unit, the portal or all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from approvals import reasons
from approvals.selectors.oversight import Oversight, oversight_of
from approvals.selectors.workload import Age, Period, Workload, last_months, workload
from approvals.services.exporting import note_export
from approvals.services.measuring import measure
from approvals.web import words
from approvals.web.asking import actor, desk
from approvals.web.charts import Chart, lying, standing
from core import clock
from core.office_calendar import calendar_of
from core.spreadsheets import csv_lines

PERIODS = (1, 3, 6, 12)
USUAL = 3
MOST_BARS = 15
DID = ("submit", "agree", "request_changes", "reject", "got_request_changes", "got_reject")


@dataclass(frozen=True)
class Table:
    """What stands behind a picture, on the page and in the file."""

    code: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@desk
@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    """Show the pictures with their tables."""
    oversight, period, found = _asked(request)
    context = {
        "oversight": oversight,
        "period": period,
        "months": _months(request),
        "periods": [(count, _period_label(count)) for count in PERIODS],
        "filters": request.GET.urlencode(),
        "tables": _tables(found),
        "charts": _charts(found),
        "words": sum(stage.number for stage in found.stages),
        "in_time": _share(
            sum(stage.in_time for stage in found.stages),
            sum(stage.number for stage in found.stages),
        ),
        "waiting": sum(age.number for age in found.ages),
        "late": sum(age.late for age in found.ages),
        "refusals": sum(row.number for row in found.refused),
        "people": found.people,
    }
    return render(request, "desk/workload.html", context)


@desk
@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Give the table behind a picture as CSV, and write down that it was taken."""
    oversight, period, found = _asked(request)
    wanted = _tables(found).get(code)
    if wanted is None or (code in {"people", "reasons"} and not oversight.led):
        raise Http404
    details = {"months": str(_months(request)), "unit": request.GET.get("unit", "")}
    note_export(actor(request), f"workload-{code}", details=details, now=clock.now())
    rows = csv_lines(wanted.columns, wanted.rows)
    response = HttpResponse(rows, content_type="text/csv; charset=utf-8")
    called = f"{code}-{clock.in_vietnam(period.until):%Y%m%d-%H%M}.csv"
    response["Content-Disposition"] = f'attachment; filename="{called}"'
    return response


def _asked(request: HttpRequest) -> tuple[Oversight, Period, Workload]:
    now = clock.now()
    oversight = oversight_of(actor(request), unit=request.GET.get("unit", ""))
    period = last_months(_months(request), now=now)
    measure(now=now)
    return oversight, period, workload(oversight, period, calendar=calendar_of(), now=now)


def _months(request: HttpRequest) -> int:
    asked = request.GET.get("months", "")
    return int(asked) if asked in {str(count) for count in PERIODS} else USUAL


def _period_label(count: int) -> str:
    if count == 1:
        return _("Tháng này")
    return _("%(n)d tháng, kể cả tháng này") % {"n": count}


def _tables(found: Workload) -> dict[str, Table]:
    """Return the tables by their codes, those of people only where there are people."""
    tables = [
        Table(
            "stages",
            [_("Bước"), _("Lượt xong"), _("Một nửa xong trong (giờ)"),
             _("Chín phần mười xong trong (giờ)"), _("Đúng hạn"), _("Tỷ lệ đúng hạn (%)")],
            [
                [_stage(stage), stage.number, round(stage.median, 1), round(stage.ninetieth, 1),
                 stage.in_time, _share(stage.in_time, stage.number)]
                for stage in found.stages
            ],
        ),
        Table(
            "months",
            [_("Tháng"), _("Lượt xong"), _("Đúng hạn"), _("Trễ hạn"), _("Tỷ lệ đúng hạn (%)")],
            [
                [_month(one.month), one.number, one.in_time, one.number - one.in_time,
                 _share(one.in_time, one.number)]
                for one in found.months
            ],
        ),
        Table(
            "ages",
            [_("Đã chờ"), _("Lượt đang chờ"), _("Trong đó quá hạn")],
            [[_age(age), age.number, age.late] for age in found.ages],
        ),
        Table(
            "grounds",
            [_("Cơ quan"), _("Căn cứ"), _("Mã"), _("Số lần")],
            [
                [row.unit_en if words.in_english() and row.unit_en else row.unit,
                 _ground(row.code), row.code, row.number]
                for row in found.refused
            ],
        ),
    ]  # fmt: skip
    return {one.code: one for one in [*tables, *(_of_people(found) if found.people else [])]}


def _of_people(found: Workload) -> list[Table]:
    columns = [
        _("Người"), _("Đã gửi"), _("Đã đồng ý"), _("Đã trả lại"), _("Đã từ chối"),
        _("Được trả lại để sửa"), _("Bị từ chối"),
    ]  # fmt: skip
    did = [[str(one.person), *(one.counts.get(what, 0) for what in DID)] for one in found.people]
    why = [
        [str(one.person), _ground(code), code, number]
        for one in found.people
        for code, number in sorted(one.counts.items())
        if code in reasons.GROUNDS
    ]
    reasons_columns = [_("Người gửi"), _("Căn cứ"), _("Mã"), _("Số lần")]
    return [Table("people", columns, did), Table("reasons", reasons_columns, why)]


def _charts(found: Workload) -> dict[str, Chart]:
    stages = sorted(found.stages, key=lambda stage: -stage.number)[:MOST_BARS]
    grounds: dict[str, int] = {}
    for row in found.refused:
        grounds[row.code] = grounds.get(row.code, 0) + row.number
    return {
        "stages": lying(
            [
                (_stage(stage), stage.median, stage.ninetieth,
                 _("%(median)s / %(ninetieth)s giờ") % {
                     "median": words.decimal(stage.median),
                     "ninetieth": words.decimal(stage.ninetieth)})
                for stage in found.stages if stage in stages
            ]
        ),
        "months": standing(
            [
                (_short_month(one.month, first=one is found.months[0]),
                 one.in_time, one.number - one.in_time,
                 f"{_share(one.in_time, one.number)}%" if one.number else "–")
                for one in found.months
            ]
        ),
        "ages": standing(
            [
                (_age(age, short=True), age.number - age.late, age.late, str(age.number))
                for age in found.ages
            ]
        ),
        "grounds": lying(
            [(_ground(code), number, number, str(number))
             for code, number in sorted(grounds.items(), key=lambda pair: -pair[1])]
        ),
    }  # fmt: skip


def _stage(stage: Any) -> str:
    return str(stage.label_en if words.in_english() else stage.label)


def _month(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def _short_month(month: str, *, first: bool) -> str:
    """Return the number of the month, with the year where it begins."""
    number = int(month[5:])
    return f"{number}/{month[2:4]}" if first or number == 1 else str(number)


def _age(age: Age, *, short: bool = False) -> str:
    if age.upto is None:
        return _("> 10") if short else _("trên 10 ngày làm việc")
    if short:
        return f"≤ {age.upto}"
    text = ngettext("đến %(n)d ngày làm việc", "đến %(n)d ngày làm việc", age.upto)
    return text % {"n": age.upto}


def _ground(code: str) -> str:
    known = reasons.GROUNDS.get(code)
    return known.wording.in_language("en" if words.in_english() else "vi") if known else code


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
