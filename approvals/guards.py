"""Conditions of transitions: each looks at the facts and returns the problems it finds."""

from collections.abc import Callable, Iterator

from approvals.policies import Facts
from core.errors import Problem

Guard = Callable[[Facts], Iterator[Problem]]


def required_fields_filled(facts: Facts) -> Iterator[Problem]:
    """Everything that is asked for at submit is there."""
    for name in facts.missing_fields:
        yield Problem(f"{name.upper()}_MISSING", name)


def no_blocking_violation(facts: Facts) -> Iterator[Problem]:
    """No check with severity `block` fails without an override."""
    yield from facts.blocking


def rules_ran(facts: Facts) -> Iterator[Problem]:
    """The rules ran on the content that is decided on."""
    if not facts.rules_ran:
        yield Problem("RULES_NOT_RUN")


def separate_people(facts: Facts) -> Iterator[Problem]:
    """Author, reviewer and approver are different people (Decision 39/2023, Article 9).

    Also where somebody stands in for another. Where the route lets one person hold a stage beside
    others (a small commune), words given at other stages do not count; authorship always does.
    """
    stage = facts.stage
    elsewhere = facts.spoken
    if stage and stage.merges:
        here = [word for word in facts.endorsed if word.position == stage.position]
        elsewhere = frozenset(person for word in here for person in word.people)
    if facts.acting & (facts.authors | elsewhere):
        yield Problem("SEPARATION_OF_DUTIES")


def mandate_valid(facts: Facts) -> Iterator[Problem]:
    """Who gives the last word has signing authority today (Decree 30/2020, Article 13)."""
    if facts.completes and not facts.mandate:
        yield Problem("MANDATE_MISSING")


def remark_given(facts: Facts) -> Iterator[Problem]:
    """A remark says what to change."""
    if not facts.remark.strip():
        yield Problem("REMARK_REQUIRED", "remark")


def reason_given(facts: Facts) -> Iterator[Problem]:
    """A written reason goes with the act."""
    if not facts.remark.strip():
        yield Problem("REASON_REQUIRED", "remark")


def grounds_given(facts: Facts) -> Iterator[Problem]:
    """At least one legal ground in force that day, each explained (Decision 39/2023, Art. 4(5))."""
    if not facts.grounds:
        yield Problem("GROUND_REQUIRED", "grounds")
    for ground in facts.grounds:
        if ground.code not in facts.known_grounds:
            yield Problem("GROUND_UNKNOWN", "grounds", {"ground": ground.code})
        if not ground.explanation.strip():
            yield Problem("GROUND_EXPLANATION_REQUIRED", "grounds", {"ground": ground.code})


def not_yet_public(facts: Facts) -> Iterator[Problem]:
    """Nothing of the item is on the portal yet."""
    if facts.public:
        yield Problem("ALREADY_PUBLIC")


def page_equals_approved(facts: Facts) -> Iterator[Problem]:
    """The page was written from the approved content and read back equal."""
    if not _evidence_holds(facts):
        yield Problem("PAGE_NOT_EQUAL")


def record_equals_stored(facts: Facts) -> Iterator[Problem]:
    """The record was stored, read back, and is equal."""
    if not _evidence_holds(facts):
        yield Problem("RECORD_NOT_EQUAL")


def fast_track_confirmed(facts: Facts) -> Iterator[Problem]:
    """A fast-tracked item waits for the second person before it is sealed."""
    if not facts.confirmed:
        yield Problem("CONFIRMATION_MISSING")


def _evidence_holds(facts: Facts) -> bool:
    evidence = facts.evidence
    return (
        evidence is not None
        and evidence.content_hash == facts.content_hash
        and bool(evidence.written_hash)
        and evidence.written_hash == evidence.read_back_hash
    )
