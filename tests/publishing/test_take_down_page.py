"""The page that takes an item off its site."""

from datetime import timedelta

import pytest
import time_machine

from core.clock import now

pytestmark = pytest.mark.django_db
PASSWORD = "duyet-demo-2026"


def test_take_down_asks_for_the_password_when_the_sign_in_is_old(submission_at, client_for):
    item = submission_at("published")
    client, path = client_for("dept-head"), f"/desk/publications/{item.pk}/take-down/"
    said = {"kind": "gone", "reason": "Đăng nhầm."}

    assert client.get(path).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert 'name="password"' in client.get(path).content.decode()
        refused = client.post(path, said)
        assert refused.status_code == 422
        assert "Đăng nhầm." in refused.content.decode()
        item.publication.refresh_from_db()
        assert item.publication.online
        assert client.post(path, said | {"password": PASSWORD}).status_code == 302
    item.publication.refresh_from_db()
    assert not item.publication.online
