"""What a record says about a submission: the decision as JSON and the printable's header."""

from typing import Any

from django.conf import settings

from approvals import reasons
from approvals.lifecycle import State
from approvals.models import Decision, Mandate, Submission
from approvals.rulepacks import pack, pack_in_force
from approvals.rulepacks.model import RulePack
from approvals.selectors.file_signatures import signatures_of
from approvals.selectors.history import Event, history
from approvals.selectors.structured import rows_of
from archive.printing import IssuingHeader
from core.clock import in_vietnam
from core.models import User

SCHEMA = "duyet/decision/1"
DECIDING = ("approve", "fast_track", "reject")
SYSTEM_NAMES = {"vi": "Hệ thống", "en": "System"}


def outcome_of(submission: Submission) -> str:
    """Return how the submission ended, as the record names it."""
    return "rejected" if submission.state == State.REJECTED else "published"


def deciding(submission: Submission) -> Decision:
    """Return the decision that settled it: the last approval, or the refusal."""
    rows = submission.decisions.filter(verb__in=DECIDING).select_related("mandate__holder")
    return rows.latest("id")


def signer_of(submission: Submission) -> User | None:
    """Return the person whose mandate signed the decision; nobody for a refusal without one."""
    mandate = deciding(submission).mandate
    return mandate.holder if mandate else None


def header(submission: Submission) -> IssuingHeader:
    """Return the issuing side of the national header: the unit that answers for the site."""
    unit = submission.site.unit
    return IssuingHeader(
        superior=unit.parent.name if unit.parent else "",
        issuer=unit.name,
        place=unit.place,
        issued_on=in_vietnam(deciding(submission).at).date(),
    )


def verify_url(submission: Submission) -> str:
    """Return the address where anybody checks the record."""
    return f"{settings.PUBLIC_URL}/verify/{submission.pk}"


def decision_json(submission: Submission) -> dict[str, Any]:
    """Return decision.json of a published or refused submission, from stored facts alone."""
    decision, language = deciding(submission), submission.language
    assert submission.revision is not None  # noqa: S101  set in the transaction that creates the row
    return {
        "schema": SCHEMA,
        "record_id": str(submission.pk),
        "submission_id": str(submission.pk),
        "reference": submission.reference,
        "outcome": outcome_of(submission),
        "title": submission.title,
        "site": submission.site.name,
        "unit": submission.unit.name,
        "content_hash": submission.content_hash,
        "rule_pack": decision.rule_pack,
        "history": [step(event, language) for event in history(submission)],
        "checks": checks(submission, language),
        "grounds": grounds(decision, language),
        "not_carried": [str(line) for line in submission.revision.not_carried],
        "publication": publication(submission),
        "signature": _signature(decision.mandate),
        **_fields(submission, decision),
        **_signed_files(submission),
    }


def _fields(submission: Submission, decision: Decision) -> dict[str, Any]:
    """Return the fields the law names as they were read on the day of the decision, if any."""
    on = in_vietnam(decision.at).date()
    rows = rows_of(submission.content, language=submission.language, on=on)
    told = [{"code": row.code, "label": row.label, "value": row.shown} for row in rows]
    return {"fields": told} if told else {}


def _signed_files(submission: Submission) -> dict[str, Any]:
    """Return what the signatures of uploaded files were worth; nothing where none is signed."""
    files = submission.content["attachments"]
    found = signatures_of(files)
    rows = [
        {
            "file_name": row["file_name"],
            "status": found[row["sha256"]].status,
            "checked_at": found[row["sha256"]].at.isoformat(),
            "signatures": found[row["sha256"]].signatures,
        }
        for row in files
        if row["sha256"] in found
    ]
    return {"file_signatures": rows} if rows else {}


def step(event: Event, language: str) -> dict[str, Any]:
    """Return one line of the history as the record shows it."""
    return {
        "verb": event.verb,
        "actor": event.actor_name or SYSTEM_NAMES.get(language, SYSTEM_NAMES["vi"]),
        "actor_title": event.actor_title,
        "on_behalf_of": event.on_behalf_of_name,
        "stage": event.stage,
        "held_beside": list(event.beside),
        "mandate": event.mandate,
        "at": event.at.isoformat(),
        "content_hash": event.content_hash,
        "remark": event.remark,
        "grounds": [{"code": g.code, "explanation": g.explanation} for g in event.grounds],
    }


def checks(submission: Submission, language: str) -> list[dict[str, Any]]:
    """Return the results of the rules on the content decided on, in words."""
    verdict = submission.verdicts.filter(revision=submission.revision).last()
    aside = {
        row.code: row
        for row in submission.overrides.filter(content_hash=submission.content_hash).select_related(
            "reason"
        )
    }
    rows: list[dict[str, Any]] = []
    for result in verdict.results if verdict else []:
        override = aside.get(result["code"])
        common = {
            "code": result["code"],
            "severity": result["severity"],
            "override_reason": override.reason.text if override else "",
            "repair_by": override.repair_by.isoformat() if override else "",
        }
        outcome = "overridden" if override else "fail"
        rows += [
            {**common, "outcome": outcome, "message": _say(violation, language)}
            for violation in result["violations"]
        ]
        if not result["violations"]:
            rows.append({**common, "outcome": "pass", "message": ""})
    return rows


def grounds(decision: Decision, language: str) -> list[dict[str, str]]:
    """Return the grounds of a refusal with wording and article of the pack of that day."""
    rules = _pack_of(decision)
    rows = decision.grounds.select_related("explanation").order_by("id")
    return [
        {
            "code": row.code,
            "wording": _wording(row.code, language),
            "article": _article(rules, row.code, language),
            "explanation": row.explanation.text,
        }
        for row in rows
    ]


def page_path(submission: Submission) -> str:
    """Return where this instance shows the item's page; nothing when it is not online."""
    shown = getattr(submission, "publication", None)
    if shown is None or not shown.online:
        return ""
    return f"/sites/{submission.site.code}/{shown.address}"


def publication(submission: Submission) -> dict[str, str] | None:
    """Return where and when the item went public; None when it never did."""
    shown = getattr(submission, "publication", None)
    if shown is None:
        return None
    host = submission.site.host
    base = f"https://{host}" if host else f"{settings.PUBLIC_URL}/sites/{submission.site.code}"
    return {
        "url": f"{base}/{shown.address}",
        "published_at": shown.published_at.isoformat(),
    }


def _signature(mandate: Mandate | None) -> dict[str, str] | None:
    if mandate is None:
        return None
    holder = str(mandate.holder)
    return {"authority": mandate.authority, "title": mandate.title, "name": holder}


def _say(violation: dict[str, Any], language: str) -> str:
    params = {k: v for k, v in violation["params"].items() if k not in ("code", "language")}
    return reasons.message(violation["code"], language, **params)


def _pack_of(decision: Decision) -> RulePack:
    if decision.rule_pack:
        return pack(decision.rule_pack)
    return pack_in_force(in_vietnam(decision.at).date())


def _wording(code: str, language: str) -> str:
    known = reasons.GROUNDS.get(code)
    return known.wording.in_language(language) if known else code


def _article(rules: RulePack, code: str, language: str) -> str:
    entry = rules.grounds.get(code)
    if entry is None:
        return ""
    return entry.article_en if language.startswith("en") else entry.article_vi
