"""The life of a submission: its table, word for word, and every verb in every state."""

import dataclasses
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from approvals.lifecycle import FINAL, OWNER, State
from approvals.models import Submission
from approvals.policies import Actor, Evidence, Facts, Ground
from approvals.routes import Endorsed, Phase, Stage, parse_stages
from core.errors import Problem

TABLE = {
    "submit": ({"draft", "returned"}, "submitted"),
    "request_changes": ({"submitted", "reviewed"}, "returned"),
    "withdraw": ({"draft", "submitted", "returned", "reviewed"}, "withdrawn"),
    "review": ({"submitted"}, "reviewed"),
    "approve": ({"reviewed"}, "approved"),
    "fast_track": ({"submitted"}, "approved"),
    "reject": ({"submitted", "reviewed"}, "rejected"),
    "recall": ({"approved"}, "returned"),
    "publish": ({"approved"}, "published"),
    "archive": ({"published"}, "archived"),
}
STAGES = parse_stages(
    [
        {"phase": "review", "role": "editor", "unit": "so", "label": "Biên tập"},
        {"phase": "approval", "role": "agency_head", "unit": "so", "label": "Duyệt"},
    ]
)
AUTHOR = Actor(1, "author", frozenset({("contributor", "so")}))
REVIEWER = Actor(2, "reviewer", frozenset({("editor", "so")}))
APPROVER = Actor(3, "approver", frozenset({("agency_head", "so")}))
SYSTEM = Actor(None, "system")
WHO = {
    "submit": AUTHOR, "withdraw": AUTHOR, "request_changes": REVIEWER, "review": REVIEWER,
    "approve": APPROVER, "fast_track": APPROVER, "reject": REVIEWER, "recall": APPROVER,
    "publish": SYSTEM, "archive": SYSTEM,
}  # fmt: skip
STRANGERS = [Actor(9, "nobody"), Actor(9, "elsewhere", frozenset({("editor", "xa")}))]
HASH = "a" * 64
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def declared(verb: str) -> dict[str, object]:
    """Return the transitions of a verb by source state."""
    return getattr(Submission, verb)._django_fsm.transitions


def facts(state: str, actor: Actor, **changes: object) -> Facts:
    """Return facts under which every guard is content."""
    whole = Facts(
        state=state,
        actor=actor,
        unit="so",
        site_unit="so",
        stages=STAGES,
        endorsed=(Endorsed(0, REVIEWER.id),) if state == "reviewed" else (),
        authors=frozenset({AUTHOR.id}),
        content_hash=HASH,
        rules_ran=True,
        mandate=True,
        grounds=(Ground("QB39.4.5.UNTRUE", "Sai số liệu."),),
        known_grounds=frozenset({"QB39.4.5.UNTRUE"}),
        remark="Vì sao",
        evidence=Evidence(HASH, "b" * 64, "b" * 64),
    )
    return dataclasses.replace(whole, **changes)


def problems(verb: str, state: str, seen: Facts) -> list[str]:
    transition = declared(verb)[state]
    return [p.code for guard in transition.custom["guards"] for p in guard(seen)]


def test_transition_table_is_exactly_the_declared_one():
    found = {
        verb: (set(declared(verb)), {t.target for t in declared(verb).values()}) for verb in TABLE
    }

    assert found == {verb: (sources, {target}) for verb, (sources, target) in TABLE.items()}


def test_no_verb_is_declared_outside_the_table():
    verbs = {name for name in dir(Submission) if hasattr(getattr(Submission, name), "_django_fsm")}

    assert verbs == set(TABLE)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", TABLE)
def test_every_verb_in_every_state_moves_as_the_table_says(verb, state):
    sources, target = TABLE[verb]
    item = Submission(state=state)
    actor = APPROVER if (verb, state) in {
        ("reject", "reviewed"), ("request_changes", "reviewed")
    } else WHO[verb]  # fmt: skip

    if state not in sources:
        assert state not in declared(verb)
        return
    seen = facts(state, actor)

    assert declared(verb)[state].custom["policy"](seen)
    assert problems(verb, state, seen) == []
    getattr(item, verb)(by=actor.id, at=NOW)
    assert item.state == target


