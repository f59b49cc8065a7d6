"""Who is told what after an act: rows in the transaction of the act, mail after commit."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext, override

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import PHASE_OF, Actor
from approvals.selectors.facts import authors
from approvals.selectors.people import may_take
from approvals.selectors.telling import channels_of
from approvals.services import quiet
from core.clock import in_vietnam
from core.models import Notice, User

TELLS_AUTHORS = frozenset({"request_changes", "reject", "publish", "recall", "take_down"})


def after(
    submission: Submission,
    verb: str,
    *,
    by: Actor,
    remark: str,
    now: datetime,
    wrote: frozenset[int] | None = None,
) -> None:
    """Tell those whose turn it is, and the authors where something came back to them.

    `wrote` are the authors, where the caller knows them.
    """
    if submission.state in PHASE_OF:
        waiting_for(submission, now=now, wrote=wrote)
    if verb in TELLS_AUTHORS:
        keys = set(authors(submission) if wrote is None else wrote) | _endorsers(submission, verb)
        people = User.objects.filter(pk__in=keys - {by.id}).only("language", "email")
        tell(people, submission, verb, text=_reason(submission, remark), now=now)


def waiting_for(
    submission: Submission, *, now: datetime, wrote: frozenset[int] | None = None
) -> None:
    """Tell everybody who may decide a stage that the item waits for them."""
    today = in_vietnam(now).date()
    keys = {
        key
        for turn in submission.turns.all()
        for key in may_take(turn, on=today).values_list("pk", flat=True)
    }
    people = User.objects.filter(pk__in=keys).order_by("pk")
    others = people.exclude(pk__in=authors(submission) if wrote is None else wrote)
    tell(others.only("language", "email"), submission, "waiting", text=submission.summary, now=now)


def tell(
    people: Iterable[User],
    submission: Submission,
    event: str,
    *,
    text: str,
    now: datetime,
    again: str = "",
) -> None:
    """Tell people about an event of the item, each once per version of it, as each chose.

    `again` names the occasion of what may be said more than once of one version.
    """
    people = list(people)
    by = channels_of(people, event)
    later = quiet.mail_after(now)
    rows = [
        Notice(
            user=person,
            once_key=f"{event}{again}:{submission.pk}:{submission.version}:{person.pk}",
            event=event,
            subject_id=str(submission.pk),
            title=_title(event, submission, person.language)[:300],
            text=text,
            topic=f"[{submission.reference}] {submission.title}"[:300],
            content_hash=submission.content_hash,
            link=f"/desk/submissions/{submission.pk}/",
            created_at=now,
            in_app=by[person.pk].in_app,
            mail=by[person.pk].mail if person.email else Notice.Mail.NONE,
            mail_after=later,
        )
        for person in people
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _title(event: str, submission: Submission, language: str) -> str:
    with override(language):
        titles = {
            "waiting": gettext("Chờ ý kiến của bạn: %(title)s"),
            "request_changes": gettext("Trả lại để sửa: %(title)s"),
            "reject": gettext("Bị từ chối: %(title)s"),
            "publish": gettext("Đã đăng: %(title)s"),
            "recall": gettext("Được gọi lại trước khi đăng: %(title)s"),
            "take_down": gettext("Đã gỡ: %(title)s"),
            "source_changed": gettext("Nguồn đã thay đổi: %(title)s"),
            "remind": gettext("Sắp đến hạn: %(title)s"),
            "escalate": gettext("Quá hạn: %(title)s"),
            "question": gettext("Câu hỏi về: %(title)s"),
            "comment": gettext("Góp ý về: %(title)s"),
            "answer": gettext("Trả lời về: %(title)s"),
            "resolved": gettext("Đã giải quyết trao đổi về: %(title)s"),
            "confirm": gettext("Cần xác nhận duyệt khẩn: %(title)s"),
            "unreleased": gettext("Quá giờ mà chưa lên trang: %(title)s"),
        }
        return titles[event] % {"title": submission.title}


def _endorsers(submission: Submission, verb: str) -> set[int]:
    if verb != "reject":
        return set()
    return set(submission.endorsements.values_list("actor_id", flat=True))


def _reason(submission: Submission, remark: str) -> str:
    if submission.state != State.REJECTED:
        return remark
    decision = submission.decisions.filter(verb="reject").latest("id")
    grounds = decision.grounds.select_related("explanation")
    lines = [f"{ground.code}: {ground.explanation.text}" for ground in grounds]
    return "\n".join([*lines, remark]).strip()
