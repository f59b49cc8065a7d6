"""Running the rules on a submission and keeping the verdict with its inputs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from approvals.content import Fields
from approvals.lifecycle import State
from approvals.models import Attachment, Submission, Verdict
from approvals.rulepacks import RulePack, pack_in_force
from approvals.rules import AttachmentFacts, CheckResult, ContentFacts, DuplicateFact, check
from approvals.selectors.linking import broken_links, english_on_site
from core.clock import in_vietnam

LIVE = [State.SUBMITTED, State.REVIEWED, State.APPROVED, State.PUBLISHED, State.ARCHIVED]


def latest_verdict(submission: Submission) -> Verdict | None:
    """Return the last verdict on the current revision, or None."""
    rows = submission.verdicts.filter(revision=submission.current).order_by("-id")
    return rows.defer("inputs").first()  # the whole text again, wanted for a replay alone


def verdict_for_decision(
    submission: Submission, verdict: Verdict | None, *, now: datetime
) -> Verdict:
    """Return a verdict that holds now: the latest, or a new one where time matters."""
    pack = pack_in_force(in_vietnam(now).date())
    if verdict and verdict.rule_pack == pack.identity and submission.embargo_until is None:
        return verdict
    return run_rules(submission, now=now)


def run_rules(submission: Submission, *, now: datetime, received: Fields | None = None) -> Verdict:
    """Run every rule of the pack in force on the current revision and store the verdict.

    `received` is the text as it came in, before repair: what was repaired is noted, not hidden.
    """
    pack = pack_in_force(in_vietnam(now).date())
    facts = content_facts(submission, now=now, pack=pack)
    results = check(facts, pack)
    if received is not None:
        results = _with_repairs(results, facts, received, pack)
    return Verdict.objects.create(
        submission=submission,
        revision=submission.current,
        rule_pack=pack.identity,
        inputs=facts.as_inputs(),
        results=[_row(result) for result in results],
        at=now,
    )


def content_facts(submission: Submission, *, now: datetime, pack: RulePack) -> ContentFacts:
    """Return the facts of the current content, with what the database knows around it.

    Duplicates, targets of links, English items: looked up once, stored, never asked again.
    """
    content = submission.content
    site = submission.site
    source = content["source"]
    return ContentFacts(
        title=content["title"],
        summary=content["summary"],
        body_html=content["body"],
        number=content["number"],
        issued_on=content["issued_on"],
        effective_on=content["effective_on"],
        source_kind=source["kind"],
        source_name=source["name"],
        source_url=source["url"],
        source_permission=source["permission"],
        author_name=content["author_name"],
        document_type=content["document_type"],
        category=content["category"],
        language=content["language"],
        secrecy_declared=submission.secrecy_declared,
        embargo_until=submission.embargo_until,
        publish_at=submission.publish_at,
        site_code=content["site"],
        unit_code=content["unit"]["code"],
        attachments=tuple(
            _attachment_facts(row, scanned=_is_scan(submission)) for row in content["attachments"]
        ),
        now=now,
        duplicates=_duplicates(submission),
        site_kind=site.kind,
        broken_links=broken_links(content["body"]),
        english_on_site=(
            english_on_site(site, content["category"], besides=submission)
            if pack.asks_for_english(content["category"], site.kind)
            else None
        ),
    )


def _with_repairs(
    results: tuple[CheckResult, ...], facts: ContentFacts, received: Fields, pack: RulePack
) -> tuple[CheckResult, ...]:
    """Let NOT_NFC speak of the text before it was repaired."""
    raw = replace(facts, title=received.title, summary=received.summary, body_html=received.body)
    noted = {result.code: result for result in check(raw, pack) if result.code == "NOT_NFC"}
    return tuple(noted.get(result.code, result) for result in results)


def _row(result: CheckResult) -> dict[str, Any]:
    """Return a result as the verdict stores it."""
    return {
        "code": result.code,
        "severity": result.severity,
        "ground": result.ground,
        "overridable": result.overridable,
        "passed": result.passed,
        "violations": [
            {"code": v.code, "field": v.field, "params": v.params} for v in result.violations
        ],
    }


def _is_scan(submission: Submission) -> bool:
    """Tell whether the conversion found pictures of pages and no text."""
    lost: list[str] = submission.current.not_carried
    return any(line.startswith("SCANNED_PDF_ONLY") for line in lost)


def _attachment_facts(row: dict[str, Any], *, scanned: bool) -> AttachmentFacts:
    return AttachmentFacts(
        file_name=row["file_name"],
        original_name=row["original_name"],
        media_type=row["media_type"],
        detected_media_type=row["media_type"],
        alt_text=row["alt_text"],
        caption=row["caption"],
        role=row["role"],
        size=row["size"],
        scanned_only=scanned if row["role"] == Attachment.Role.ORIGINAL else None,
        infected=None,
    )


def _duplicates(submission: Submission) -> tuple[DuplicateFact, ...]:
    """Return live items of the site with the same title or the same original file."""
    others = Submission.objects.filter(site=submission.site, state__in=LIVE).exclude(
        document=submission.document_id
    )
    same_title = others.filter(title=submission.title)
    files = submission.attachments.filter(removed_at=None).exclude(role=Attachment.Role.PICTURE)
    same_file = others.filter(
        attachments__sha256_uploaded__in=files.values("sha256_uploaded"),
        attachments__role__in=[Attachment.Role.ORIGINAL, Attachment.Role.FILE],
    )
    found = {*same_title.values_list("reference", "title")[:3]}
    found |= {*same_file.values_list("reference", "title")[:3]}
    return tuple(DuplicateFact(reference, title) for reference, title in sorted(found))
