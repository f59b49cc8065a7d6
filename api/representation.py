"""Submissions as answers: rows and facts turned into the dictionaries that the shapes are told."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from api import problems
from api.answers import AttachedAnswer, AttachmentAnswer, LineAnswer, SubmissionAnswer
from approvals.lifecycle import State
from approvals.models import Attachment, Submission
from approvals.policies import Actor
from approvals.selectors.allowed import Option, options
from approvals.selectors.checks import Check, checks_of
from approvals.selectors.facts import PUBLIC
from approvals.selectors.pairs import translations_of
from approvals.selectors.progress import LATER, NOW, steps
from core.clock import in_vietnam

ROOT = "/api/v1"
STEP_STATES = {NOW: "current", LATER: "waiting"}
HAS_RECORD = PUBLIC | {State.REJECTED}


def line(submission: Submission) -> dict[str, Any]:
    """Return a submission as lists show it."""
    return dict(LineAnswer(_line(submission)).data)


def whole(submission: Submission, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Return a submission with all that this person may know and do."""
    content, revision = submission.content, submission.revision
    assert revision is not None  # noqa: S101  `content` has just been read from it
    open_to_me = options(submission, actor, now=now)
    checks = checks_of(submission)
    facts = _line(submission) | _terms(submission) | {
        name: content[name]
        for name in ("body", "issued_on", "effective_on", "source", "author_name", "change_note")
    }  # fmt: skip
    facts |= {
        "fields": content.get("fields", {}),
        "attachments": [file(row) for row in submission.attachments.filter(removed_at=None)],
        "allowed_actions": [option.action for option in open_to_me if not option.problems],
        "blocked_actions": [_blocked(option) for option in open_to_me if option.problems],
        "route": list(_route(submission, now=now)),
        "archive_record": _record(submission),
        "checks": [row for check in checks for row in _findings(check)],
        "checks_passed": [check.code for check in checks if not check.problems],
        "rule_pack": _rule_pack(submission),
        "not_carried": revision.not_carried,
        "repairs": revision.repairs,
    }
    return dict(SubmissionAnswer(facts).data)


def file(row: Attachment) -> dict[str, Any]:
    """Return a file with the address that streams it."""
    names = ("id", "file_name", "original_name", "media_type", "size", "caption", "alt_text",
             "role", "sha256", "sha256_uploaded")  # fmt: skip
    facts = {name: getattr(row, name) for name in names}
    facts["url"] = f"{ROOT}/submissions/{row.submission_id}/attachments/{row.pk}/"
    return dict(AttachmentAnswer(facts).data)


def attached(row: Attachment, submission: Submission) -> dict[str, Any]:
    """Return a file just added, with what it made of the submission."""
    made = {"version": submission.version, "content_hash": submission.content_hash}
    return dict(AttachedAnswer(file(row) | made).data)


def publication_of(submission: Submission) -> dict[str, Any] | None:
    """Return where the item stands on its site, None before it is published."""
    row = getattr(submission, "publication", None)
    if row is None:
        return None
    return {
        "url": f"/sites/{submission.site.code}/{row.address}",
        "online": row.online,
        "published_at": row.published_at,
    }


def _line(submission: Submission) -> dict[str, Any]:
    names = ("id", "reference", "state", "title", "summary", "number", "language",
             "document_type", "category", "version", "content_hash", "due_at", "created_at",
             "updated_at", "fast_tracked")  # fmt: skip
    return {name: getattr(submission, name) for name in names} | {
        "site": submission.site.code,
        "unit": submission.unit.code,
        "publication": publication_of(submission),
    }


def _terms(submission: Submission) -> dict[str, Any]:
    names = ("channel", "embargo_until", "publish_at", "expire_at", "confirm_due_at")
    created, submitted = submission.created_by, submission.submitted_by
    return {name: getattr(submission, name) for name in names} | {
        "secrecy_declaration": submission.secrecy_declared,
        "created_by": created.username if created else None,
        "submitted_by": submitted.username if submitted else None,
        "supersedes": submission.supersedes_id,
        "translation_of": submission.translation_of_id,
        "translations": {one.language: one.pk for one in translations_of(submission)},
        "confirmed": submission.confirmed_by_id is not None,
    }


def _blocked(option: Option) -> dict[str, Any]:
    return {"action": option.action, "errors": [problems.error(p) for p in option.problems]}


def _record(submission: Submission) -> dict[str, Any] | None:
    if submission.state not in HAS_RECORD:
        return None
    sealed = getattr(submission, "archive_record", None)
    pdf = f"{ROOT}/archive/records/{submission.pk}/record.pdf" if sealed else None
    return {"id": submission.pk, "url": f"/verify/{submission.pk}", "pdf_url": pdf}


def _rule_pack(submission: Submission) -> str:
    rows = submission.verdicts.filter(revision=submission.revision).order_by("-id")
    return rows.values_list("rule_pack", flat=True).first() or ""


def _findings(check: Check) -> Iterator[dict[str, Any]]:
    """Yield a failed check once for each thing it found."""
    for problem in check.problems:
        yield problems.error(problem) | {
            "severity": check.severity,
            "outcome": "overridden" if check.set_aside else "fail",
            "ground": check.ground,
            "overridable": check.overridable,
            "override_reason": check.reason,
            "repair_by": check.repair_by,
        }


def _route(submission: Submission, *, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the stages in order: who spoke at each, and whose turn it is."""
    for step in steps(submission, on=in_vietnam(now).date()):
        stage, last = step.stage, step.words[-1] if step.words else None
        yield {
            "label": stage.label_en if get_language() == "en" else stage.label,
            "role": stage.role,
            "unit": stage.unit,
            "phase": stage.phase.value,
            "person": stage.person,
            "needs": stage.needs,
            "state": STEP_STATES.get(step.status, step.status),
            "who": last.actor.username if last else None,
            "who_name": str(last.actor) if last else None,
            "at": last.at if last else None,
            "due_at": step.turn.due_at if step.turn else None,
            "words": [
                {
                    "who": word.actor.username,
                    "on_behalf_of": word.on_behalf_of.username if word.on_behalf_of else "",
                    "at": word.at,
                }
                for word in step.words
            ],
        }
