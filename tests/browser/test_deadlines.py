"""The calendar and the forecast on a phone and on a wide screen; axe finds nothing on either."""

import pytest

from tests.walks import walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_calendar_and_forecast_are_readable_on_every_screen(visitor, actor):
    walk_to("submitted", actor=actor)
    visitor.sign_in("admin")

    visitor.goto("/desk/calendar/?year=2026")
    assert visitor.page.get_by_role("table", name="Tháng 11").count() == 1
    visitor.goto("/desk/forecast/?unit=stttt")

    assert "1 hồ sơ đang chờ" in visitor.page.inner_text("main")
