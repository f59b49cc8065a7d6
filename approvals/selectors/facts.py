"""The frozen facts that policies and guards look at."""

from collections.abc import Iterable
from datetime import date, datetime

from approvals.lifecycle import State
from approvals.models import Mandate, Submission, Verdict
from approvals.policies import Actor, Evidence, Facts, Ground
from approvals.routes import Endorsed
from approvals.rulepacks import pack_in_force
from approvals.selectors.gathering import Gathered
from approvals.selectors.people import valid_mandates
from core.clock import in_vietnam
from core.errors import Problem

PUBLIC = frozenset({State.PUBLISHED, State.ARCHIVED})


def endorsed(submission: Submission) -> tuple[Endorsed, ...]:
    """Return the words that still hold: of this round, on this very content."""
    rows = submission.endorsements.filter(
        round=submission.round, content_hash=submission.content_hash
    ).values_list("position", "actor_id", "on_behalf_of_id", "needed")
    return tuple(Endorsed(*row) for row in rows.order_by("id"))


def authors(submission: Submission) -> frozenset[int]:
    """Return everybody who edited since the last return, wrote this revision, or submitted it."""
    rows = submission.revisions.filter(round=submission.round).values_list("created_by", flat=True)
    return authors_with(submission, rows)


def authors_with(submission: Submission, editors: Iterable[int | None]) -> frozenset[int]:
    """Return the authors where those who edited in this round are known."""
    people = {*editors, submission.current.created_by_id, submission.submitted_by_id}
    return frozenset(person for person in people if person is not None)


def missing_fields(submission: Submission) -> tuple[str, ...]:
    """Return the names of what is asked for at submit and is not there."""
    content = submission.content
    files = [file for file in content["attachments"] if file["role"] != "picture"]
    missing = {
        "title": not content["title"].strip(),
        "body": not content["body"].strip() and not files,
        "category": not content["category"],
    }
    return tuple(name for name, absent in missing.items() if absent)


def blocking(submission: Submission, verdict: Verdict | None) -> tuple[Problem, ...]:
    """Return the violations of blocking checks that were not set aside for this content."""
    if verdict is None or all(row["passed"] for row in verdict.results):
        return ()
    aside = set(
        submission.overrides.filter(content_hash=submission.content_hash).values_list(
            "code", flat=True
        )
    )
    return tuple(
        Problem(found["code"], found["field"], found["params"])
        for row in verdict.results
        if row["severity"] == "block" and not (row["code"] in aside and row["overridable"])
        for found in row["violations"]
    )


def facts_of(
    submission: Submission, actor: Actor, *, now: datetime, verdict: Verdict | None
) -> Facts:
    """Return what policies and guards see of an act that brings no words with it."""
    today = in_vietnam(now).date()
    mandate = mandate_for(submission, actor, on=today)
    return facts_for_act(submission, actor, now=now, verdict=verdict, mandate=mandate)


def mandate_for(submission: Submission, actor: Actor, *, on: date) -> Mandate | None:
    """Return the mandate the actor would sign this item with, or None.

    Where several are valid, the one given by somebody the actor stands in for comes first.
    """
    if actor.id is None:
        return None
    away = {principal.id for principal in actor.stands_in_for}
    found = [
        mandate
        for mandate in valid_mandates(actor.id, submission.site.unit, on=on)
        if (not mandate.document_types or submission.document_type in mandate.document_types)
        and (not mandate.categories or submission.category in mandate.categories)
    ]
    return min(found, key=lambda mandate: mandate.principal_id not in away, default=None)


def facts_for_act(  # noqa: PLR0913  a decision looks at many things
    submission: Submission,
    actor: Actor,
    *,
    now: datetime,
    verdict: Verdict | None,
    mandate: Mandate | None,
    remark: str = "",
    grounds: tuple[Ground, ...] = (),
    evidence: Evidence | None = None,
    verb: str = "",
    found: Gathered | None = None,
) -> Facts:
    """Return everything the transition's policy and guards may look at."""
    today = in_vietnam(now).date()
    return Facts(
        state=submission.state,
        actor=actor,
        unit=submission.unit.code,
        site_unit=submission.site.unit.code,
        stages=submission.route_version.parsed,
        endorsed=found.endorsed if found else endorsed(submission),
        authors=authors_with(submission, found.editors) if found else authors(submission),
        content_hash=submission.content_hash,
        missing_fields=missing_fields(submission),
        blocking=blocking(submission, verdict),
        rules_ran=verdict is not None,
        mandate=mandate is not None,
        signs_for=mandate.principal_id if mandate else None,
        verb=verb,
        grounds=grounds,
        known_grounds=frozenset(pack_in_force(today).grounds),
        remark=remark,
        evidence=evidence,
        public=submission.state in PUBLIC,
        confirmed=not submission.fast_tracked or submission.confirmed_by_id is not None,
    )
