"""Plans of reorganisation that cannot be, and who may make or run one."""

from datetime import date

import pytest

from approvals.models import Reorganisation
from approvals.selectors.people import actor_of
from approvals.selectors.reorganising import Plan, Successor
from approvals.services import reorganising
from approvals.services.reorganising.planning import Intent
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted, NotVisible
from core.models import RoleAssignment, Unit, User

pytestmark = pytest.mark.django_db
MERGED = Plan(("stttt", "xa-an-binh"), (Successor("sokhcn", "Sở Khoa học và Công nghệ"),))


@pytest.fixture
def planned(actor):
    def plan(kind="merge", plan=MERGED):
        day = in_vietnam(now()).date()
        intent = Intent(kind, "Sắp xếp các sở", "Nghị quyết 12/NQ-HĐND", day, plan)
        return reorganising.draft(intent, by=actor("admin"), now=now())

    return plan


def act(username):
    return actor_of(User.objects.get(username=username), on=in_vietnam(now()).date())


@pytest.mark.parametrize(
    ("kind", "plan", "code"),
    [
        ("merge", Plan(("stttt",), (Successor("x", "X"),)), "REORGANISATION_SOURCES"),
        ("split", Plan(("stttt",), (Successor("x", "X"),)), "REORGANISATION_SUCCESSORS"),
        ("abolish", Plan(("stttt",), (Successor("x", "X"),)), "REORGANISATION_TARGET"),
        ("rename", Plan(("stttt",), (Successor("tinh", "X"),)), "REORGANISATION_TARGET"),
        ("merge", Plan(("stttt", "nowhere"), (Successor("x", "X"),)), "UNIT_OVER"),
    ],
)
def test_plans_that_cannot_be_are_refused(planned, kind, plan, code):
    with pytest.raises(GuardFailed) as refusal:
        planned(kind, plan)

    assert code in {problem.code for problem in refusal.value.problems}
    assert not Reorganisation.objects.exists()


def test_only_who_administers_all_its_units_plans(planned, person, actor):
    row = planned()
    RoleAssignment.objects.create(
        user=person("contributor"), role="administrator", unit=Unit.objects.get(code="stttt")
    )
    intent = Intent("merge", "X", "Y", date(2030, 1, 1), MERGED)

    with pytest.raises(NotPermitted):
        reorganising.draft(intent, by=act("contributor"), now=now())
    with pytest.raises(NotVisible):
        reorganising.run(row.pk, by=act("contributor"), now=now())
    with pytest.raises(NotVisible):
        reorganising.run(row.pk, by=actor("editor"), now=now())