@pytest.mark.parametrize("state", sorted(FINAL))
def test_final_states_have_no_way_out(state):
    assert [verb for verb in TABLE if state in declared(verb)] == []


@pytest.mark.parametrize("state", State)
def test_every_state_has_an_owner_and_labels_in_both_languages(state):
    assert OWNER[state]
    with override("vi"):
        vietnamese = str(state.label)
    with override("en"):
        english = str(state.label)
    assert vietnamese != english


@pytest.mark.parametrize(
    ("verb", "state", "changes", "expected"),
    [
        ("submit", "draft", {"missing_fields": ("title", "body")},
         ["TITLE_MISSING", "BODY_MISSING"]),
        ("submit", "draft", {"blocking": (Problem("SOURCE_MISSING"), Problem("AUTHOR_MISSING"))},
         ["SOURCE_MISSING", "AUTHOR_MISSING"]),
        ("request_changes", "submitted", {"remark": "  "}, ["REMARK_REQUIRED"]),
        ("review", "submitted", {"rules_ran": False}, ["RULES_NOT_RUN"]),
        ("review", "submitted", {"authors": frozenset({1, 2})}, ["SEPARATION_OF_DUTIES"]),
        ("approve", "reviewed", {"endorsed": (Endorsed(0, 3),)}, ["SEPARATION_OF_DUTIES"]),
        ("approve", "reviewed", {"endorsed": (Endorsed(0, 9, on_behalf_of=3),)},
         ["SEPARATION_OF_DUTIES"]),
        ("approve", "reviewed", {"mandate": False, "blocking": (Problem("SOURCE_MISSING"),)},
         ["SOURCE_MISSING", "MANDATE_MISSING"]),
        ("fast_track", "submitted", {"remark": ""}, ["REASON_REQUIRED"]),
        ("reject", "submitted", {"grounds": ()}, ["GROUND_REQUIRED"]),
        ("reject", "submitted", {"grounds": (Ground("NONE", ""),)},
         ["GROUND_UNKNOWN", "GROUND_EXPLANATION_REQUIRED"]),
        ("recall", "approved", {"remark": "", "public": True},
         ["REASON_REQUIRED", "ALREADY_PUBLIC"]),
        ("publish", "approved", {"evidence": None}, ["PAGE_NOT_EQUAL"]),
        ("publish", "approved", {"evidence": Evidence("c" * 64, "b", "b")}, ["PAGE_NOT_EQUAL"]),
        ("publish", "approved", {"evidence": Evidence(HASH, "b", "c")}, ["PAGE_NOT_EQUAL"]),
        ("archive", "published", {"confirmed": False, "evidence": None},
         ["CONFIRMATION_MISSING", "RECORD_NOT_EQUAL"]),
    ],
)  # fmt: skip
def test_guard_names_every_reason(verb, state, changes, expected):
    assert problems(verb, state, facts(state, WHO[verb], **changes)) == expected


@pytest.mark.parametrize("verb", TABLE)
@pytest.mark.parametrize("stranger", STRANGERS)
def test_policy_refuses_strangers(verb, stranger):
    for state in TABLE[verb][0]:
        assert not declared(verb)[state].custom["policy"](facts(state, stranger))


def test_route_without_approval_stage_is_refused():
    with pytest.raises(ValueError, match="approval"):
        parse_stages([{"phase": "review", "role": "editor", "unit": "so", "label": "Biên tập"}])


def test_stage_order_is_the_order_of_the_route():
    first = facts("submitted", REVIEWER).stage

    assert first == Stage(0, Phase.REVIEW, "editor", "so", "Biên tập", "Biên tập", 16)
