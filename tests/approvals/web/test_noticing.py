"""Notices item by item, channels on the profile, and mails that did not arrive."""

import pytest

from core.clock import now
from core.models import Notice

pytestmark = pytest.mark.django_db


def told(person, item, title, **more):
    return Notice.objects.create(
        user=person,
        once_key=f"{item}-{title}",
        event="publish",
        subject_id=item,
        title=title,
        link="/desk/",
        created_at=now(),
        **more,
    )


def test_notices_are_grouped_by_item_with_the_newest_on_top(client_for, person):
    me = person("dept-editor")
    for item, title in (("a", "A một"), ("b", "B một"), ("a", "A hai")):
        told(me, item, title)
    told(me, "a", "Ẩn", in_app=False)

    page = client_for("dept-editor").get("/desk/notices/")

    rows = page.context["page"].rows
    assert [(row.newest.title, row.unread) for row in rows] == [("A hai", 2), ("B một", 1)]
    assert [one.title for one in rows[0].earlier] == ["A một"]
    assert page.context["unread_notices"] == 3


def test_notices_of_one_item_are_marked_read_together(client_for, person):
    me = person("dept-editor")
    for item, title in (("a", "A một"), ("b", "B một"), ("a", "A hai")):
        told(me, item, title)

    client_for("dept-editor").post("/desk/notices/read/", {"item": "a"})

    assert [n.title for n in Notice.objects.filter(user=me, read_at=None)] == ["B một"]


def test_notices_go_on_behind_a_key(client_for, person):
    me = person("dept-editor")
    for number in range(21):
        told(me, f"item-{number}", f"Tin {number}")
    client = client_for("dept-editor")

    first = client.get("/desk/notices/")
    second = client.get(f"/desk/notices/?before={first.context['page'].after}")

    assert len(first.context["page"].rows) == 20
    assert [row.newest.title for row in second.context["page"].rows] == ["Tin 0"]


def test_channels_are_chosen_on_the_profile(client_for, person):
    client = client_for("dept-head")
    said = {"mail-waiting": "none", "mail-published": "none", "in-app-published": "on"}

    page = client.post("/desk/profile/channels/", said, follow=True)

    assert "Không tắt hẳn được" in page.content.decode()
    rows = person("dept-head").notice_choices.values_list("kind", "in_app", "mail")
    assert list(rows) == [("published", True, "none")]


def test_refused_mail_is_shown_to_the_person_and_to_administrators_alone(client_for, person):
    told(person("dept-head"), "a", "Tin", mail_error="550 5.1.1 no such mailbox")

    assert "no such mailbox" in client_for("dept-head").get("/desk/profile/").content.decode()
    assert "no such mailbox" in client_for("admin").get("/desk/mail/undelivered/").content.decode()
    assert client_for("dept-head").get("/desk/mail/undelivered/").status_code == 404
