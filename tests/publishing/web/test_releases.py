"""The screens of releases: made, looked at, changed, cancelled; invisible to other boards."""

from datetime import timedelta

import pytest
from django.test import Client

from core.clock import in_vietnam, now
from core.web.health import DETAILS
from publishing.models import ReleaseBundle
from publishing.services.releasing import release_due

pytestmark = pytest.mark.django_db


def said(moment) -> str:
    return f"{in_vietnam(moment):%Y-%m-%dT%H:%M:%S}"


def test_board_plans_rehearses_changes_and_cancels_a_bundle(submission_at, client_for):
    items = [submission_at("approved", title=f"Bài {number}") for number in (1, 2, 3)]
    desk = client_for("dept-head")
    when = (now() + timedelta(hours=2)).replace(microsecond=0)
    form = {
        "name": "Gói thử",
        "publish_at": said(when),
        "items": [str(one.pk) for one in items[:2]],
    }

    made = desk.post("/desk/releases/new/stttt/", form)

    bundle = ReleaseBundle.objects.get()
    assert made.url == f"/desk/releases/{bundle.pk}/"
    assert bundle.publish_at == when
    page = desk.get(made.url).content.decode()
    assert "Bài 1" in page
    assert "Bài 3" not in page
    assert "Sẵn sàng" in page
    assert "Gói thử" in desk.get("/desk/releases/").content.decode()
    rehearsal = desk.get(f"/desk/publications/{items[0].pk}/rehearsal/").content.decode()
    assert "Gói thử" in rehearsal

    form["items"] = [str(one.pk) for one in items]
    assert desk.post(f"/desk/releases/{bundle.pk}/edit/", form).status_code == 302
    assert bundle.items.count() == 3
    assert desk.post(f"/desk/releases/{bundle.pk}/cancel/").status_code == 302
    assert "Đã hủy" in desk.get(made.url).content.decode()


def test_what_is_wrong_stands_beside_the_field(submission_at, client_for):
    item = submission_at("approved")
    form = {"name": "", "publish_at": said(now() - timedelta(hours=1)), "items": [str(item.pk)]}

    answer = client_for("dept-editor").post("/desk/releases/new/stttt/", form)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert [words in text for words in ("chưa có tên", "đã qua", "ít nhất hai")] == [True] * 3


def test_other_boards_and_contributors_see_nothing(submission_at, client_for):
    items = [submission_at("approved", title=f"Bài {number}") for number in (1, 2)]
    form = {
        "name": "Gói kín",
        "publish_at": said(now() + timedelta(hours=1)),
        "items": [str(one.pk) for one in items],
    }
    client_for("dept-head").post("/desk/releases/new/stttt/", form)
    address = f"/desk/releases/{ReleaseBundle.objects.get().pk}/"

    other = client_for("commune-head")

    for path in (address, f"{address}edit/", "/desk/releases/new/stttt/"):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}cancel/").status_code == 404
    assert "Gói kín" not in other.get("/desk/releases/").content.decode()
    assert client_for("contributor").get("/desk/releases/").status_code == 403


def test_what_is_late_is_told_to_machines(submission_at, client_for, settings, monkeypatch):
    items = [submission_at("approved", title=f"Bài {number}") for number in (1, 2)]
    when = (now() + timedelta(hours=1)).replace(microsecond=0)
    form = {"name": "Gói", "publish_at": said(when), "items": [str(one.pk) for one in items]}
    client_for("dept-head").post("/desk/releases/new/stttt/", form)
    from publishing.web import late

    monkeypatch.setattr(late, "now", lambda: when + timedelta(minutes=5))
    monkeypatch.setattr("api.metrics.now", lambda: when + timedelta(minutes=5))

    assert DETAILS["past_their_time"]() == 1
    assert Client().get("/readyz").json()["details"] == {"past_their_time": 1}
    assert 'duyet_past_their_time{kind="bundles"} 1.0' in Client().get("/metrics").content.decode()

    release_due(now=when)
    assert DETAILS["past_their_time"]() == 0
