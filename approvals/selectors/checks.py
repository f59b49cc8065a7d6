"""How the checks ended on the present content, with what was set aside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.models import Override, Submission, Verdict
from core.errors import Problem

WEIGHT = {"block": 0, "warn": 1, "info": 2}


@dataclass(frozen=True)
class Check:
    """One check on one content: passed, or failed with what it found, or set aside."""

    code: str
    severity: str
    ground: str
    overridable: bool
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    repair_by: date | None = None
    set_aside_by: str = ""

    @property
    def set_aside(self) -> bool:
        """Tell whether somebody set the failed check aside for this content."""
        return bool(self.set_aside_by)

    @property
    def outcome(self) -> str:
        """Return pass, block, warn, info or overridden."""
        if not self.problems:
            return "pass"
        return "overridden" if self.set_aside else self.severity


@dataclass(frozen=True)
class Tally:
    """How many checks hinder an item, how many only warn, and how many were set aside."""

    blocking: int = 0
    warnings: int = 0
    aside: int = 0
    total: int = 0
    ran: bool = False

    @property
    def green(self) -> bool:
        """Tell whether every check ran and passed, and none was set aside."""
        return self.ran and not (self.blocking or self.warnings or self.aside)


def checks_of(submission: Submission) -> tuple[Check, ...]:
    """Return the checks of the last verdict on the present revision, the gravest failures first."""
    verdict = submission.verdicts.filter(revision=submission.current).order_by("-id").first()
    if verdict is None:
        return ()
    rows = submission.overrides.filter(content_hash=submission.content_hash)
    aside = {row.code: row for row in rows.select_related("reason", "by")}
    found = [_check(row, aside.get(row["code"])) for row in verdict.results]
    return tuple(sorted(found, key=lambda check: (not check.problems, WEIGHT[check.severity])))


def tallies(rows: Iterable[Submission]) -> dict[Any, Tally]:
    """Return the tally of each row in two queries, however many rows there are."""
    rows = list(rows)
    revisions = [row.current.pk for row in rows]
    verdicts = Verdict.objects.filter(revision_id__in=revisions).order_by("revision_id", "-id")
    last = {v.revision_id: v.results for v in verdicts.distinct("revision_id")}
    overrides = Override.objects.filter(submission__in=[row.pk for row in rows])
    aside = {(o.submission_id, o.content_hash, o.code) for o in overrides}
    return {row.pk: _tally(row, last.get(row.current.pk), aside) for row in rows}


def _check(row: dict[str, Any], override: Override | None) -> Check:
    return Check(
        code=row["code"],
        severity=row["severity"],
        ground=row["ground"],
        overridable=row["overridable"],
        problems=tuple(Problem(v["code"], v["field"], v["params"]) for v in row["violations"]),
        reason=override.reason.text if override else "",
        repair_by=override.repair_by if override else None,
        set_aside_by=str(override.by) if override else "",
    )


def _tally(
    submission: Submission,
    results: list[dict[str, Any]] | None,
    aside: set[tuple[Any, str, str]],
) -> Tally:
    if results is None:
        return Tally()
    place = submission.pk, submission.content_hash
    failed = [row for row in results if row["violations"]]
    counted = [row for row in failed if (*place, row["code"]) not in aside]
    severities = [row["severity"] for row in counted]
    return Tally(
        severities.count("block"),
        severities.count("warn"),
        len(failed) - len(counted),
        len(results),
        ran=True,
    )
