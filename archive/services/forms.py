"""Phiếu trình of an item in process and the minutes of a decision, from stored facts alone."""

from datetime import datetime
from typing import TYPE_CHECKING

from approvals import reasons
from approvals.models import Submission
from approvals.selectors.checks import checks_of
from approvals.selectors.history import Event, history
from archive.printing import IssuingHeader, render_form
from archive.printing.labels import VERBS
from archive.selectors.dossier import DECIDING
from core.clock import in_vietnam
from core.errors import WrongState

if TYPE_CHECKING:
    from archive.printing.forms import Block, Form, Signatory

PREPARING = ("submit", "adopt")
REVIEWING = ("review", "request_changes")


def submission_sheet(submission: Submission) -> bytes:
    """Return the Phiếu trình: what is asked for, and who has said what so far.

    An internal form, fixed by the agency's own rules and not by Decree 30 (facts, law 6.2).
    """
    return render_form(_sheet(submission, history(submission)))


def minutes(submission: Submission) -> bytes:
    """Return the minutes of the decision (form 1.9); refuses what is not decided yet."""
    events = history(submission)
    deciding = [event for event in events if event.verb in DECIDING]
    if not deciding:
        raise WrongState(verb="minutes", state=submission.state)
    return render_form(_minutes(submission, events, deciding[-1]))


FORMS = {"phieu-trinh": submission_sheet, "bien-ban": minutes}


def _sheet(submission: Submission, events: list[Event]) -> "Form":
    from archive.printing.forms import Block, Form  # noqa: PLC0415  takes a second

    parts = {
        "II. Ý kiến đơn vị soạn": _said(events, *PREPARING),
        "III. Ý kiến phối hợp": _said(events, "endorse"),
        "IV. Ý kiến thẩm định": _said(events, *REVIEWING),
        "V. Phê duyệt": _said(events, *DECIDING),
    }
    return Form(
        kind="Phiếu trình",
        subject=f"V/v duyệt đăng: {submission.title}",
        number=submission.reference,
        header=_header(submission, events[-1].at),
        addressee=submission.site.unit.name,
        blocks=(
            Block("I. Nội dung trình", rows=_particulars(submission)),
            _found(submission),
            *(Block(heading, lines=lines) for heading, lines in parts.items()),
        ),
        signatories=(
            _hand("Người trình", events, *PREPARING),
            _hand("Người phê duyệt", events, *DECIDING),
        ),
        foot=_foot(submission),
        dated=events[-1].at.replace(microsecond=0),
    )


def _minutes(submission: Submission, events: list[Event], deciding: Event) -> "Form":
    from archive.printing.forms import Block, Form  # noqa: PLC0415  takes a second

    people = dict.fromkeys(_who(event) for event in events if event.actor_name)
    rows = (
        ("Thời gian bắt đầu", _moment(events[0].at)),
        ("Địa điểm", "Hệ thống duyệt và đăng tải trực tuyến"),
        ("Thành phần", "; ".join(people)),
        ("Chủ trì", _who(deciding)),
        ("Nội dung", f"Xem xét, quyết định hồ sơ “{submission.title}”"),
        ("Mã băm nội dung", deciding.content_hash),
    )
    closing = f"Việc xem xét kết thúc vào hồi {in_vietnam(deciding.at):%H giờ %M, ngày %d/%m/%Y}."
    before = [event for event in events if event.entry < deciding.entry]
    return Form(
        kind="Biên bản",
        subject=f"V/v quyết định hồ sơ: {submission.title}",
        number=f"{submission.reference}/BB",
        header=_header(submission, deciding.at),
        blocks=(
            Block("I. Thời gian, thành phần", rows=rows),
            _found(submission),
            Block("II. Ý kiến", lines=_said(before, *PREPARING, *REVIEWING, "endorse")),
            Block("III. Kết luận", lines=(*_conclusion(deciding), closing)),
        ),
        signatories=(
            _hand("Thư ký", before, "review", "endorse"),
            _hand("Chủ tọa", events, *DECIDING),
        ),
        foot=_foot(submission),
        dated=deciding.at.replace(microsecond=0),
        placed=False,
    )


def _particulars(submission: Submission) -> tuple[tuple[str, str], ...]:
    content = submission.content
    source = content["source"]
    secret = "Không chứa bí mật nhà nước" if submission.secrecy_declared else "Chưa cam đoan"
    rows = (
        ("Tiêu đề", content["title"]),
        ("Tóm tắt", content["summary"]),
        ("Số, ký hiệu", content["number"]),
        ("Trang đăng", submission.site.name),
        ("Đơn vị trình", submission.unit.name),
        ("Tác giả", content["author_name"]),
        ("Nguồn", " ".join(filter(None, (source["name"], source["url"])))),
        ("Tệp kèm theo", "; ".join(row["original_name"] for row in content["attachments"])),
        ("Cam đoan", secret),
        ("Mã băm nội dung", submission.content_hash),
    )
    return tuple((name, value) for name, value in rows if value)


def _found(submission: Submission) -> "Block":
    """Return what the rules found on the content, so that nobody signs without having seen it."""
    from archive.printing.forms import Block  # noqa: PLC0415

    failed = [check for check in checks_of(submission) if check.problems]
    lines = [
        f"{reasons.title(check.code)}: {reasons.message(problem.code, 'vi', **problem.params)}"
        for check in failed
        for problem in check.problems
    ]
    return Block("Kết quả kiểm tra", lines=tuple(lines) or ("Các kiểm tra đều đạt.",))


def _conclusion(deciding: Event) -> tuple[str, ...]:
    said = VERBS[deciding.verb][0]
    lines = [f"{said}. {deciding.remark}".strip()]
    lines += [f"{ground.code}: {ground.explanation}" for ground in deciding.grounds]
    return tuple(lines)


def _said(events: list[Event], *verbs: str) -> tuple[str, ...]:
    return tuple(
        f"{_moment(event.at)}, {_who(event)}: {VERBS[event.verb][0]}. {event.remark}".strip()
        for event in events
        if event.verb in verbs
    )


def _hand(role: str, events: list[Event], *verbs: str) -> "Signatory":
    from archive.printing.forms import Signatory  # noqa: PLC0415

    last = next((event for event in reversed(events) if event.verb in verbs), None)
    if last is None:
        return Signatory(role)
    return Signatory(role, last.actor_name, f"Thực hiện trên hệ thống, {_moment(last.at)}")


def _who(event: Event) -> str:
    return ", ".join(part for part in (event.actor_name or "Hệ thống", event.actor_title) if part)


def _header(submission: Submission, at: datetime) -> IssuingHeader:
    unit = submission.unit
    superior = unit.parent.name if unit.parent else ""
    return IssuingHeader(superior, unit.name, unit.place, in_vietnam(at).date())


def _foot(submission: Submission) -> str:
    digest = submission.content_hash
    return f"Hồ sơ {submission.reference} · Mã băm nội dung {digest[:12]}…{digest[-6:]}"


def _moment(at: datetime) -> str:
    return f"{in_vietnam(at):%H:%M:%S, %d/%m/%Y}"
