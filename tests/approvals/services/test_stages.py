"""Routes as offices have them: several people, named people, side by side, and one for two."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from approvals.models import Absence, Decision, Endorsement, Mandate, Route, RouteVersion
from approvals.selectors.history import history
from approvals.selectors.people import actor_of
from approvals.selectors.submissions import get_visible, waiting_for
from approvals.services import mandating, verbs
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted, NotVisible
from core.models import Notice, RoleAssignment, Unit, User
from tests.walks import draft

pytestmark = pytest.mark.django_db
HEAD = {"phase": "approval", "role": "agency_head", "unit": "stttt", "label": "Thủ trưởng duyệt"}


def editors(**more):
    return {"phase": "review", "role": "editor", "unit": "stttt", "label": "Biên tập", **more}


@pytest.fixture
def route(province):
    def lay(*stages):
        route = Route.objects.get(site__code="stttt")
        RouteVersion.objects.create(route=route, number=2, stages=[*stages], valid_from=now())

    return lay


@pytest.fixture
def hire(province):
    def one(username, role="editor", unit="stttt"):
        person = User.objects.create(username=username, full_name=username)
        RoleAssignment.objects.create(user=person, role=role, unit=Unit.objects.get(code=unit))
        return person

    return one


@pytest.fixture
def submitted(actor):
    return lambda: verbs.submit(draft(actor=actor).pk, by=actor("contributor"), now=now())


def review(item, by):
    return verbs.review(item.pk, by=by, now=now())


def test_two_of_three_must_agree_as_people(route, hire, submitted, actor):
    hire("second"), hire("third")
    route(editors(needs=2), HEAD)
    item = submitted()

    item = review(item, actor("dept-editor"))
    assert item.state == "submitted"
    with pytest.raises(GuardFailed, match="SEPARATION_OF_DUTIES"):
        review(item, actor("dept-editor"))
    item = review(item, actor("third"))

    assert item.state == "reviewed"
    assert [event.verb for event in history(item)] == ["create", "submit", "endorse", "review"]


def test_all_holders_of_the_day_must_agree_and_a_later_one_changes_nothing(
    route, hire, submitted, actor
):
    hire("second")
    route(editors(needs="all"), HEAD)
    item = submitted()

    assert review(item, actor("second")).state == "submitted"
    item = review(item, actor("dept-editor"))
    assert item.state == "reviewed"
    hire("late")
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())

    assert item.state == "approved"
    assert [word.needed for word in item.endorsements.filter(position=0)] == [2, 2]


def test_stages_side_by_side_are_open_at_once_in_any_order(route, hire, submitted, actor):
    hire("lawyer", "secretary")
    legal = {"phase": "review", "role": "secretary", "unit": "stttt", "label": "Pháp chế"}
    route(editors(), legal | {"together": True, "due_hours": 4}, HEAD)
    item = submitted()

    assert [turn.role for turn in item.turns.all()] == ["editor", "secretary"]
    assert item.due_at == item.turns.get(role="secretary").due_at
    item = review(item, actor("lawyer"))
    assert [turn.role for turn in item.turns.all()] == ["editor"]
    assert item.due_at == item.turns.get().due_at
    item = review(item, actor("dept-editor"))

    assert item.state == "reviewed"


def test_named_person_and_nobody_else_of_the_role(route, hire, submitted, actor):
    hire("named")
    route(editors(person="named"), HEAD)
    item = submitted()

    assert waiting_for(actor("named")).get() == item
    assert not waiting_for(actor("dept-editor")).exists()
    with pytest.raises(NotPermitted):
        review(item, actor("dept-editor"))
    assert review(item, actor("named")).state == "reviewed"


def test_stage_of_another_unit_shows_the_item_to_its_people_alone(route, submitted, actor):
    route(editors(unit="tinh"), HEAD)
    item = submitted()

    assert get_visible(item.pk, actor("editor")) == item
    with pytest.raises(NotVisible):
        get_visible(item.pk, actor("board-head"))
    review(item, actor("editor"))
    assert get_visible(item.pk, actor("editor")) == item


def test_one_person_holds_two_stages_only_where_the_route_says_so(route, hire, submitted, actor):
    RoleAssignment.objects.create(
        user=User.objects.get(username="dept-head"),
        role="editor",
        unit=Unit.objects.get(code="stttt"),
    )
    route(editors(), HEAD | {"merges": True})
    item = review(submitted(), actor("dept-head"))
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())
    assert item.state == "approved"

    route_version = RouteVersion.objects.get(number=2)
    RouteVersion.objects.create(
        route=route_version.route, number=3, stages=[editors(), HEAD], valid_from=now()
    )
    strict = review(submitted(), actor("dept-head"))
    with pytest.raises(GuardFailed, match="SEPARATION_OF_DUTIES"):
        verbs.approve(strict.pk, by=actor("dept-head"), now=now())


def test_author_never_speaks_even_where_stages_merge(route, actor):
    RoleAssignment.objects.create(
        user=User.objects.get(username="dept-head"),
        role="contributor",
        unit=Unit.objects.get(code="stttt"),
    )
    route(editors(), HEAD | {"merges": True})
    item = draft(actor=actor)
    item = verbs.submit(item.pk, by=actor("dept-head"), now=now())
    item = review(item, actor("dept-editor"))

    with pytest.raises(GuardFailed, match="SEPARATION_OF_DUTIES"):
        verbs.approve(item.pk, by=actor("dept-head"), now=now())


@pytest.fixture
def away(person):
    def leave(who, substitute, days=3):
        today = in_vietnam(now()).date()
        return Absence.objects.create(
            person=person(who),
            substitute=person(substitute),
            first_day=today,
            last_day=today + timedelta(days=days - 1),
            set_by=person(who),
            set_at=now(),
        )

    return leave


def test_substitute_takes_the_turn_only_meanwhile_and_both_are_named(
    submitted, away, actor, person
):
    away("dept-editor", "secretary")
    item = submitted()

    after = actor_of(person("secretary"), on=in_vietnam(now()).date() + timedelta(days=3))
    assert not waiting_for(after).exists()
    with pytest.raises(NotVisible):
        get_visible(item.pk, after)
    assert waiting_for(actor("secretary")).get() == item
    assert Notice.objects.filter(user=person("secretary"), event="waiting").exists()
    item = review(item, actor("secretary"))

    assert item.state == "reviewed"
    event = history(item)[-1]
    assert (event.actor, event.on_behalf_of) == ("secretary", "dept-editor")


def test_substitute_of_a_substitute_inherits_nothing(submitted, away, actor):
    away("dept-editor", "secretary")
    away("secretary", "board-head")
    item = submitted()

    with pytest.raises(NotPermitted):
        review(item, actor("board-head"))


def test_own_text_is_not_reviewed_through_a_substitute(actor, away, person):
    RoleAssignment.objects.create(
        user=person("dept-editor"), role="contributor", unit=Unit.objects.get(code="stttt")
    )
    away("dept-editor", "secretary")
    item = verbs.submit(draft(actor=actor).pk, by=actor("dept-editor"), now=now())

    with pytest.raises(GuardFailed, match="SEPARATION_OF_DUTIES"):
        review(item, actor("secretary"))


def test_substitute_signs_only_with_a_mandate_of_the_own(submitted, away, actor, person):
    away("dept-head", "secretary")
    item = review(submitted(), actor("dept-editor"))

    with pytest.raises(GuardFailed, match="MANDATE_MISSING"):
        verbs.approve(item.pk, by=actor("secretary"), now=now())
    today = in_vietnam(now()).date()
    given = {"holder": person("secretary"), "principal": person("dept-head"), "kind": "TUQ",
             "unit": Unit.objects.get(code="stttt"), "authority": "TUQ. GIÁM ĐỐC",
             "title": "THƯ KÝ", "valid_from": today, "valid_to": today}  # fmt: skip
    plans = Mandate.objects.create(**given, document_types=["plan"])
    with pytest.raises(GuardFailed, match="MANDATE_MISSING"):
        verbs.approve(item.pk, by=actor("secretary"), now=now())
    Mandate.objects.filter(pk=plans.pk).update(document_types=["plan", "news"])
    item = verbs.approve(item.pk, by=actor("secretary"), now=now())

    decision = Decision.objects.get(submission=item, verb="approve")
    assert decision.on_behalf_of == person("dept-head")
    assert str(decision.mandate) == "TUQ. GIÁM ĐỐC · Võ Minh Châu"


def test_only_the_last_word_needs_a_mandate(route, hire, submitted, actor):
    hire("adviser", "secretary")
    opinion = {"phase": "approval", "role": "secretary", "unit": "stttt", "label": "Cho ý kiến"}
    route(editors(), opinion, HEAD)
    item = review(submitted(), actor("dept-editor"))

    item = verbs.approve(item.pk, by=actor("adviser"), now=now())
    assert item.state == "reviewed"
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())

    assert item.state == "approved"


def test_deputy_signs_in_the_name_of_the_head(submitted, actor, person):
    item = review(submitted(), actor("dept-editor"))

    item = verbs.approve(item.pk, by=actor("deputy-head"), now=now())

    event = history(item)[-1]
    assert (event.actor, event.on_behalf_of) == ("deputy-head", "dept-head")
    assert event.mandate == "KT. GIÁM ĐỐC · Hoàng Thị Lan"


def test_head_s_own_text_is_not_signed_in_the_head_s_name(actor, person):
    RoleAssignment.objects.create(
        user=person("dept-head"), role="contributor", unit=Unit.objects.get(code="stttt")
    )
    item = verbs.submit(draft(actor=actor).pk, by=actor("dept-head"), now=now())
    item = review(item, actor("dept-editor"))

    with pytest.raises(GuardFailed, match="SEPARATION_OF_DUTIES"):
        verbs.approve(item.pk, by=actor("deputy-head"), now=now())


def test_mandate_ends_at_once_and_what_was_signed_before_is_still_published(
    submitted, actor, person
):
    from publishing.services.publishing import publish

    item = review(submitted(), actor("dept-editor"))
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())
    late = review(submitted(), actor("dept-editor"))

    mandating.end(Mandate.objects.get(holder=person("dept-head")).pk, by=actor("admin"), now=now())

    publish(item.pk, now=now())
    item.refresh_from_db()
    assert item.state == "published"
    with pytest.raises(GuardFailed, match="MANDATE_MISSING"):
        verbs.approve(late.pk, by=actor("dept-head"), now=now())


@pytest.mark.parametrize("forged", ["another's", "ended"])
def test_database_refuses_approval_without_a_mandate_of_the_signer(
    submitted, actor, person, forged, monkeypatch
):
    item = review(submitted(), actor("dept-editor"))
    wrong = Mandate.objects.get(holder__username="commune-head")
    if forged == "ended":
        wrong = Mandate.objects.get(holder__username="dept-head")
        Mandate.objects.filter(pk=wrong.pk).update(valid_to="2026-01-02")
    from approvals.services import advance

    found = advance.open_case

    def with_wrong_mandate(*args, **kwargs):
        case = found(*args, **kwargs)
        return advance.replace(case, found=advance.replace(case.found, mandate=wrong))

    monkeypatch.setattr(advance, "open_case", with_wrong_mandate)
    with pytest.raises(DatabaseError, match="chain"), transaction.atomic():
        verbs.approve(item.pk, by=actor("dept-head"), now=now())
    assert not Endorsement.objects.filter(submission=item, position=1).exists()
