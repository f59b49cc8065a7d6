"""The desk's own words: verbs, queues, fields, what comes next, and times as people say them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, localize, number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import PHASE_OF
from approvals.routes import Stage
from approvals.selectors.progress import open_steps
from approvals.services.turns import LEAST_AFTER_RETURN
from core.clock import in_vietnam
from core.models import Site, Unit
from core.working_days import WorkingCalendar

# What a button says, in the order in which the page offers them.
DO = {
    "edit": _("Sửa"),
    "submit": _("Gửi đi"),
    "review": _("Đạt, chuyển tiếp"),
    "approve": _("Duyệt"),
    "request_changes": pgettext_lazy("việc", "Trả lại để sửa"),
    "reject": _("Từ chối"),
    "fast_track": _("Duyệt khẩn"),
    "confirm": _("Xác nhận duyệt khẩn"),
    "adopt": _("Nhận làm người chịu trách nhiệm"),
    "recall": _("Gọi lại"),
    "withdraw": _("Rút hồ sơ"),
    "correct": _("Đính chính"),
    "propose": _("Đề xuất lên Cổng"),
    "take_down": _("Gỡ khỏi trang"),
}
# What has been done, as the history and the messages say it.
DONE = {
    "create": _("Tạo bản nháp"),
    "receive": _("Tiếp nhận từ bên ngoài"),
    "adopt": pgettext_lazy("đã làm", "Nhận làm người chịu trách nhiệm"),
    "submit": pgettext_lazy("đã làm", "Gửi đi"),
    "endorse": _("Đồng ý ở bước này"),
    "review": _("Thẩm định đạt"),
    "approve": pgettext_lazy("đã làm", "Duyệt"),
    "fast_track": pgettext_lazy("đã làm", "Duyệt khẩn"),
    "reassign": _("Chuyển lượt"),
    "confirm": pgettext_lazy("đã làm", "Xác nhận duyệt khẩn"),
    "request_changes": _("Trả lại để sửa"),
    "reject": pgettext_lazy("đã làm", "Từ chối"),
    "recall": _("Gọi lại trước khi đăng"),
    "withdraw": pgettext_lazy("đã làm", "Rút hồ sơ"),
    "publish": pgettext_lazy("đã làm", "Đăng lên trang"),
    "archive": _("Niêm phong hồ sơ lưu trữ"),
    "take_down": pgettext_lazy("đã làm", "Gỡ khỏi trang"),
    "reschedule": _("Đổi giờ đăng"),
}
HAPPENED = {
    "submit": _("Đã gửi."),
    "review": _("Đã ghi ý kiến đồng ý của bạn."),
    "approve": _("Đã duyệt."),
    "fast_track": _("Đã duyệt khẩn."),
    "request_changes": _("Đã trả lại để sửa."),
    "reject": _("Đã từ chối."),
    "recall": _("Đã gọi lại."),
    "withdraw": _("Đã rút hồ sơ."),
    "confirm": _("Đã xác nhận duyệt khẩn."),
    "override": _("Đã ghi việc bỏ qua kiểm tra."),
    "adopt": _("Bạn là người chịu trách nhiệm của hồ sơ này."),
    "correct": _("Đã tạo bản đính chính."),
    "save": _("Đã lưu."),
    "import": _("Đã nhận tệp và chuyển nội dung."),
}
GROUPS = {"mine": _("Việc của tôi"), "unit": _("Cơ quan tôi"), "outcome": _("Kết quả")}
QUEUES = {
    "waiting": _("Chờ tôi"),
    "confirm": _("Duyệt khẩn chờ xác nhận"),
    "returned": _("Trả lại tôi"),
    "drafts": _("Bản nháp của tôi"),
    "sent": _("Tôi đã gửi, đang chờ"),
    "watched": _("Đang theo dõi"),
    "today": _("Đến hạn hôm nay"),
    "overdue": _("Quá hạn"),
    "unit": _("Đang xử lý"),
    "scheduled": _("Đã duyệt, chờ lên trang"),
    "published": _("Đăng trong 30 ngày"),
    "rejected": _("Bị từ chối tháng này"),
    "all": _("Tất cả hồ sơ"),
}
NOTICE_KINDS = {
    "waiting": _("Hồ sơ chờ ý kiến của tôi"),
    "returned": _("Hồ sơ của tôi bị trả lại, từ chối"),
    "published": _("Đã đăng"),
    "recalled": _("Được gọi lại trước khi đăng"),
    "take_down": _("Đã gỡ khỏi trang"),
    "escalate": _("Quá hạn"),
    "confirm": _("Duyệt khẩn cần xác nhận"),
    "comment": _("Trao đổi về hồ sơ"),
    "unreleased": _("Quá giờ mà chưa lên trang"),
}
COMMENT_KINDS = {
    "question": _("Câu hỏi"),
    "comment": _("Góp ý"),
    "answer": _("Trả lời"),
    "resolved": _("Đã giải quyết"),
}
PERIODS = {
    "week": _("7 ngày qua"),
    "month": _("30 ngày qua"),
    "quarter": _("Ba tháng qua"),
    "year": _("Một năm qua"),
}
FIELDS = {
    "title": _("Tiêu đề"),
    "summary": _("Tóm tắt"),
    "body": _("Nội dung"),
    "number": _("Số, ký hiệu"),
    "issued_on": _("Ngày ban hành"),
    "effective_on": _("Ngày có hiệu lực"),
    "category": _("Chuyên mục"),
    "document_type": _("Loại văn bản"),
    "language": _("Ngôn ngữ"),
    "author_name": _("Tác giả"),
    "change_note": _("Ghi chú thay đổi (công khai)"),
    "source.kind": _("Loại nguồn"),
    "source.name": _("Tên nguồn"),
    "source.url": _("Địa chỉ nguồn"),
    "source.permission": _("Văn bản cho phép sử dụng lại"),
    "attachments": _("Tệp kèm theo"),
}
DOCUMENT_TYPES = {
    "news": _("Tin, bài"),
    "legal_document": _("Văn bản quy phạm pháp luật"),
    "administrative_document": _("Văn bản hành chính"),
    "announcement": pgettext_lazy("loại văn bản", "Thông báo"),
    "guidance": _("Hướng dẫn"),
    "plan": _("Chương trình, kế hoạch"),
    "page": _("Trang giới thiệu"),
}
ROLES = {
    "contributor": _("Cộng tác viên"),
    "editor": _("Biên tập viên"),
    "secretary": _("Thư ký biên tập"),
    "agency_head": _("Thủ trưởng cơ quan"),
    "board_head": _("Trưởng Ban Biên tập"),
    "archivist": _("Cán bộ lưu trữ"),
    "auditor": _("Thanh tra"),
    "administrator": _("Quản trị"),
    "site_administrator": _("Quản trị trang"),
}
OUTCOMES = {
    "absent": _("không kiểm tra"),
    "pass": _("đạt"),
    "block": _("chặn"),
    "warn": _("nhắc"),
    "info": _("ghi chú"),
}

_SAID = {"vi": _("Tiếng Việt"), "en": _("Tiếng Anh")}
LANGUAGES: dict[str, Any] = {
    code: _SAID.get(code, name) for code, name in settings.CONTENT_LANGUAGES
}
DAY_KINDS = {
    "holiday": _("nghỉ lễ, tết"),
    "lieu": _("nghỉ bù"),
    "swap": _("nghỉ hoán đổi"),
    "makeup": _("làm bù"),
    "closed": _("cơ quan nghỉ"),
}
DAY_MARKS = {
    "holiday": pgettext_lazy("ô lịch", "lễ"),
    "lieu": pgettext_lazy("ô lịch", "bù"),
    "swap": pgettext_lazy("ô lịch", "đổi"),
    "makeup": pgettext_lazy("ô lịch", "làm"),
    "closed": pgettext_lazy("ô lịch", "nghỉ"),
    "own": pgettext_lazy("ô lịch", "riêng"),
}
OFFICE_DAY = 8


def in_english() -> bool:
    """Tell whether the page speaks English."""
    return (get_language() or "vi").startswith("en")


def decimal(number: float) -> str:
    """Return a number with one decimal as the page's language writes it."""
    return number_format(number, 1)


