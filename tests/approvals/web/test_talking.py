"""Talking about an item, keeping an eye on it, and handing a turn over."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from approvals.content import fields_of
from approvals.models import Comment
from approvals.selectors.queues import BY_CODE, asking
from approvals.services import conversing, drafting, verbs
from core.clock import in_vietnam, now
from core.models import LedgerEntry, RoleAssignment, Unit

pytestmark = pytest.mark.django_db
BODY = "<p>Sở tiếp công dân vào sáng thứ Năm hằng tuần.</p><p>Không thu phí.</p>"


def address(item, rest=""):
    return f"/desk/submissions/{item.pk}/{rest}"


def queue(name, actor):
    return list(BY_CODE[name].rows(asking(actor, now=now())))


def test_question_on_a_passage_is_answered_and_says_when_the_passage_changed(
    submission_at, client_for, actor, person
):
    item = submission_at("submitted", body=BODY)
    asked = {"kind": "question", "text": "Có chắc buổi sáng?", "quote": "sáng thứ  Năm"}
    client_for("dept-editor").post(address(item, "say/"), asked)
    question = item.comments.get()
    client_for("contributor").post(
        address(item, "say/"), {"kind": "answer", "text": "Chắc.", "thread": question.pk}
    )
    client_for("dept-editor").post(
        address(item, "say/"), {"kind": "resolved", "thread": question.pk}
    )
    verbs.request_changes(item.pk, by=actor("dept-editor"), now=now(), remark="Đổi buổi.")
    before = client_for("contributor").get(address(item)).context["threads"]
    fields = fields_of(item.content).changed(body=BODY.replace("sáng", "chiều"))
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)

    page = client_for("contributor").get(address(item))

    [thread] = page.context["threads"]
    assert [before[0].passage, thread.passage] == ["same", "changed"]
    assert (question.block, question.revision.number, thread.resolved) == (1, 1, True)
    assert [reply.kind for reply in thread.replies] == ["answer", "resolved"]
    assert "Có chắc buổi sáng?" in page.content.decode()
    assert person("contributor").notices.filter(event="question").count() == 1
    assert person("dept-editor").notices.filter(event="answer").count() == 1
    assert "Có chắc" not in LedgerEntry.objects.get(pk=question.entry_id).body


def test_comment_changes_neither_version_nor_content(submission_at, actor):
    item = submission_at("reviewed")

    conversing.say(
        item.pk, by=actor("dept-head"), now=now(), said=conversing.Said("comment", "Tốt.")
    )

    before = (item.version, item.content_hash, item.due_at)
    item.refresh_from_db()
    assert (item.version, item.content_hash, item.due_at) == before


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"kind": "question", "text": " "}, 422),
        ({"kind": "comment", "text": "Sai.", "quote": "không có câu này"}, 422),
        ({"kind": "answer", "text": "Không rõ.", "thread": "999999"}, 404),
    ],
)
def test_empty_words_foreign_passages_and_foreign_threads_are_refused(
    said, status, submission_at, client_for
):
    item = submission_at("submitted")

    assert client_for("dept-editor").post(address(item, "say/"), said).status_code == status
    assert item.comments.count() == 0


@pytest.mark.parametrize("act", ["say/", "attend/", "reassign/"])
def test_item_of_another_unit_is_404_for_every_act(act, submission_at, client_for):
    item = submission_at("submitted")
    said = {"kind": "comment", "text": "Xin chào", "what": "watch", "position": 0, "to": 1}

    assert client_for("commune-head").post(address(item, act), said).status_code == 404
    assert (item.comments.count(), item.attention.count()) == (0, 0)


def test_comments_are_append_only(submission_at, actor):
    item = submission_at("submitted")
    said = conversing.Said("comment", "Tốt.")
    conversing.say(item.pk, by=actor("dept-editor"), now=now(), said=said)

    for sql in ("UPDATE approvals_comment SET quote = ''", "DELETE FROM approvals_comment"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert Comment.objects.count() == 1


def test_watched_item_stands_in_the_queue_until_nobody_watches_it(submission_at, client_for, actor):
    item = submission_at("submitted")
    client = client_for("dept-head")

    client.post(address(item, "attend/"), {"what": "watch"})
    watching = queue("watched", actor("dept-head"))
    client.post(address(item, "attend/"), {"what": "unwatch"})

    assert [row.pk for row in watching] == [item.pk]
    assert queue("watched", actor("dept-head")) == []


def test_put_off_item_leaves_the_own_queue_only_and_keeps_its_deadline(
    submission_at, client_for, actor
):
    item = submission_at("submitted")
    day = in_vietnam(now()).date() + timedelta(days=2)

    client_for("dept-editor").post(
        address(item, "attend/"), {"what": "snooze", "until": day.isoformat()}
    )

    assert queue("waiting", actor("dept-editor")) == []
    assert item.turns.get().due_at == item.due_at
    client_for("dept-editor").post(address(item, "attend/"), {"what": "wake"})
    assert [row.pk for row in queue("waiting", actor("dept-editor"))] == [item.pk]


@pytest.mark.parametrize("day", ["", "2020-01-01", "2999-01-01"])
def test_item_is_not_put_off_to_a_past_or_far_day(day, submission_at, client_for):
    item = submission_at("submitted")

    answer = client_for("dept-editor").post(
        address(item, "attend/"), {"what": "snooze", "until": day}
    )

    assert answer.status_code == 422
    assert item.attention.count() == 0


def test_claim_is_seen_by_others_and_blocks_nobody(submission_at, client_for, actor):
    item = submission_at("reviewed")

    client_for("auditor").post(address(item, "attend/"), {"what": "claim"})

    assert "đang xem, đến" in client_for("dept-head").get(address(item)).content.decode()
    assert verbs.approve(item.pk, by=actor("dept-head"), now=now()).state == "approved"


def test_turn_is_handed_to_another_of_the_role_and_to_no_author(
    submission_at, client_for, actor, person
):
    item = submission_at("submitted")
    unit = Unit.objects.get(code="stttt")
    for name in ("contributor", "portal-writer"):
        RoleAssignment.objects.create(user=person(name), role="editor", unit=unit)
    client = client_for("dept-editor")
    said = {"version": item.version, "position": 0, "reason": "Bận họp."}

    to_author = client.post(address(item, "reassign/"), {**said, "to": person("contributor").pk})
    done = client.post(address(item, "reassign/"), {**said, "to": person("portal-writer").pk})

    assert (to_author.status_code, done.status_code) == (422, 302)
    assert item.turns.get().person == person("portal-writer")
    assert item.turns.get().due_at == item.due_at
    assert [row.pk for row in queue("waiting", actor("portal-writer"))] == [item.pk]
    assert queue("waiting", actor("dept-editor")) == []
    assert item.decisions.latest("id").verb == "reassign"


def test_turn_of_somebody_else_is_not_handed_over(submission_at, client_for, person):
    item = submission_at("submitted")

    answer = client_for("contributor").post(
        address(item, "reassign/"),
        {"version": item.version, "position": 0, "to": person("dept-editor").pk, "reason": "Vì."},
    )

    assert answer.status_code == 403
