"""Mails through a real SMTP server: what they say, how they hang together, what a pause does."""

import re
from datetime import timedelta

import pytest

from approvals.services.mailing import send_waiting
from core.clock import now
from core.models import Notice
from tests.approvals.services.mail_servers import smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(settings, province):
    settings.PUBLIC_URL = "https://duyet.example"
    settings.DEFAULT_FROM_EMAIL = "Duyệt <duyet@tinh.example>"
    with smtp_server() as (keeper, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield keeper


@pytest.fixture
def waiting(submission_at, person):
    """A notice for the head of the department, and no other."""
    submission_at("reviewed", summary="Sáng thứ Năm hằng tuần.")
    Notice.objects.exclude(user=person("dept-head")).delete()
    Notice.objects.update(mail="now", mail_after=None)
    return Notice.objects.get()


def part(message, kind):
    return message.get_body((kind,)).get_content()


def test_mail_asks_for_the_decision_in_text_and_html(mail, waiting):
    assert send_waiting(now=now()) == 1

    message = mail.messages[0]
    reference = re.search(r"\[(\S+)\]", message["Subject"])[1]
    assert message["Subject"].strip() == f"[{reference}] Thông báo lịch tiếp công dân tháng 12"
    assert message["To"] == "dept-head@tinh.example.vn"
    for kind in ("plain", "html"):
        said = part(message, kind)
        assert re.search(r"https://duyet\.example/desk/mail/\d+-\d+-[\w-]+/", said)
        assert "Sáng thứ Năm hằng tuần." in said
        assert "Đã đồng ý" in said
    assert "<table" not in part(message, "html")


def test_mail_speaks_the_readers_language(mail, waiting):
    waiting.user.language = "en"
    waiting.user.save()

    send_waiting(now=now())

    assert "Review and decide" in part(mail.messages[0], "plain")


def test_mails_about_one_item_stay_in_one_thread(mail, waiting):
    send_waiting(now=now())
    for number, title in enumerate(("Đã gỡ: khác", "Quá hạn: khác"), start=1):
        waiting.pk, waiting.once_key = None, f"again-{number}"
        waiting.title = waiting.topic = title
        waiting.mailed_at = None
        waiting.save()
        send_waiting(now=now())

    first, second, third = mail.messages
    assert first["In-Reply-To"] is None
    assert second["In-Reply-To"] == first["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]
    assert first["Subject"] == second["Subject"] == third["Subject"]
    assert first["Message-ID"].endswith("@tinh.example>")


def test_refusal_for_good_stays_visible_and_is_not_tried_again(mail, waiting):
    mail.answer = "550 5.1.1 no such mailbox"
    assert send_waiting(now=now()) == 0

    mail.answer = "250 OK"
    assert send_waiting(now=now() + timedelta(days=1)) == 0

    waiting.refresh_from_db()
    assert "no such mailbox" in waiting.mail_error
    assert waiting.mailed_at is None


def test_refusal_for_now_is_tried_again_with_growing_pauses(mail, waiting):
    mail.answer, start = "451 4.3.0 later", now()
    send_waiting(now=start)
    mail.answer = "250 OK"

    assert send_waiting(now=start + timedelta(seconds=59)) == 0
    mail.answer = "451 4.3.0 later"
    send_waiting(now=start + timedelta(minutes=1))
    mail.answer = "250 OK"
    assert send_waiting(now=start + timedelta(minutes=2, seconds=59)) == 0
    assert send_waiting(now=start + timedelta(minutes=3)) == 1
    assert len(mail.messages) == 1


def test_a_server_that_is_away_loses_nothing(mail, submission_at, settings, person):
    for _ in range(3):
        submission_at("submitted")
    Notice.objects.update(mail="now", mail_after=None)
    start, port = now(), settings.EMAIL_PORT
    settings.EMAIL_PORT = 1  # nobody listens there

    assert send_waiting(now=start) == 0
    assert set(Notice.objects.values_list("mail_error", "mail_tries")) == {("", 1)}
    settings.EMAIL_PORT = port

    assert send_waiting(now=start + timedelta(minutes=1)) == 3
    assert len(mail.messages) == 3
