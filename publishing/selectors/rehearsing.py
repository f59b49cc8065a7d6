"""What would happen at a moment to come: every item of a release, looked at as of that time.

Nothing is stored and nothing is written; the release itself asks for the same list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from approvals.lifecycle import State
from approvals.models import Mandate, Submission
from approvals.routes import Phase
from approvals.rulepacks import pack_in_force
from approvals.rules import check
from approvals.selectors.content_facts import content_facts
from approvals.selectors.people import holders, valid_mandates
from core.clock import in_vietnam
from core.errors import Problem
from core.storage import default_store

ON_THE_WAY = frozenset({State.SUBMITTED, State.REVIEWED})


@dataclass(frozen=True)
class Finding:
    """One thing the rehearsal found; what `hinders` keeps the item off the portal then."""

    problem: Problem
    hinders: bool


@dataclass(frozen=True)
class Rehearsed:
    """One item with what was found about it."""

    submission: Submission
    findings: tuple[Finding, ...]

    @property
    def hindered(self) -> bool:
        """Tell whether the item could not go public then."""
        return any(finding.hinders for finding in self.findings)


def rehearse(
    submissions: Iterable[Submission], *, at: datetime, expire_at: datetime | None = None
) -> list[Rehearsed]:
    """Look at each item as of `at`: approval, times, files, links, languages, mandates, checks."""
    items = list(submissions)
    return [Rehearsed(one, tuple(_findings(one, items, at, expire_at))) for one in items]


def hindrances(submission: Submission, *, at: datetime) -> list[Problem]:
    """Return what keeps an item from being released at `at`; the cheap half of a rehearsal."""
    return [*_not_ready(submission), *_out_of_time(submission, at, None), *_files(submission)]


def _findings(
    submission: Submission, together: list[Submission], at: datetime, expire_at: datetime | None
) -> Iterator[Finding]:
    for problem in (
        *_not_ready(submission),
        *_out_of_time(submission, at, expire_at),
        *_files(submission),
    ):
        yield Finding(problem, hinders=True)
    for problem in (*_signatures(submission, at), *_rules(submission, together, at)):
        yield Finding(problem, hinders=False)


def _not_ready(submission: Submission) -> Iterator[Problem]:
    if submission.state != State.APPROVED:
        yield Problem("RELEASE_NOT_APPROVED", "state", {"state": submission.state})


def _out_of_time(
    submission: Submission, at: datetime, expire_at: datetime | None
) -> Iterator[Problem]:
    for name, code in (
        ("embargo_until", "RELEASE_UNDER_EMBARGO"),
        ("hold_until", "RELEASE_HELD_BACK"),
    ):
        until = getattr(submission, name)
        if until and until > at:
            yield Problem(code, name, {"until": until.isoformat()})
    over = min((one for one in (submission.expire_at, expire_at) if one), default=None)
    if over and over <= at:
        yield Problem("RELEASE_EXPIRED_BEFORE", "expire_at", {"until": over.isoformat()})


def _files(submission: Submission) -> Iterator[Problem]:
    store = default_store()
    for row in submission.content["attachments"]:
        if not store.exists(f"attachments/{row['sha256']}"):
            yield Problem("RELEASE_FILE_MISSING", "attachments", {"name": row["original_name"]})


def _signatures(submission: Submission, at: datetime) -> Iterator[Problem]:
    """Say whose power to sign is over by then, or that nobody could sign what still waits."""
    day = in_vietnam(at).date()
    if submission.state == State.APPROVED:
        signed = submission.decisions.filter(verb__in=("approve", "fast_track"))
        last = signed.select_related("mandate", "actor").order_by("-id").first()
        if last and last.mandate and _is_over(last.mandate, on=day):
            yield Problem("RELEASE_MANDATE_OVER", params={"person": str(last.actor)})
    elif submission.state in ON_THE_WAY:
        stages = submission.route_version.parsed
        for stage in (one for one in stages if one.phase is Phase.APPROVAL and not one.person):
            people = holders(stage.role, stage.unit, on=day)
            unit = submission.site.unit
            if not any(valid_mandates(one.pk, unit, on=day).exists() for one in people):
                yield Problem("RELEASE_NOBODY_SIGNS", params={"stage": stage.label})
    if submission.fast_tracked and submission.confirmed_by_id is None:
        yield Problem("CONFIRMATION_MISSING")


def _is_over(mandate: Mandate, *, on: date) -> bool:
    return bool(mandate.ended_at or (mandate.valid_to and mandate.valid_to < on))


def _rules(submission: Submission, together: list[Submission], at: datetime) -> Iterator[Problem]:
    """Run the checks that will be in force then: permissions, links, languages, access."""
    pack = pack_in_force(in_vietnam(at).date())
    aside = set(
        submission.overrides.filter(content_hash=submission.content_hash).values_list(
            "code", flat=True
        )
    )
    english = {one.category for one in together if one.language == "en"}
    for result in check(content_facts(submission, now=at, pack=pack), pack):
        if result.code in aside and result.overridable:
            continue
        if result.code == "ENGLISH_PAIR_MISSING" and submission.category in english:
            continue
        for found in result.violations:
            yield Problem(found.code, found.field, dict(found.params))
