"""Units merge, split, change their name and end; what was decided stays, what runs goes on."""

from datetime import timedelta

import pytest
from django.db import connection

from approvals.models import Mandate, Reorganisation, RouteVersion, Submission, Turn
from approvals.selectors.people import actor_of
from approvals.selectors.reorganising import Plan, Successor, preview_of
from approvals.services import drafting, reorganising, verbs
from approvals.services.reorganising.planning import Intent
from core.clock import in_vietnam, now
from core.errors import NotPermitted, RulesViolated, WrongState
from core.models import LedgerEntry, RoleAssignment, Site, Unit, User

pytestmark = pytest.mark.django_db

MERGED = Plan(
    sources=("stttt", "xa-an-binh"),
    successors=(Successor("sokhcn", "Sở Khoa học và Công nghệ", "Department of Science"),),
    sites={"stttt": "sokhcn", "xa-an-binh": ""},
)


def today():
    return in_vietnam(now()).date()


@pytest.fixture
def planned(actor):
    def plan(kind="merge", plan=MERGED, on=None):
        intent = Intent(kind, "Sắp xếp các sở", "Nghị quyết 12/NQ-HĐND", on or today(), plan)
        return reorganising.draft(intent, by=actor("admin"), now=now())

    return plan


def act(username):
    return actor_of(User.objects.get(username=username), on=today())


def _decided(item):
    return {
        "content": item.content_hash,
        "unit": item.unit_id,
        "route": item.route_version_id,
        "decisions": list(item.decisions.values_list("pk", "content_hash")),
    }


def test_a_merger_moves_what_runs_and_nothing_that_was_decided(planned, submission_at, actor):
    done = submission_at("archived", title="Đã đăng")
    waiting = submission_at("reviewed", title="Đang chờ duyệt")
    frozen = _decided(done)
    before = waiting.content_hash, list(waiting.endorsements.values_list("pk", flat=True))
    row = planned()

    seen = preview_of(MERGED, on=today())
    assert (seen.people, seen.sites, seen.closing_sites) == (7, 2, 1)
    assert dict(seen.running) == {"reviewed": 1}
    assert seen.published == 1

    row = reorganising.run(row.pk, by=actor("admin"), now=now())

    assert row.counts["items"] == 1
    new = Unit.objects.get(code="sokhcn")
    old = Unit.objects.get(code="stttt")
    assert (old.valid_to, new.valid_from, new.level) == (
        today() - timedelta(days=1), today(), "department",
    )  # fmt: skip
    done.refresh_from_db()
    assert frozen == _decided(done)
    waiting = Submission.objects.get(pk=waiting.pk)
    assert waiting.unit == new
    assert (waiting.content_hash, list(waiting.endorsements.values_list("pk", flat=True))) == before
    assert waiting.content["unit"]["code"] == "stttt"
    assert {turn.unit for turn in waiting.turns.all()} == {"sokhcn"}
    assert Site.objects.get(code="stttt").unit == new
    assert Site.objects.get(code="xa-an-binh").closed_on == today()
    entries = LedgerEntry.objects.filter(verb="move", subject_id=str(waiting.pk))
    assert entries.count() == 1


def test_what_was_endorsed_before_is_approved_and_published_after(planned, submission_at, actor):
    waiting = submission_at("reviewed", title="Đang chờ duyệt")
    reorganising.run(planned().pk, by=actor("admin"), now=now())
    new = Unit.objects.get(code="sokhcn")

    verbs.approve(waiting.pk, by=act("dept-head"), now=now())

    waiting.refresh_from_db()
    assert waiting.state == "approved"
    assert waiting.decisions.get(verb="approve").mandate.unit == new
    from publishing.services.publishing import publish

    publish(waiting.pk, now=now())
    assert Submission.objects.get(pk=waiting.pk).state == "published"


def test_new_items_begin_with_the_successor_and_not_on_a_closed_site(planned, actor):
    reorganising.run(planned().pk, by=actor("admin"), now=now())
    me = act("contributor")
    new, closed = Unit.objects.get(code="sokhcn"), Site.objects.get(code="xa-an-binh")
    from approvals.content import Fields

    draft = drafting.NewDraft(
        site=Site.objects.get(code="stttt"), unit=new, fields=Fields("Tin mới", "news", "news")
    )

    made = drafting.create(draft, by=me, now=now())

    assert made.content["unit"]["name"] == "Sở Khoa học và Công nghệ"
    assert {row["unit"] for row in made.route_version.stages} == {"sokhcn"}
    with pytest.raises(RulesViolated) as refusal:
        drafting.create(
            drafting.NewDraft(site=closed, unit=new, fields=draft.fields), by=me, now=now()
        )
    assert refusal.value.code == "SITE_CLOSED"
    before = drafting.NewDraft(
        site=draft.site, unit=Unit.objects.get(code="stttt"), fields=draft.fields
    )
    with pytest.raises(NotPermitted):
        drafting.create(before, by=me, now=now())


def test_running_twice_is_running_once(planned, actor, submission_at):
    submission_at("submitted")
    row = planned()
    reorganising.run(row.pk, by=actor("admin"), now=now())
    counts = RoleAssignment.objects.count(), RouteVersion.objects.count(), Mandate.objects.count()

    reorganising.run(row.pk, by=act("admin"), now=now())
    assert reorganising.run_due(now=now()) == ([], [])

    assert counts == (
        RoleAssignment.objects.count(), RouteVersion.objects.count(), Mandate.objects.count(),
    )  # fmt: skip
    assert LedgerEntry.objects.filter(verb="reorganise").count() == 1


