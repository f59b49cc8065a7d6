"""Random people try random verbs on real rows; what must never happen, never does."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from approvals.lifecycle import FINAL
from approvals.models import Submission
from approvals.policies import Ground
from approvals.selectors.facts import authors
from approvals.selectors.people import actor_of
from approvals.services import drafting, verbs
from approvals.services.acts import confirm
from core.clock import in_vietnam, now
from core.errors import DomainError
from core.models import LedgerEntry, User
from tests.walks import draft

PEOPLE = ["contributor", "dept-editor", "dept-head", "deputy-head", "editor", "board-head", "admin"]
GROUNDS = (Ground("QB39.4.5.UNTRUE", "Sai số liệu."),)
PLAIN = ["submit", "withdraw", "review", "approve"]


def actor(username: str):
    return actor_of(User.objects.get(username=username), on=in_vietnam(now()).date())


class Life(RuleBasedStateMachine):
    """One submission, several people, any order."""

    def __init__(self) -> None:
        super().__init__()
        self.key = draft(actor=actor).pk
        self.moves: list[str] = ["create"]
        self.final = ""

    def item(self) -> Submission:
        return Submission.objects.select_related("revision", "route_version").get(pk=self.key)

    def attempt(self, verb: str, who: str, **words: object) -> None:
        before = self.item()
        function = confirm if verb == "confirm" else getattr(verbs, verb)
        try:
            function(self.key, by=actor(who), now=now(), **words)
        except DomainError:
            after = self.item()
            assert (after.state, after.version) == (before.state, before.version)
        else:
            self.moves.append(verb)

    @rule(who=st.sampled_from(PEOPLE), verb=st.sampled_from(PLAIN))
    def plain(self, who, verb):
        self.attempt(verb, who)

    @rule(who=st.sampled_from(PEOPLE), remark=st.sampled_from(["", "Sửa câu đầu."]))
    def send_back(self, who, remark):
        self.attempt("request_changes", who, remark=remark)

    @rule(who=st.sampled_from(PEOPLE), grounds=st.sampled_from([(), GROUNDS]))
    def refuse(self, who, grounds):
        self.attempt("reject", who, grounds=grounds)

    @rule(who=st.sampled_from(PEOPLE), verb=st.sampled_from(["fast_track", "recall"]))
    def with_reason(self, who, verb):
        self.attempt(verb, who, reason="Bão khẩn cấp.")

    @rule(who=st.sampled_from(PEOPLE))
    def second_person(self, who):
        self.attempt("confirm", who)

    @rule(who=st.sampled_from(PEOPLE), text=st.sampled_from(["một", "hai", "ba"]))
    def edit(self, who, text):
        from approvals.content import fields_of

        fields = fields_of(self.item().content).changed(body=f"<p>{text}</p>")
        try:
            drafting.edit(self.key, by=actor(who), now=now(), fields=fields)
        except DomainError:
            return

    @invariant()
    def final_states_stay_final(self):
        state = self.item().state
        assert not self.final or state == self.final
        self.final = state if state in FINAL else ""

    @invariant()
    def approved_means_a_chain_of_different_people_on_this_very_content(self):
        item = self.item()
        if item.state != "approved":
            return
        words = item.endorsements.filter(round=item.round, content_hash=item.content_hash)
        people = [word.actor_id for word in words]
        writers = authors(item)
        assert item.approved_by_id not in writers
        if item.fast_tracked:
            assert item.decisions.filter(verb="fast_track", round=item.round).exists()
            return
        assert len(people) == len(set(people)) == len(item.route_version.stages)
        assert not set(people) & writers

    @invariant()
    def a_refusal_has_a_ground(self):
        if self.item().state == "rejected":
            assert self.item().decisions.get(verb="reject").grounds.exists()

    @invariant()
    def every_move_left_one_decision_with_its_entry(self):
        decisions = list(self.item().decisions.order_by("id"))
        assert [d.verb for d in decisions] == self.moves
        assert LedgerEntry.objects.filter(decision__in=decisions).count() == len(decisions)


@pytest.mark.slow
def test_random_lives_keep_every_promise(province):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
