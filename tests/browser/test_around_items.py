"""What people do around an item: ask, watch, put off, claim, hand over, agree again at a tap."""

from datetime import timedelta

import pytest

from approvals.content import fields_of
from approvals.models import Submission
from approvals.services import drafting, verbs
from core.clock import in_vietnam, now
from core.models import RoleAssignment, Unit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BODY = (
    "<h2>Điều 1. Thời gian</h2><p>1. Sở tiếp công dân vào sáng thứ Năm hằng tuần.</p>"
    "<p>2. Tại trụ sở.</p><p>3. Không thu phí.</p><p>4. Mang theo căn cước.</p>"
)


def test_question_is_asked_and_answered(visitor, submission_at):
    item = submission_at("submitted", body=BODY)
    page = visitor.page

    visitor.sign_in("dept-editor")
    visitor.goto(f"/desk/submissions/{item.pk}/")
    page.fill("#say-quote", "sáng thứ Năm")
    page.fill("#say-text", "Có chắc buổi sáng?")
    visitor.press("Hỏi tác giả")
    visitor.sign_in("contributor")
    visitor.goto(f"/desk/submissions/{item.pk}/")
    page.get_by_text("Trả lời", exact=True).first.click()
    page.locator(".thread textarea").fill("Chắc chắn.")
    visitor.press("Gửi trả lời")

    assert [row.kind for row in item.comments.all()] == ["question", "answer"]
    assert "Chắc chắn." in page.locator("#conversation").inner_text()


def test_item_is_watched_claimed_put_off_and_handed_over(visitor, submission_at, person):
    item = submission_at("submitted", body=BODY)
    unit = Unit.objects.get(code="stttt")
    RoleAssignment.objects.create(user=person("portal-writer"), role="editor", unit=unit)
    page = visitor.page
    here = f"/desk/submissions/{item.pk}/"

    visitor.sign_in("dept-editor")
    visitor.goto(here)
    visitor.press("Theo dõi hồ sơ này")
    visitor.press("Tôi đang xem")
    page.fill("#until", (in_vietnam(now()).date() + timedelta(days=2)).isoformat())
    visitor.press("Để lại")
    kept = item.attention.get()
    page.get_by_text("Chuyển lượt của", exact=False).first.click()
    page.select_option("#to-0", label=str(person("portal-writer")))
    page.fill("#why-0", "Bận họp.")
    visitor.press("Chuyển lượt")

    assert all((kept.watched_at, kept.claimed_until, kept.snoozed_until))
    assert item.turns.get().person == person("portal-writer")


def test_few_edits_are_seen_and_agreed_again_at_one_tap(visitor, submission_at, actor):
    item = submission_at("reviewed", body=BODY)
    verbs.request_changes(item.pk, by=actor("dept-head"), now=now(), remark="Đổi buổi.")
    fields = fields_of(item.content).changed(body=BODY.replace("sáng", "chiều"))
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)
    verbs.submit(item.pk, by=actor("contributor"), now=now())
    page = visitor.page

    visitor.sign_in("dept-editor")
    visitor.goto(f"/desk/submissions/{item.pk}/changes/?from=1")
    visitor.goto(f"/desk/submissions/{item.pk}/")
    assert "Điều 1, khoản 1" in page.locator(".small-edit").inner_text()
    visitor.press("Đồng ý lại với các chỗ sửa này")

    assert Submission.objects.get(pk=item.pk).state == "reviewed"
