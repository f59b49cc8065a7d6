"""What is said about an item is screened like the item: nothing marked is kept."""

import pytest

from approvals.policies import Ground
from approvals.services import acts, verbs
from approvals.services.conversing import Said, say
from core.clock import in_vietnam, now
from core.errors import RulesViolated
from core.models import FreeText, LedgerEntry

pytestmark = pytest.mark.django_db
MARKED = "TỐI MẬT\nPhương án zxqv."


def by_remark(item, actor):
    verbs.request_changes(item.pk, by=actor("dept-editor"), now=now(), remark=MARKED)


def by_explanation(item, actor):
    grounds = (Ground("QB39.4.5.SECRET", MARKED),)
    verbs.reject(item.pk, by=actor("dept-editor"), now=now(), grounds=grounds)


def by_comment(item, actor):
    say(item.pk, by=actor("dept-editor"), now=now(), said=Said("comment", MARKED))


def by_override(item, actor):
    day = in_vietnam(now()).date()
    acts.override(
        item.pk, by=actor("dept-editor"), now=now(), code="HEADING_ORDER",
        reason=MARKED, repair_by=day,
    )  # fmt: skip


@pytest.mark.parametrize("door", [by_remark, by_explanation, by_comment, by_override])
def test_marked_words_are_refused_and_nothing_of_them_is_kept(submission_at, actor, door):
    item = submission_at("submitted")

    with pytest.raises(RulesViolated, match="SECRECY_MARK"):
        door(item, actor)

    assert not FreeText.objects.filter(text__contains="zxqv").exists()
    entry = LedgerEntry.objects.get(verb="refuse_secret")
    assert entry.actor == "dept-editor"
    assert "zxqv" not in entry.body
    item.refresh_from_db()
    assert item.state == "submitted"
