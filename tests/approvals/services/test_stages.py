"""Routes as offices have them: several people, named people, side by side, and one for two."""

import pytest

from approvals.models import RouteVersion
from approvals.selectors.history import history
from approvals.selectors.submissions import get_visible, waiting_for
from approvals.services import verbs
from archive.selectors.dossier import decision_json
from core.clock import now
from core.errors import GuardFailed, NotPermitted, NotVisible
from core.models import RoleAssignment, Unit, User
from tests.walks import draft

pytestmark = pytest.mark.django_db
HEAD = {"phase": "approval", "role": "agency_head", "unit": "stttt", "label": "Thủ trưởng duyệt"}


def editors(**more):
    return {"phase": "review", "role": "editor", "unit": "stttt", "label": "Biên tập", **more}


def review(item, by):
    return verbs.review(item.pk, by=by, now=now())


def test_two_of_three_must_agree_as_people(route, hire, handed_in, actor):
    hire("second"), hire("third")
    route(editors(needs=2), HEAD)
    item = handed_in()

    item = review(item, actor("dept-editor"))
    assert item.state == "submitted"
    with pytest.raises(GuardFailed, match="SEPARATION_OF_DUTIES"):
        review(item, actor("dept-editor"))
    item = review(item, actor("third"))

    assert item.state == "reviewed"
    assert [event.verb for event in history(item)] == ["create", "submit", "endorse", "review"]


def test_all_holders_of_the_day_must_agree_and_a_later_one_changes_nothing(
    route, hire, handed_in, actor
):
    hire("second")
    route(editors(needs="all"), HEAD)
    item = handed_in()

    assert review(item, actor("second")).state == "submitted"
    item = review(item, actor("dept-editor"))
    assert item.state == "reviewed"
    hire("late")
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())

    assert item.state == "approved"
    assert [word.needed for word in item.endorsements.filter(position=0)] == [2, 2]


def test_stages_side_by_side_are_open_at_once_in_any_order(route, hire, handed_in, actor):
    hire("lawyer", "secretary")
    legal = {"phase": "review", "role": "secretary", "unit": "stttt", "label": "Pháp chế"}
    route(editors(), legal | {"together": True, "due_hours": 4}, HEAD)
    item = handed_in()

    assert [turn.role for turn in item.turns.all()] == ["editor", "secretary"]
    assert item.due_at == item.turns.get(role="secretary").due_at
    item = review(item, actor("lawyer"))
    assert [turn.role for turn in item.turns.all()] == ["editor"]
    assert item.due_at == item.turns.get().due_at
    item = review(item, actor("dept-editor"))

    assert item.state == "reviewed"


def test_named_person_and_nobody_else_of_the_role(route, hire, handed_in, actor):
    hire("named")
    route(editors(person="named"), HEAD)
    item = handed_in()

    assert waiting_for(actor("named")).get() == item
    assert not waiting_for(actor("dept-editor")).exists()
    with pytest.raises(NotPermitted):
        review(item, actor("dept-editor"))
    assert review(item, actor("named")).state == "reviewed"


def test_stage_of_another_unit_shows_the_item_to_its_people_alone(route, handed_in, actor):
    route(editors(unit="tinh"), HEAD)
    item = handed_in()

    assert get_visible(item.pk, actor("editor")) == item
    with pytest.raises(NotVisible):
        get_visible(item.pk, actor("board-head"))
    review(item, actor("editor"))
    assert get_visible(item.pk, actor("editor")) == item


def test_one_person_holds_two_stages_only_where_the_route_says_so(route, hire, handed_in, actor):
    RoleAssignment.objects.create(
        user=User.objects.get(username="dept-head"),
        role="editor",
        unit=Unit.objects.get(code="stttt"),
    )
    route(editors(), HEAD | {"merges": True})
    item = review(handed_in(), actor("dept-head"))
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())
    assert item.state == "approved"
    assert [(event.stage, event.beside) for event in history(item)[2:]] == [
        ("Biên tập", ("Thủ trưởng duyệt",)),
        ("Thủ trưởng duyệt", ("Biên tập",)),
    ]
    assert decision_json(item)["history"][-1]["held_beside"] == ["Biên tập"]

    route_version = RouteVersion.objects.get(number=2)
    RouteVersion.objects.create(
        route=route_version.route, number=3, stages=[editors(), HEAD], valid_from=now()
    )
    strict = review(handed_in(), actor("dept-head"))
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
