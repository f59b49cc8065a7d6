"""The full story of one submission, as auditors read it: acts, texts, checks, proofs, files."""

from dataclasses import dataclass
from typing import Any

from approvals.diffing import Change, changes
from approvals.models import Override, Revision, Submission, Verdict
from approvals.selectors.history import Event, history
from archive.models import ArchiveRecord
from archive.selectors.verification import EntryCheck, Verification, verify, verify_entries


@dataclass(frozen=True)
class Act:
    """One act with the ledger entry that proves it."""

    event: Event
    entry: EntryCheck | None


@dataclass(frozen=True)
class Comparison:
    """Two texts of the submission side by side, and the words that differ."""

    old: Revision
    new: Revision
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Story:
    """Everything about one submission."""

    acts: tuple[Act, ...]
    revisions: tuple[Revision, ...]
    comparison: Comparison | None
    verdicts: tuple[Verdict, ...]
    overrides: tuple[Override, ...]
    entries: tuple[EntryCheck, ...]
    record: ArchiveRecord | None
    verification: Verification | None
    others: tuple[Submission, ...]


def story(submission: Submission, *, old: int | None = None, new: int | None = None) -> Story:
    """Return the story; `old` and `new` choose the two texts to compare, else the last two."""
    record = getattr(submission, "archive_record", None)
    verification = verify(record) if record else None
    entries = verification.entries if verification else verify_entries(submission.pk)[0]
    by_number = {entry.number: entry for entry in entries}
    revisions = tuple(submission.revisions.select_related("created_by").order_by("number"))
    return Story(
        acts=tuple(Act(event, by_number.get(event.entry)) for event in history(submission)),
        revisions=revisions,
        comparison=compare(revisions, old, new),
        verdicts=tuple(submission.verdicts.select_related("revision").order_by("-id")),
        overrides=tuple(submission.overrides.select_related("reason", "by").order_by("id")),
        entries=entries,
        record=record,
        verification=verification,
        others=tuple(
            submission.document.submissions.exclude(pk=submission.pk).order_by("created_at")
        ),
    )


def compare(revisions: tuple[Revision, ...], old: int | None, new: int | None) -> Comparison | None:
    """Return what changed between two texts; None where there is only one."""
    by_number = {row.number: row for row in revisions}
    chosen = [by_number[n] for n in (old, new) if n in by_number]
    if len(chosen) != 2:  # noqa: PLR2004
        chosen = list(revisions[-2:])
    if len(chosen) != 2:  # noqa: PLR2004
        return None
    first, second = chosen
    return Comparison(first, second, changes(first.parsed, second.parsed))


def shown_inputs(verdict: Verdict) -> dict[str, Any]:
    """Return what the rules looked at, without the long texts that the revision already shows."""
    return {name: value for name, value in verdict.inputs.items() if name != "body_html"}
