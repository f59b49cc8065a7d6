"""Words that an edit made void, and the lane for small edits."""

import pytest

from approvals.content import fields_of
from approvals.services import drafting, verbs
from core.clock import now

pytestmark = pytest.mark.django_db
BODY = "<p>Sở tiếp công dân vào sáng thứ Năm hằng tuần.</p>"


@pytest.fixture
def edited(submission_at, actor):
    """Return an item agreed by its reviewer, returned by the head, edited and handed in again."""

    def edit(**changes):
        item = submission_at("reviewed", body=BODY)
        verbs.request_changes(item.pk, by=actor("dept-head"), now=now(), remark="Sửa lại câu đầu.")
        fields = fields_of(item.content).changed(**changes)
        drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)
        return verbs.submit(item.pk, by=actor("contributor"), now=now())

    return edit


def test_person_whose_word_is_void_sees_the_few_edits_and_agrees_again_at_a_tap(edited, client_for):
    item = edited(body=BODY.replace("sáng", "chiều"))
    client = client_for("dept-editor")

    page = client.get(f"/desk/submissions/{item.pk}/")
    said = {"version": item.version, "content_hash": item.content_hash}
    client.post(f"/desk/submissions/{item.pk}/{page.context['small_way']}/", said)

    assert [(spot.was, spot.now) for spot in page.context["small"]] == [("sáng", "chiều")]
    assert [(row.word.actor.username, row.edited) for row in page.context["voided"]] == [
        ("dept-editor", True)
    ]
    item.refresh_from_db()
    assert item.state == "reviewed"
    assert item.endorsements.latest("id").content_hash == item.content_hash


@pytest.mark.parametrize(
    "changes",
    [
        {"body": BODY.replace("thứ Năm", "ngày 15")},
        {"number": "12/TB-STTTT"},
        {"body": BODY + "<p>" + "thêm nhiều chữ " * 20 + "</p>"},
    ],
)
def test_edit_of_a_number_or_of_many_words_is_read_in_full(changes, edited, client_for):
    page = client_for("dept-editor").get(f"/desk/submissions/{edited(**changes).pk}/")

    assert page.context["small"] == ()
    assert page.context["voided"]


def test_agreeing_again_is_refused_for_another_content_than_the_page_showed(edited, client_for):
    item = edited(body=BODY.replace("sáng", "chiều"))
    said = {"version": item.version, "content_hash": "0" * 64}

    answer = client_for("dept-editor").post(f"/desk/submissions/{item.pk}/review/", said)

    assert answer.status_code == 412
    item.refresh_from_db()
    assert item.state == "submitted"


def test_author_is_offered_no_tap(edited, client_for):
    item = edited(body=BODY.replace("sáng", "chiều"))

    assert client_for("contributor").get(f"/desk/submissions/{item.pk}/").context["small"] == ()
