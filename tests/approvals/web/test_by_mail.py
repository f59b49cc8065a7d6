"""Deciding from a mail: the page of exactly that item, for one person, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from approvals.content import Fields, Source
from approvals.models import Submission
from approvals.services import drafting, mail_links, verbs
from core.clock import now
from core.models import Notice

pytestmark = pytest.mark.django_db
PASSWORD = "duyet-demo-2026"


@pytest.fixture
def asked(submission_at, person):
    """An item that waits for the head of the department, and the link of the mail about it."""
    item = submission_at("reviewed", summary="Sáng thứ Năm hằng tuần.")
    notice = Notice.objects.get(user=person("dept-head"), event="waiting")
    return item, mail_links.address_of(notice, now=now())


def text(response):
    return response.content.decode()


def decision(item, **more):
    return {"verb": "approve", "version": item.version, **more}


def test_link_shows_the_item_and_decides_nothing(asked, client_for):
    item, link = asked

    response = client_for("dept-head").get(link)

    assert response.status_code == 200
    assert "Sáng thứ Năm hằng tuần." in text(response)
    assert f"/preview/{item.pk}/" in text(response)
    item.refresh_from_db()
    assert item.state == "reviewed"


def test_link_decides_once_through_the_ordinary_service(asked, client_for):
    item, link = asked
    client = client_for("dept-head")

    response = client.post(link, decision(item, remark="Đồng ý"), follow=True)

    assert response.redirect_chain == [(f"/desk/submissions/{item.pk}/", 302)]
    assert "Đã duyệt." in text(response)
    item.refresh_from_db()
    assert item.state == "approved"
    assert item.decisions.get(verb="approve").actor.username == "dept-head"
    again = client.post(link, decision(item))
    assert again.status_code == 422
    assert "đã được dùng" in text(again)


def test_stranger_signs_in_with_the_password_of_the_addressee(asked, client):
    item, link = asked

    page = text(client.get(link))
    assert "Xác nhận chính bạn" in page
    assert "Sáng thứ Năm hằng tuần." not in page
    assert "sessionid" not in client.cookies

    assert client.post(link, {"password": "sai"}).status_code == 422
    assert client.post(link, decision(item, password="sai")).status_code == 422
    assert client.post(link, {"password": PASSWORD}).url == link
    assert client.post(link, decision(item)).status_code == 302


def test_another_person_is_told_whose_link_it_is(asked, client_for):
    item, link = asked
    client = client_for("dept-editor")

    assert client.get(link).status_code == 403
    response = client.post(link, decision(item))

    assert response.status_code == 403
    assert "dành riêng cho" in text(response)
    item.refresh_from_db()
    assert item.state == "reviewed"


def test_changed_content_is_said_with_the_way_to_the_difference(asked, client_for, actor):
    item, link = asked
    at = now()
    verbs.request_changes(item.pk, by=actor("dept-head"), now=at, remark="Ghi rõ giờ.")
    returned = Submission.objects.get(pk=item.pk)
    fields = replace(Fields(**returned_fields(returned)), body="<p>Từ 7 giờ 30.</p>")
    drafting.edit(item.pk, fields=fields, by=actor("contributor"), now=at)
    verbs.submit(item.pk, by=actor("contributor"), now=at)
    verbs.review(item.pk, by=actor("dept-editor"), now=at)
    client, fresh = client_for("dept-head"), Submission.objects.get(pk=item.pk)

    page = text(client.get(link))
    response = client.post(link, decision(fresh))

    assert "Nội dung đã thay đổi" in page
    assert f"/desk/submissions/{item.pk}/changes/?from=1" in page
    assert response.status_code == 422
    fresh.refresh_from_db()
    assert fresh.state == "reviewed"


def returned_fields(item):
    content = item.revision.parsed
    names = ("title", "summary", "body", "document_type", "category", "author_name")
    return {name: content[name] for name in names} | {"source": Source(**content["source"])}


def test_link_ends_with_its_time(asked, client_for):
    item, link = asked

    with time_machine.travel(now() + timedelta(hours=72, minutes=1)):
        response = client_for("dept-head").post(link, decision(item))

    assert response.status_code == 422
    assert "đã hết hạn" in text(response)


@pytest.mark.parametrize("place", ["number", "time", "signature"])
def test_link_that_was_not_made_here_leads_nowhere(asked, client_for, place, person):
    _, link = asked
    number, until, signature = link.strip("/").rsplit("/")[-1].split("-", 2)
    other = Notice.objects.exclude(pk=int(number)).first().pk
    forged = {
        "number": f"{other}-{until}-{signature}",
        "time": f"{number}-{int(until) + 1}-{signature}",
        "signature": f"{number}-{until}-{signature[:-1]}",
    }[place]

    assert client_for("dept-head").get(f"/desk/mail/{forged}/").status_code == 404


def test_old_sign_in_asks_for_the_password_and_keeps_what_was_typed(asked, client_for):
    item, link = asked
    client = client_for("dept-head")

    with time_machine.travel(now() + timedelta(minutes=16)):
        assert 'name="password"' in text(client.get(link))
        refused = client.post(link, decision(item, remark="Đồng ý đăng", password="sai"))
        assert refused.status_code == 422
        assert "Đồng ý đăng" in text(refused)
        item.refresh_from_db()
        assert item.state == "reviewed"
        assert client.post(link, decision(item, password=PASSWORD)).status_code == 302
    item.refresh_from_db()
    assert item.state == "approved"
