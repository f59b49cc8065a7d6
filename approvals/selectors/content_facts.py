"""What the rules look at, gathered once from the content and the database around it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from approvals.lifecycle import State
from approvals.models import Attachment, Submission
from approvals.rulepacks import RulePack
from approvals.rules import AttachmentFacts, ContentFacts, DuplicateFact
from approvals.selectors.file_signatures import signatures_of
from approvals.selectors.linking import broken_links
from approvals.selectors.pairs import has_version

LIVE = [State.SUBMITTED, State.REVIEWED, State.APPROVED, State.PUBLISHED, State.ARCHIVED]


def content_facts(submission: Submission, *, now: datetime, pack: RulePack) -> ContentFacts:
    """Return the facts of the current content, with what the database knows around it.

    Duplicates, targets of links, English items: looked up once, stored, never asked again.
    """
    content = submission.content
    source = content["source"]
    scanned = _is_scan(submission)
    signed = {key: row.status for key, row in signatures_of(content["attachments"]).items()}
    plain = ("title", "summary", "number", "issued_on", "effective_on", "author_name")
    return ContentFacts(
        now=now,
        **{name: content[name] for name in (*plain, "document_type", "category", "language")},
        **{f"source_{name}": source[name] for name in ("kind", "name", "url", "permission")},
        body_html=content["body"],
        secrecy_declared=submission.secrecy_declared,
        fields=content.get("fields", {}),
        embargo_until=submission.embargo_until,
        publish_at=submission.publish_at,
        site_code=content["site"],
        unit_code=content["unit"]["code"],
        attachments=tuple(
            replace(_attachment(row, scanned=scanned), signatures=signed.get(row["sha256"]))
            for row in content["attachments"]
        ),
        **_around(submission, content, pack),
    )


def _around(submission: Submission, content: dict[str, Any], pack: RulePack) -> dict[str, Any]:
    """Return what only the database can tell about the content."""
    site, category = submission.site, content["category"]
    english = None
    if pack.asks_for_english(category, site.kind):
        english = has_version(submission, "en")
    return {
        "duplicates": _duplicates(submission),
        "site_kind": site.kind,
        "broken_links": broken_links(content["body"]),
        "english_on_site": english,
    }


def _is_scan(submission: Submission) -> bool:
    """Tell whether the conversion found pictures of pages and no text."""
    lost: list[str] = submission.current.not_carried
    return any(line.startswith("SCANNED_PDF_ONLY") for line in lost)


def _attachment(row: dict[str, Any], *, scanned: bool) -> AttachmentFacts:
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
