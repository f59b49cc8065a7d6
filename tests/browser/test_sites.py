"""Sites, hosts, proposals and reorganisations at a screen of either size."""

import pytest

from core.clock import in_vietnam, now

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_an_administrator_changes_a_site_and_sees_it_first(visitor, submission_at):
    submission_at("published")
    visitor.sign_in("admin")
    visitor.goto("/desk/office/")
    visitor.page.click("text=Cổng và các trang")
    visitor.look()
    visitor.goto("/desk/office/sites/stttt/edit/")
    visitor.page.fill("#id_name", "Trang Sở Khoa học và Công nghệ")
    visitor.page.check("#id_own_accent")
    visitor.page.fill("#id_accent", "#ffd874")
    visitor.press("Lưu")
    assert visitor.page.get_by_text("Chữ trên màu #ffd874 khó đọc").is_visible()
    visitor.page.fill("#id_accent", "#1f5f8b")
    visitor.press("Xem trước")
    visitor.page.wait_for_timeout(1000)
    frame = visitor.page.frame_locator("iframe.tried")
    assert frame.get_by_text("Trang Sở Khoa học và Công nghệ").first.is_visible()
    visitor.press("Lưu")
    assert visitor.page.get_by_text("Đang dựng lại: 0 trên 1 tin bài").is_visible()
    from publishing.services.rebaking import bake_some

    bake_some(now=now())
    bake_some(now=now())
    visitor.page.wait_for_selector("text=Phiên bản 2, mọi trang đã theo.", timeout=8000)
    visitor.goto("/sites/stttt/")
    visitor.goto("/desk/office/hosts/")


def test_an_item_is_proposed_and_units_are_reorganised(visitor, submission_at):
    item = submission_at("published")
    submission_at("submitted", title="Đang chờ thẩm định")
    visitor.sign_in("contributor")
    visitor.goto(f"/desk/submissions/{item.pk}/propose/")
    visitor.page.check("#secrecy_declaration")
    visitor.press("Đề xuất")
    assert visitor.page.get_by_text("Cùng bài trên nhiều trang").is_visible()
    visitor.sign_in("admin")
    visitor.goto("/desk/reorganisations/new/")
    visitor.page.fill("#id_title", "Hợp nhất Sở và xã")
    visitor.page.fill("#id_instrument", "Nghị quyết số 12/NQ-HĐND")
    visitor.page.fill("#id_effective_on", in_vietnam(now()).date().isoformat())
    visitor.page.check("text=Sở Thông tin và Truyền thông")
    visitor.page.check("text=Ủy ban nhân dân xã An Bình")
    visitor.page.fill("#id_unit-0-code", "sokhcn")
    visitor.page.fill("#id_unit-0-name", "Sở Khoa học và Công nghệ")
    visitor.press("Lưu dự thảo và xem trước")
    visitor.press("Thực hiện ngay")
    from publishing.services.rebaking import bake_some, due

    while due():
        bake_some(now=now())
    visitor.goto(f"/sites/stttt/{item.publication.address}")
    assert visitor.page.get_by_text("nay là Sở Khoa học và Công nghệ").is_visible()
    visitor.goto("/desk/reorganisations/")
