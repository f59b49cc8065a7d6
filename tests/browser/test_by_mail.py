"""From a mail to a decision on a phone, by somebody who has never seen the desk: three taps."""

import re

import pytest

from approvals.services.mail_texts import compose
from core.clock import now
from core.models import Notice, User
from tests.browser.conftest import PASSWORD
from tests.walks import walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_head_approves_in_three_taps_after_opening_the_mail(visitor, actor, settings):
    settings.PUBLIC_URL = visitor.address
    item = walk_to("reviewed", actor=actor, summary="Sáng thứ Năm hằng tuần tại trụ sở.")
    head = User.objects.get(username="dept-head")
    mail = compose(Notice.objects.get(user=head, event="waiting"), now=now())
    html = next(body for body, kind in mail.alternatives if kind == "text/html")
    page, taps = visitor.page, 0
    page.set_content(html)
    assert "Sáng thứ Năm" in page.inner_text("body")

    page.get_by_role("link", name="Xem và quyết định").click()
    visitor.look()
    taps += 1
    page.fill("#password", PASSWORD)
    visitor.press("Xem hồ sơ")
    taps += 1
    assert "Sáng thứ Năm" in page.inner_text("main")
    assert page.frame_locator("iframe.preview").get_by_role("heading", level=1).count() == 1
    visitor.press("Duyệt")
    taps += 1

    assert taps <= 3
    said = page.get_by_role("status").inner_text()
    assert re.search(r"Đã duyệt\..*lên trang", said, re.DOTALL)
    item.refresh_from_db()
    assert item.state == "approved"
    assert item.decisions.get(verb="approve").actor_id == head.pk
