"""Facts survive being stored: a verdict can be replayed from its inputs."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from approvals import rulepacks
from approvals.rules import ContentFacts, DuplicateFact, check
from tests.approvals.rules.facts import NOW, good

FULL = good(
    embargo_until=NOW + timedelta(days=1),
    publish_at=NOW,
    duplicates=(DuplicateFact("HS-1", "Bản cũ", 97),),
    number="5/QĐ",
)


@pytest.mark.parametrize("facts", [good(), FULL, ContentFacts(now=NOW)])
def test_from_inputs_stored_json_gives_equal_facts(facts):
    stored = json.loads(json.dumps(facts.as_inputs()))

    assert ContentFacts.from_inputs(stored) == facts


def test_replay_same_pack_gives_the_same_verdict():
    pack = rulepacks.pack("QB-39-2023")
    stored = json.loads(json.dumps(FULL.as_inputs()))

    assert check(ContentFacts.from_inputs(stored), pack) == check(FULL, pack)


def test_as_inputs_local_time_is_stored_in_utc():
    local = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=7)))

    assert good(now=local).as_inputs()["now"] == "2026-11-23T03:00:00+00:00"


def test_facts_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        good(publish_at=datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None))


def test_from_inputs_unknown_field_is_refused():
    with pytest.raises(ValueError, match="colour"):
        ContentFacts.from_inputs({**good().as_inputs(), "colour": "red"})