def everything():
    """Return all that a plan may move, as it is."""
    return {
        "units": list(Unit.objects.order_by("pk").values()),
        "roles": list(RoleAssignment.objects.order_by("pk").values()),
        "mandates": list(Mandate.objects.order_by("pk").values()),
        "turns": list(Turn.objects.order_by("pk").values()),
        "sites": list(Site.objects.order_by("pk").values("code", "unit", "closed_on", "host")),
        "items": list(
            Submission.objects.order_by("pk").values("pk", "unit", "route_version", "state")
        ),
    }


def test_a_run_is_taken_back_as_a_whole(planned, actor, submission_at):
    for state in ("draft", "submitted", "reviewed", "approved", "published"):
        submission_at(state, title=f"Tin {state}")
    before = everything()
    row = planned()
    reorganising.run(row.pk, by=actor("admin"), now=now())
    assert everything() != before

    reorganising.roll_back(row.pk, by=act("admin"), now=now())
    reorganising.roll_back(row.pk, by=act("admin"), now=now())

    assert everything() == before
    for site in ("stttt", "xa-an-binh"):
        newest = RouteVersion.objects.filter(route__site__code=site).latest("number")
        assert "sokhcn" not in {stage["unit"] for stage in newest.stages}
    assert LedgerEntry.objects.filter(verb="roll_back_reorganisation").count() == 1


def test_after_a_decision_a_run_stays(planned, actor, submission_at):
    item = submission_at("submitted")
    row = planned()
    reorganising.run(row.pk, by=actor("admin"), now=now())
    verbs.review(item.pk, by=act("dept-editor"), now=now())

    with pytest.raises(WrongState) as refusal:
        reorganising.roll_back(row.pk, by=act("admin"), now=now())

    assert refusal.value.code == "REORGANISATION_DECIDED"
    assert Reorganisation.objects.get().status == "done"


def test_a_split_sends_people_and_sites_where_they_are_named(planned, actor, submission_at):
    mine = submission_at("submitted")
    plan = Plan(
        sources=("stttt",),
        successors=(Successor("so-a", "Sở A"), Successor("so-b", "Sở B")),
        people={"contributor": "so-b", "dept-editor": "so-b", "dept-head": "so-b"},
        sites={"stttt": "so-b"},
    )

    reorganising.run(planned("split", plan).pk, by=actor("admin"), now=now())

    mine.refresh_from_db()
    assert mine.unit.code == "so-b"
    assert ("agency_head", "so-b") in act("dept-head").roles
    verbs.review(mine.pk, by=act("dept-editor"), now=now())


def test_a_new_name_keeps_unit_and_roles(planned, actor):
    plan = Plan(sources=("stttt",), successors=(Successor("stttt", "Sở Chuyển đổi số"),))
    roles = act("dept-head").roles

    row = reorganising.run(planned("rename", plan).pk, by=actor("admin"), now=now())

    assert Unit.objects.get(code="stttt").name == "Sở Chuyển đổi số"
    assert act("dept-head").roles == roles
    reorganising.roll_back(row.pk, by=act("admin"), now=now())
    assert Unit.objects.get(code="stttt").name == "Sở Thông tin và Truyền thông"


def test_what_is_abolished_leaves_no_powers(planned, actor, submission_at):
    item = submission_at("submitted")
    plan = Plan(sources=("stttt",), successors=(Successor("tinh"),), sites={"stttt": ""})

    reorganising.run(planned("abolish", plan).pk, by=actor("admin"), now=now())

    item.refresh_from_db()
    assert item.unit.code == "tinh"
    assert act("dept-head").roles == frozenset()
    assert not Mandate.objects.filter(unit__code="stttt", ended_at=None).exists()
    assert {turn.unit for turn in item.turns.all()} == {"tinh"}


def test_the_clock_runs_a_plan_on_its_day_and_no_sooner(planned, actor):
    tomorrow = today() + timedelta(days=1)
    row = reorganising.schedule(planned(on=tomorrow).pk, by=actor("admin"), now=now())

    assert reorganising.run_due(now=now()) == ([], [])
    with pytest.raises(WrongState):
        reorganising.run(row.pk, by=actor("admin"), now=now())

    done, failed = reorganising.run_due(now=now() + timedelta(days=1))

    assert (done, failed) == (["Sắp xếp các sở"], [])
    row.refresh_from_db()
    assert (row.status, row.run_by) == ("done", None)


def test_an_item_begun_in_the_very_moment_follows(planned, actor, submission_at):
    reorganising.run(planned().pk, by=actor("admin"), now=now())
    late = submission_at("draft", site="tinh")
    Submission.objects.filter(pk=late.pk).update(unit=Unit.objects.get(code="stttt"))

    reorganising.run_due(now=now())

    late.refresh_from_db()
    assert late.unit.code == "sokhcn"


def test_a_thousand_items_cost_no_query_each(planned, actor, submission_at):
    from django.test.utils import CaptureQueriesContext

    def queries(items):
        for _ in range(items):
            submission_at("submitted")
        row = planned()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            reorganising.run(row.pk, by=actor("admin"), now=now())
        count = len(seen)
        reorganising.roll_back(row.pk, by=act("admin"), now=now())
        return count

    first = queries(1)
    assert queries(4) <= first