def name_of(place: Site | Unit) -> str:
    """Return the name of a site or unit in the page's language."""
    return place.name_en if in_english() and place.name_en else place.name


def stage_label(stage: Stage) -> str:
    """Return the label of a stage in the page's language."""
    return stage.label_en if in_english() else stage.label


def moment(at: datetime) -> str:
    """Say a moment as clocks in Vietnam show it: 09:05 ngày 03/02/2027."""
    return gettext("%(time)s ngày %(day)s") % {
        "time": f"{in_vietnam(at):%H:%M}",
        "day": f"{in_vietnam(at):%d/%m/%Y}",
    }


def due(at: datetime, *, now: datetime, calendar: WorkingCalendar) -> str:
    """Say in working time how long is left, or how long it is overdue."""
    late = at < now
    start, end = (at, now) if late else (now, at)
    if calendar.add_working_hours(start, OFFICE_DAY) < end:
        days = max(1, calendar.working_days_between(start, end))
        return _days_late(days) if late else _days_left(days)
    hours = _whole_hours(start, end, calendar)
    return _hours_late(hours) if late else _hours_left(hours)


def _whole_hours(start: datetime, end: datetime, calendar: WorkingCalendar) -> int:
    hours = range(1, OFFICE_DAY + 1)
    return sum(calendar.add_working_hours(start, hour) <= end for hour in hours)


