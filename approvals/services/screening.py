"""The secrecy screen at the door: before any byte is kept, and without keeping the content."""

from collections.abc import Iterable
from datetime import datetime

from approvals.policies import Actor
from approvals.rules.secrecy import find_mark
from core import ledger
from core.errors import Problem, RulesViolated

Text = tuple[str, str]


def refuse_marked(texts: Iterable[Text], *, by: Actor, now: datetime) -> None:
    """Raise RulesViolated when a text carries a secrecy mark; log the refusal without the content.

    `texts` are pairs of where ("title", "file_name", "text") and the text itself.
    """
    for where, text in texts:
        mark = find_mark(where, text)
        if mark is None:
            continue
        details = {"code": "SECRECY_MARK", "mark": mark.level, "where": mark.where}
        act = ledger.Act(
            verb="refuse_secret",
            subject_type="intake",
            subject_id="",
            actor=by.name,
            details=details,
        )
        ledger.record(act, now=now)
        params = {"mark": mark.level, "where": mark.where}
        problem = Problem("SECRECY_MARK", _field(mark.where), params)
        raise RulesViolated("SECRECY_MARK", problems=(problem,), **params)


def _field(where: str) -> str:
    return {"title": "title", "file_name": "file"}.get(where, "body")
