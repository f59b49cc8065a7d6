"""The digest of a day, the quiet hours, and the channels that people choose."""

from datetime import UTC, datetime

import pytest

from approvals.services import digests
from approvals.services.mailing import send_waiting
from approvals.services.personal import choose_channels
from approvals.services.quiet import mail_after
from core.clock import now
from core.errors import GuardFailed
from core.models import Notice
from tests.approvals.services.mail_servers import smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(settings, province):
    settings.PUBLIC_URL = "https://duyet.example"
    with smtp_server() as (keeper, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield keeper


def to(mail, username):
    return [one for one in mail.messages if one["To"].startswith(f"{username}@")]


def test_what_waits_is_told_in_one_mail_a_day(mail, submission_at):
    for title in ("Tin một", "Tin hai"):
        submission_at("reviewed", title=title)
    at = now()
    assert send_waiting(now=at) == 0

    done, failed = digests.send_digests(now=at, forced=True)
    assert digests.send_digests(now=at, forced=True) == ([], [])
    while send_waiting(now=at):
        pass

    assert failed == []
    assert "dept-head 2" in done
    (digest,) = to(mail, "dept-head")
    for kind in ("plain", "html"):
        said = digest.get_body((kind,)).get_content()
        assert "Tin một" in said
        assert "Tin hai" in said
        assert said.count("https://duyet.example/desk/mail/") == 2
    assert digests.send_digests(now=at, forced=True) == ([], [])


def test_digest_is_built_from_what_is_open_when_it_leaves(mail, submission_at, actor):
    from approvals.services import verbs

    first, _ = (submission_at("reviewed", title=title) for title in ("Tin một", "Tin hai"))
    at = now()
    digests.send_digests(now=at, forced=True)
    verbs.approve(first.pk, by=actor("dept-head"), now=at)
    send_waiting(now=at)

    said = to(mail, "dept-head")[0].get_body(("plain",)).get_content()
    assert "Tin một" not in said
    assert "Tin hai" in said


def test_no_digest_on_a_day_off(mail, submission_at):
    submission_at("reviewed")

    assert digests.send_digests(now=datetime(2026, 11, 22, 0, 30, tzinfo=UTC)) == ([], [])


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), None),  # Friday 10:00
        (datetime(2026, 11, 19, 14, 0, tzinfo=UTC), datetime(2026, 11, 19, 23, 30, tzinfo=UTC)),
        (datetime(2026, 11, 18, 23, 29, tzinfo=UTC), datetime(2026, 11, 18, 23, 30, tzinfo=UTC)),
        (datetime(2026, 11, 18, 23, 30, tzinfo=UTC), None),
        (datetime(2026, 11, 20, 14, 0, tzinfo=UTC), datetime(2026, 11, 22, 23, 30, tzinfo=UTC)),
        (datetime(2026, 11, 21, 3, 0, tzinfo=UTC), datetime(2026, 11, 22, 23, 30, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_on_the_morning_of_a_working_day(moment, until):
    assert mail_after(moment) == until


def test_quiet_hours_delay_the_mail_and_never_the_desk(mail, submission_at, person):
    submission_at("reviewed")
    notice = Notice.objects.get(user=person("dept-head"), event="waiting")
    night = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
    Notice.objects.exclude(pk=notice.pk).delete()
    notice.mail, notice.created_at, notice.mail_after = "now", night, mail_after(night)
    notice.save()

    assert notice.in_app
    assert send_waiting(now=datetime(2026, 11, 19, 23, 29, tzinfo=UTC)) == 0
    assert send_waiting(now=datetime(2026, 11, 19, 23, 30, tzinfo=UTC)) == 1


def test_chosen_channel_holds_for_the_next_notice(submission_at, person):
    head = person("dept-head")
    choose_channels(head, "waiting", in_app=True, mail="now")
    submission_at("reviewed")
    assert Notice.objects.get(user=head, event="waiting").mail == "now"
    assert Notice.objects.filter(user=person("dept-editor")).get().mail == "digest"


def test_waiting_cannot_be_silenced_wholly(person):
    head = person("dept-head")

    with pytest.raises(GuardFailed, match="NOTICE_MUST_REACH"):
        choose_channels(head, "waiting", in_app=False, mail="none")
    choose_channels(head, "published", in_app=False, mail="none")

    assert [row.kind for row in head.notice_choices.all()] == ["published"]