def _days_left(days: int) -> str:
    return ngettext("còn %(n)d ngày làm việc", "còn %(n)d ngày làm việc", days) % {"n": days}


def _days_late(days: int) -> str:
    return ngettext("quá hạn %(n)d ngày làm việc", "quá hạn %(n)d ngày làm việc", days) % {
        "n": days
    }


def _hours_left(hours: int) -> str:
    if not hours:
        return gettext("còn dưới 1 giờ làm việc")
    return ngettext("còn %(n)d giờ làm việc", "còn %(n)d giờ làm việc", hours) % {"n": hours}


def _hours_late(hours: int) -> str:
    if not hours:
        return gettext("vừa quá hạn")
    return ngettext("quá hạn %(n)d giờ làm việc", "quá hạn %(n)d giờ làm việc", hours) % {
        "n": hours
    }


def stopped_clocks(submission: Submission) -> list[str]:
    """Say what is left of the stages whose clocks stand still while the author has the item."""
    stages = {stage.position: stage for stage in submission.route_version.parsed}
    return [
        gettext("Đồng hồ tạm dừng: khi gửi lại, bước “%(stage)s” còn %(hours)s giờ làm việc.")
        % {
            "stage": stage_label(stages[clock.position]),
            "hours": localize(round(max(clock.minutes, LEAST_AFTER_RETURN) / 60, 1)),
        }
        for clock in submission.stopped_clocks.all()
    ]


def what_comes_next(submission: Submission, *, now: datetime) -> str:
    """Say in one sentence what happens next, and who must do it."""
    state = submission.state
    if submission.state in PHASE_OF:
        return _waits(submission)
    if state == State.APPROVED:
        return _goes_live(submission, now=now)
    return {
        State.DRAFT: gettext("Bản nháp: chưa ai nhận được. Khi xong, hãy gửi đi để thẩm định."),
        State.RETURNED: gettext("Tác giả sửa theo góp ý rồi gửi lại; các bước bắt đầu lại từ đầu."),
        State.PUBLISHED: gettext("Đã có trên trang. Hồ sơ lưu trữ đang được niêm phong."),
        State.ARCHIVED: gettext("Đã xong: có trên trang và đã niêm phong trong lưu trữ."),
        State.REJECTED: gettext("Đã kết thúc. Quyết định từ chối được lưu cùng căn cứ."),
        State.WITHDRAWN: gettext("Đã kết thúc: tác giả đã rút hồ sơ."),
    }.get(State(state), "")


def _waits(submission: Submission) -> str:
    stages = open_steps(submission)
    roles = dict.fromkeys(str(ROLES.get(stage.role, stage.role)) for stage in stages)
    params = {
        "stage": ", ".join(stage_label(stage) for stage in stages),
        "role": ", ".join(roles),
        "until": moment(submission.due_at) if submission.due_at else "",
    }
    return gettext("Chờ %(role)s ở bước “%(stage)s”, hạn %(until)s.") % params


def _goes_live(submission: Submission, *, now: datetime) -> str:
    if submission.publish_at and submission.publish_at > now:
        when = {"when": moment(submission.publish_at)}
        return gettext("Đã duyệt; sẽ lên trang lúc %(when)s. Trước đó còn gọi lại được.") % when
    return gettext("Đã duyệt; hệ thống đưa lên trang trong ít giây.")


def day(value: datetime) -> str:
    """Say a day as people write it."""
    return date_format(in_vietnam(value), "d/m/Y")
