"""The page of backups and drills for administrators, archivists and auditors."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import localize
from django.utils.translation import gettext, gettext_lazy

from approvals.policies import Actor
from approvals.web.charts import Chart
from approvals.web.charts import standing as columns
from archive.models import RestoreDrill
from archive.selectors.safekeeping import (
    CHARTED,
    newest_backups,
    newest_drills,
    seal_delays,
    standing,
)
from archive.services.reading import note_reading
from archive.web.reading_room import for_readers
from core.clock import in_vietnam, now

NAMES = {
    "backup": gettext_lazy("Bản sao lưu còn nguyên như lúc tạo"),
    "tables": gettext_lazy("Dòng của mọi bảng: số lượng và dấu vân"),
    "ledger": gettext_lazy("Bút toán của sổ cái và đỉnh sổ"),
    "revisions": gettext_lazy("Phiên bản văn bản: mã băm tính lại từ nội dung"),
    "timers": gettext_lazy("Hẹn giờ đôn đốc còn chờ"),
    "store": gettext_lazy("Tệp trong kho"),
    "records": gettext_lazy("Hồ sơ ngẫu nhiên, phục hồi và so từng byte"),
    "log": gettext_lazy("Nhật ký liên tục: phục hồi tới thời điểm cuối"),
    "second": gettext_lazy("Tệp mã hóa ở kho thứ hai"),
}
MINUTE, HOUR, DAY = 60, 3600, 86400
# Beyond this a number of smaller units says less than one of larger units.
READABLE = 2


@for_readers
def keeping(request: HttpRequest, by: Actor) -> HttpResponse:
    """See which backups exist and whether they restore."""
    note_reading(by, what="keeping", now=now())
    drills = newest_drills()
    found = standing(now=now())
    context = {
        "backups": [(row, PurePath(row.folder).name) for row in newest_backups()],
        "drills": [(row, *_said(row)) for row in drills],
        "chart": _chart(drills),
        "delays": seal_delays(),
        "standing": found,
        "backup_age": spoken(found.backup_age),
        "recovery_time": spoken(found.restore_seconds),
        "recovery_point": spoken(found.point_age),
        "log_age": spoken(found.log_age),
        "active": "keeping",
    }
    return render(request, "archive/audit_keeping.html", context)


@for_readers
def drill(request: HttpRequest, by: Actor, number: int) -> HttpResponse:
    """Read the report of one drill."""
    found = RestoreDrill.objects.filter(pk=number).select_related("backup").first()
    if found is None:
        raise Http404
    note_reading(by, what=f"drill-{number}", now=now())
    recovery_time, recovery_point = _said(found)
    context: dict[str, Any] = {
        "drill": found,
        "folder": PurePath(found.backup.folder).name,
        "checks": [row | {"said": NAMES.get(row["name"], row["name"])} for row in found.checks],
        "recovery_time": recovery_time,
        "recovery_point": recovery_point,
        "whole": spoken(found.seconds),
        "active": "keeping",
    }
    return render(request, "archive/audit_drill.html", context)


def spoken(seconds: float | None) -> str:
    """Say a length of time in the unit people would use; nothing for what was not measured."""
    if seconds is None:
        return ""
    if seconds < READABLE * MINUTE:
        return gettext("%(number)s giây") % {"number": localize(round(seconds, 1))}
    if seconds < READABLE * HOUR:
        return gettext("%(number)s phút") % {"number": round(seconds / MINUTE)}
    if seconds < READABLE * DAY:
        return gettext("%(number)s giờ") % {"number": round(seconds / HOUR)}
    return gettext("%(number)s ngày") % {"number": round(seconds / DAY)}


def _said(row: RestoreDrill) -> tuple[str, str]:
    return spoken(row.restore_seconds), spoken(row.point_age if row.passed else None)


def _chart(drills: Sequence[RestoreDrill]) -> Chart:
    """Return a column a drill, oldest first; what failed stands hatched."""
    rows = []
    for row in reversed(drills[:CHARTED]):
        seconds = row.restore_seconds if row.restore_seconds is not None else row.seconds
        label = f"{in_vietnam(row.at):%d/%m}"
        number = f"{seconds:.0f}" if seconds >= 10 else localize(round(seconds, 1))  # noqa: PLR2004
        said = f"{number} s"
        if not row.passed:
            said = f"✗ {said}"
        rows.append((label, seconds if row.passed else 0, 0 if row.passed else seconds, said))
    return columns(rows)
