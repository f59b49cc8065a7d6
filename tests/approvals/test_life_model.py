"""Random people try random verbs on real rows; what must never happen, never does.

A hundred lives in `make test`; DUYET_LIVES=1000 for the night.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from approvals.lifecycle import FINAL
from approvals.models import Absence, Route, RouteVersion, Submission
from approvals.policies import Ground
from approvals.routes import is_satisfied
from approvals.rulepacks import pack_in_force
from approvals.selectors.facts import authors, endorsed
from approvals.selectors.people import actor_of, may_take
from approvals.services import drafting, verbs
from approvals.services.acts import confirm
from core.clock import in_vietnam, now
from core.errors import DomainError
from core.models import LedgerEntry, RoleAssignment, Unit, User
from tests.walks import PEOPLE as WRITERS
from tests.walks import draft

PEOPLE = [
    *("contributor", "dept-editor", "dept-head", "deputy-head"),
    *("portal-writer", "editor", "secretary", "board-head", "admin", "helper"),
]
GROUNDS = (Ground("QB39.4.5.UNTRUE", "Sai số liệu."),)
PLAIN = ["submit", "withdraw", "review", "approve"]


def editing(unit, **more):
    return {"phase": "review", "role": "editor", "unit": unit, "label": "Biên tập", **more}


def signing(unit, role, **more):
    return {"phase": "approval", "role": role, "unit": unit, "label": "Duyệt", **more}


ROUTES = {
    "stttt": [
        [editing("stttt"), signing("stttt", "agency_head")],
        [editing("stttt", needs=2), signing("stttt", "agency_head")],
        [editing("stttt", needs="all"), signing("stttt", "agency_head")],
        [editing("stttt"), editing("tinh", together=True), signing("stttt", "agency_head")],
        [editing("stttt", person="helper"), signing("stttt", "agency_head", merges=True)],
    ],
    "tinh": [
        [editing("tinh"), signing("tinh", "board_head")],
        [editing("stttt"), editing("tinh"), signing("tinh", "board_head")],
    ],
}


def actor(username: str):
    return actor_of(User.objects.get(username=username), on=in_vietnam(now()).date())


class Life(RuleBasedStateMachine):
    """One submission, several people, absences and substitutes, any order."""

    site = ""

    @initialize(data=st.data())
    def begin(self, data):
        site = self.site
        number = data.draw(st.integers(0, len(ROUTES[site]) - 1))
        route = Route.objects.get(site__code=site)
        RouteVersion.objects.create(
            route=route,
            number=route.versions.count() + 1,
            stages=ROUTES[site][number],
            valid_from=now(),
        )
        Absence.objects.all().delete()
        self.key = draft(actor=actor, site=site, author_name=WRITERS[site][0]).pk
        self.moves = ["create"]
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

    @rule(pick=st.integers(0, 9))
    def onward(self, pick):
        """One of those who are asked speaks; without it few random lives get anywhere."""
        item = self.item()
        if item.state in {"draft", "returned"}:
            self.attempt("submit", item.created_by.username)
        turns = list(item.turns.order_by("position"))
        if turns:
            turn = turns[pick % len(turns)]
            asked = list(may_take(turn, on=in_vietnam(now()).date()))
            verb = "review" if item.state == "submitted" else "approve"
            if asked:
                self.attempt(verb, asked[pick % len(asked)].username)
        event(f"{item.state} is carried on")

    @rule(first=st.integers(0, 9), second=st.integers(0, 9), third=st.integers(0, 9))
    def onward_thrice(self, first, second, third):
        for pick in (first, second, third):
            self.onward(pick)

    @rule(who=st.sampled_from(PEOPLE), remark=st.sampled_from(["", "Sửa câu đầu."]))
    def send_back(self, who, remark):
        self.attempt("request_changes", who, remark=remark)

    @rule(who=st.sampled_from(PEOPLE), grounds=st.sampled_from([(), GROUNDS]))
    def refuse(self, who, grounds):
        self.attempt("reject", who, grounds=grounds)

    @rule(who=st.sampled_from(PEOPLE), verb=st.sampled_from(["fast_track", "recall"]))
    def with_reason(self, who, verb):
        self.attempt(verb, who, reason="Bão khẩn cấp.")

    @rule(who=st.sampled_from(PEOPLE), substitute=st.sampled_from(PEOPLE))
    def leave(self, who, substitute):
        if who == substitute:
            return
        today = in_vietnam(now()).date()
        person = User.objects.get(username=who)
        Absence.objects.create(
            person=person,
            substitute=User.objects.get(username=substitute),
            first_day=today,
            last_day=today + timedelta(days=1),
            set_by=person,
            set_at=now(),
        )

    @rule(who=st.sampled_from(PEOPLE))
    def come_back(self, who):
        yesterday = in_vietnam(now()).date() - timedelta(days=1)
        away = Absence.objects.filter(person__username=who)
        away.update(first_day=yesterday, last_day=yesterday)

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
        signed = item.decisions.get(to_state="approved", round=item.round)
        day = in_vietnam(signed.at).date()
        assert signed.mandate.holder_id == signed.actor_id == item.approved_by_id
        assert signed.mandate.unit_id == item.site.unit_id
        assert signed.mandate.valid_from <= day
        writers = authors(item)
        assert not {signed.actor_id, signed.on_behalf_of_id, signed.mandate.principal_id} & writers
        if item.fast_tracked:
            assert signed.verb == "fast_track"
            return
        words = endorsed(item)
        stages = item.route_version.parsed
        assert all(is_satisfied(stage, words) for stage in stages)
        speakers = [p for word in words if not stages[word.position].merges for p in word.people]
        assert len(speakers) == len(set(speakers))
        assert not {person for word in words for person in word.people} & writers

    @invariant()
    def turns_are_those_of_the_open_stages(self):
        item = self.item()
        words, turns = endorsed(item), set(item.turns.values_list("position", flat=True))
        stages = item.route_version.parsed
        done = {stage.position for stage in stages if is_satisfied(stage, words)}
        assert not turns & done
        assert bool(turns) == (item.state in {"submitted", "reviewed"})
        assert (item.due_at is not None) == bool(turns)

    @invariant()
    def a_refusal_has_a_ground(self):
        if self.item().state == "rejected":
            refusal = self.item().decisions.get(verb="reject")
            known = pack_in_force(in_vietnam(refusal.at).date()).grounds
            codes = set(refusal.grounds.values_list("code", flat=True))
            assert codes
            assert codes <= set(known)

    @invariant()
    def every_move_left_one_decision_with_its_entry(self):
        decisions = list(self.item().decisions.order_by("id"))
        words = self.item().endorsements.filter(completes=False).count()
        assert len(decisions) + words == len(self.moves)
        assert [d.verb for d in decisions if d.verb not in {"review", "approve"}] == [
            verb for verb in self.moves if verb not in {"review", "approve"}
        ]
        assert LedgerEntry.objects.filter(decision__in=decisions).count() == len(decisions)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("site", ROUTES)
def test_random_lives_keep_every_promise(province, site):
    helper = User.objects.create(username="helper", full_name="Người giúp")
    for role, unit in [("editor", "stttt"), ("contributor", "stttt"), ("editor", "tinh")]:
        RoleAssignment.objects.create(user=helper, role=role, unit=Unit.objects.get(code=unit))
    run_state_machine_as_test(
        type(f"LifeOn{site}", (Life,), {"site": site}),
        settings=settings(
            max_examples=int(os.environ.get("DUYET_LIVES", "100")) // len(ROUTES),
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
