"""Every action of the desk clicked through, at a desk and on a phone."""

import pytest

from approvals.models import Absence, Mandate, RouteVersion
from approvals.services import verbs
from core.clock import now
from tests.walks import draft, walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def said(visitor):
    return visitor.page.get_by_role("status").inner_text()


def act(visitor, item, verb, button, remark=""):
    visitor.goto(f"/desk/submissions/{item.pk}/{verb}/")
    if remark:
        visitor.page.fill("#remark", remark)
    visitor.press(button)
    return said(visitor)


def test_item_is_fast_tracked_confirmed_by_a_second_person(visitor, actor):
    item = walk_to("submitted", actor=actor)

    visitor.sign_in("dept-head")
    assert "Đã duyệt khẩn." in act(visitor, item, "fast_track", "Duyệt khẩn", "Bão số 5.")
    visitor.sign_in("deputy-head")
    act(visitor, item, "confirm", "Xác nhận duyệt khẩn")

    item.refresh_from_db()
    assert item.confirmed_by.username == "deputy-head"


def test_item_is_recalled_and_another_withdrawn(visitor, actor):
    approved, sent = walk_to("approved", actor=actor), walk_to("submitted", actor=actor)

    visitor.sign_in("dept-head")
    assert "Đã gọi lại." in act(visitor, approved, "recall", "Gọi lại", "Sai ngày.")
    visitor.sign_in("contributor")
    act(visitor, sent, "withdraw", "Rút hồ sơ")

    for item, state in ((approved, "returned"), (sent, "withdrawn")):
        item.refresh_from_db()
        assert item.state == state


def test_check_is_set_aside_by_the_author_and_seen_by_the_editor(visitor, actor):
    item = draft(actor=actor, body="<h2>Mục</h2><h4>Điểm</h4><p>Chữ.</p>")
    page = visitor.page

    visitor.sign_in("contributor")
    visitor.goto(f"/desk/submissions/{item.pk}/override/HEADING_ORDER/")
    page.fill("#remark", "Theo mẫu của văn bản.")
    page.fill("[name=repair_by]", "2099-01-01")
    visitor.press("Bỏ qua kiểm tra này")
    verbs.submit(item.pk, by=actor("contributor"), now=now())
    visitor.sign_in("dept-editor")
    visitor.goto(f"/desk/submissions/{item.pk}/")

    assert page.get_by_text("Theo mẫu của văn bản.").first.is_visible()


def test_one_goes_away_and_the_substitute_decides_meanwhile(visitor, actor, person):
    item = walk_to("submitted", actor=actor)
    page = visitor.page

    visitor.sign_in("dept-editor")
    visitor.goto("/desk/absence/")
    page.fill("#id_last_day", page.input_value("#id_first_day"))
    page.select_option("#id_substitute", str(person("secretary").pk))
    visitor.press("Đặt lịch vắng mặt")
    assert Absence.objects.get().substitute == person("secretary")
    visitor.sign_in("secretary")
    visitor.press(item.title)
    visitor.press("Đạt, chuyển tiếp")
    visitor.press("Đạt, chuyển tiếp")

    item.refresh_from_db()
    assert item.endorsements.get().on_behalf_of == person("dept-editor")


def test_administrator_changes_a_route_and_gives_a_mandate(visitor, person):
    page = visitor.page

    visitor.sign_in("admin")
    visitor.goto("/desk/office/")
    visitor.press("Quy trình duyệt Sơ đồ, phiên bản, ai sẽ quyết định.")
    visitor.press("Sở: biên tập, Giám đốc")
    visitor.press("Sửa quy trình")
    page.fill("#id_stage-0-due_hours", "4")
    visitor.press("Lưu phiên bản mới")
    assert "Đã lưu phiên bản 2" in said(visitor)
    assert RouteVersion.objects.get(number=2).stages[0]["due_hours"] == 4

    visitor.goto("/desk/mandates/")
    page.select_option("#id_unit", label="Sở Thông tin và Truyền thông")
    page.select_option("#id_holder", str(person("dept-editor").pk))
    page.select_option("#id_kind", "TUQ")
    page.select_option("#id_principal", str(person("dept-head").pk))
    page.fill("#id_title", "PHÓ TRƯỞNG PHÒNG")
    page.fill("#id_source_document", "Văn bản ủy quyền số 5/UQ-STTTT")
    page.fill("#id_valid_to", "2099-01-01")
    visitor.press("Lập")
    assert Mandate.objects.get(kind="TUQ").holder == person("dept-editor")


def test_rooms_of_the_office_are_readable(visitor):
    visitor.sign_in("admin")
    for room in ("rules/", "rules/own/", "repairs/", "workload/", "mail/undelivered/", "profile/"):
        visitor.goto(f"/desk/{room}")
