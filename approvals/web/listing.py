"""What a line of a list says: whose turn it is, and what follows once it is decided."""

from datetime import datetime

from django.utils.translation import gettext

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.selectors.lines import Line
from approvals.web import words
from core.clock import in_vietnam


def whose_turn(line: Line) -> str:
    """Say whom the item waits for; empty where nobody is awaited."""
    roles = dict.fromkeys(str(words.ROLES.get(stage.role, stage.role)) for stage in line.turn)
    return gettext("Chờ %(role)s") % {"role": ", ".join(roles)} if roles else ""


def and_then(line: Line, *, now: datetime) -> str:
    """Say what follows: the next stage, or when the item goes live and where."""
    row = line.submission
    if line.turn and line.then:
        said = {"stage": words.stage_label(line.then)}
        return gettext("Đồng ý xong: tới bước “%(stage)s”") % said
    if line.turn:
        return gettext("Duyệt xong: %(live)s") % {"live": _live(row, now=now)}
    if row.state == State.APPROVED:
        return _live(row, now=now)
    return {
        State.DRAFT: gettext("Chưa gửi đi"),
        State.RETURNED: gettext("Sửa theo góp ý rồi gửi lại"),
    }.get(State(row.state), "")


def _live(row: Submission, *, now: datetime) -> str:
    """Say when the item goes live, and on which site where that is not its own unit's."""
    elsewhere = row.site.unit_id != row.unit_id
    times = [at for at in (row.publish_at, row.embargo_until) if at and at > now]
    said = {"site": words.name_of(row.site), "when": short_moment(max(times)) if times else ""}
    if times:
        text = (
            gettext("lên %(site)s lúc %(when)s") if elsewhere else gettext("lên trang lúc %(when)s")
        )
    else:
        text = gettext("đăng ngay lên %(site)s") if elsewhere else gettext("đăng ngay")
    return text % said


def short_moment(at: datetime) -> str:
    """Say a moment in few words: 08:00 01/12."""
    return f"{in_vietnam(at):%H:%M %d/%m}"
