"""The page of an item, its changes and its files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.content import fields_of
from approvals.services import drafting, verbs
from core.clock import now

pytestmark = pytest.mark.django_db


def address(item, page=""):
    return f"/desk/submissions/{item.pk}/{page}"


@pytest.mark.parametrize(
    ("state", "who", "ways"),
    [
        ("draft", "contributor", ["submit", "edit", "withdraw"]),
        ("submitted", "dept-editor", ["review", "request_changes", "reject"]),
        ("submitted", "contributor", ["withdraw"]),
        ("reviewed", "dept-head", ["approve", "request_changes", "reject"]),
        ("reviewed", "auditor", []),
        ("approved", "dept-head", ["recall"]),
        ("rejected", "contributor", []),
    ],
)
def test_item_page_offers_only_what_the_person_may_do(state, who, ways, submission_at, client_for):
    item = submission_at(state)

    page = client_for(who).get(address(item))

    offered = [page.context["first"], *page.context["ways"]]
    assert [way for way in offered if way] == ways


@pytest.mark.parametrize(
    "state",
    [
        "draft", "submitted", "returned", "reviewed", "approved", "published", "archived",
        "rejected", "withdrawn",
    ],
)  # fmt: skip
def test_item_page_stands_in_every_state_and_says_what_comes_next(state, submission_at, client_for):
    item = submission_at(state)

    page = client_for("contributor").get(address(item))

    assert page.status_code == 200
    assert page.context["next_sentence"]


def test_item_page_names_who_is_next_on_the_route(submission_at, client_for):
    item = submission_at("submitted")

    page = client_for("contributor").get(address(item))

    [current] = [step for step in page.context["steps"] if step.status == "now"]
    assert current.people == ("Bùi Thanh Sơn",)


def test_item_page_tells_a_reviewer_why_somebody_else_must_approve(
    submission_at, client_for, person
):
    from core.models import RoleAssignment, Unit

    item = submission_at("reviewed")
    RoleAssignment.objects.create(
        user=person("dept-editor"), role="agency_head", unit=Unit.objects.get(code="stttt")
    )

    page = client_for("dept-editor").get(address(item))

    assert page.context["hindered"] == ["SEPARATION_OF_DUTIES"]
    assert "approve" not in [page.context["first"], *page.context["ways"]]


def test_item_page_shows_what_changed_since_the_person_returned_it(
    submission_at, client_for, actor
):
    item = submission_at("returned")
    fields = fields_of(item.content).changed(title="Thông báo lịch tiếp công dân tháng 1")
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)
    verbs.submit(item.pk, by=actor("contributor"), now=now())

    page = client_for("dept-editor").get(address(item))

    text = page.content.decode()
    assert [change.field for change in page.context["changes"]] == ["title"]
    assert "Đã thay đổi từ lần bạn cho ý kiến" in text
    assert "<ins>" in text
    assert "<del>" in text


def test_item_page_shows_what_changed_since_the_last_look_until_it_changes_again(
    submission_at, client_for, actor
):
    item = submission_at("draft")
    client_for("auditor").get(address(item))
    fields = fields_of(item.content).changed(summary="Có tóm tắt.")
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)

    page = client_for("auditor").get(address(item))
    again = client_for("auditor").get(address(item))
    other = client_for("archivist").get(address(item))

    assert [change.field for change in page.context["changes"]] == ["summary"]
    assert "1 chỗ sửa" in page.content.decode()
    assert [change.field for change in again.context["changes"]] == ["summary"]
    assert "changes" not in other.context


def test_item_page_of_a_correction_compares_with_the_published_text(
    submission_at, client_for, actor
):
    from approvals.services import acts

    item = submission_at("published")
    draft = acts.correct(item.pk, by=actor("contributor"), now=now(), change_note="Sửa ngày.")

    page = client_for("contributor").get(address(draft))

    assert [change.field for change in page.context["corrected"]] == ["change_note"]


def test_changes_page_compares_with_a_chosen_revision(submission_at, client_for, actor):
    item = submission_at("draft")
    for title in ("Bản hai", "Bản ba"):
        fields = fields_of(item.content).changed(title=title)
        item = drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)

    page = client_for("contributor").get(address(item, "changes/"), {"from": "2"})

    assert page.context["since"] == 2
    assert [change.field for change in page.context["changes"]] == ["title"]


@pytest.mark.parametrize("asked", ["99", "-1", "x", ""])
def test_changes_page_with_an_unknown_revision_starts_at_the_first(
    asked, submission_at, client_for
):
    item = submission_at("draft")

    page = client_for("contributor").get(address(item, "changes/"), {"from": asked})

    assert page.context["since"] == 1


def test_file_is_handed_out_so_that_it_cannot_act(submission_at, client_for):
    item = submission_at("draft")
    evil = SimpleUploadedFile("trang.html", b"<html><body><script>alert(1)</script>")
    client = client_for("contributor")
    client.post(
        address(item, "edit/"),
        {
            "title": item.title,
            "document_type": "news",
            "language": "vi",
            "version": item.version,
            "new_file": evil,
            "save": "",
        },
    )
    row = item.attachments.get()

    answer = client.get(address(item, f"files/{row.pk}/"))

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_for("commune-head").get(answer.request["PATH_INFO"]).status_code == 404


def test_file_of_another_item_is_404(submission_at, client_for):
    item, other = submission_at("draft"), submission_at("draft")

    answer = client_for("contributor").get(address(item, f"files/{other.pk}/"))

    assert answer.status_code == 404


def test_opening_an_item_marks_its_notices_read(submission_at, client_for, person):
    item = submission_at("submitted")
    reviewer = person("dept-editor")
    assert reviewer.notices.filter(read_at=None).count() == 1

    client_for("dept-editor").get(address(item))

    assert reviewer.notices.filter(read_at=None).count() == 0


@pytest.mark.parametrize("state", ["published", "archived"])
def test_item_page_of_a_public_item_leads_to_page_record_and_take_down(
    state, submission_at, client_for
):
    item = submission_at(state)

    text = client_for("dept-head").get(address(item)).content.decode()

    assert f'href="/sites/stttt/{item.publication.address}"' in text
    assert f'href="/desk/publications/{item.pk}/take-down/"' in text
    assert (f'href="/verify/{item.pk}"' in text) == (state == "archived")


def test_item_page_keeps_the_number_of_queries_in_bounds(
    submission_at, client_for, django_assert_max_num_queries
):
    item = submission_at("reviewed")
    client = client_for("dept-head")

    with django_assert_max_num_queries(45):
        client.get(address(item))
