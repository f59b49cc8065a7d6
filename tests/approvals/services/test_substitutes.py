"""Acting for others: substitutes, deputies, and the mandates both need."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from approvals.models import Decision, Endorsement, Mandate
from approvals.selectors.history import history
from approvals.selectors.people import actor_of
from approvals.selectors.submissions import get_visible, waiting_for
from approvals.services import mandating, verbs
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted, NotVisible
from core.models import Notice, RoleAssignment, Unit
from tests.walks import draft

pytestmark = pytest.mark.django_db
HEAD = {"phase": "approval", "role": "agency_head", "unit": "stttt", "label": "Thủ trưởng duyệt"}


def editors(**more):
    return {"phase": "review", "role": "editor", "unit": "stttt", "label": "Biên tập", **more}


def review(item, by):
    return verbs.review(item.pk, by=by, now=now())


def test_substitute_takes_the_turn_only_meanwhile_and_both_are_named(
    handed_in, away, actor, person
):
    away("dept-editor", "secretary")
    item = handed_in()

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


def test_substitute_of_a_substitute_inherits_nothing(handed_in, away, actor):
    away("dept-editor", "secretary")
    away("secretary", "board-head")
    item = handed_in()

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


def test_substitute_signs_only_with_a_mandate_of_the_own(handed_in, away, actor, person):
    away("dept-head", "secretary")
    item = review(handed_in(), actor("dept-editor"))

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


def test_only_the_last_word_needs_a_mandate(route, hire, handed_in, actor):
    hire("adviser", "secretary")
    opinion = {"phase": "approval", "role": "secretary", "unit": "stttt", "label": "Cho ý kiến"}
    route(editors(), opinion, HEAD)
    item = review(handed_in(), actor("dept-editor"))

    item = verbs.approve(item.pk, by=actor("adviser"), now=now())
    assert item.state == "reviewed"
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())

    assert item.state == "approved"


def test_deputy_signs_in_the_name_of_the_head(handed_in, actor, person):
    item = review(handed_in(), actor("dept-editor"))

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
    handed_in, actor, person
):
    from publishing.services.publishing import publish

    item = review(handed_in(), actor("dept-editor"))
    item = verbs.approve(item.pk, by=actor("dept-head"), now=now())
    late = review(handed_in(), actor("dept-editor"))

    mandating.end(Mandate.objects.get(holder=person("dept-head")).pk, by=actor("admin"), now=now())

    publish(item.pk, now=now())
    item.refresh_from_db()
    assert item.state == "published"
    with pytest.raises(GuardFailed, match="MANDATE_MISSING"):
        verbs.approve(late.pk, by=actor("dept-head"), now=now())


@pytest.mark.parametrize("forged", ["another's", "ended"])
def test_database_refuses_approval_without_a_mandate_of_the_signer(
    handed_in, actor, person, forged, monkeypatch
):
    item = review(handed_in(), actor("dept-editor"))
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
