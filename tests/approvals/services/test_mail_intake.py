"""The board's mailbox against real servers: taken in once, answered, moved on, or erased."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import call_command

from approvals.models import Submission
from approvals.services import mail_intake
from approvals.services.mail_intake import ingest_mail
from approvals.services.mailbox import Mailbox, parse_address
from core.models import LedgerEntry
from tests.approvals.services.mail_servers import DOVECOT, imap_server

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TEXT = (
    "Kính gửi Ban Biên tập,\n\n"
    "Sáng 15/11, xã An Bình tổ chức Ngày hội đại đoàn kết tại nhà văn hóa thôn 1.\n\n"
    "Hơn hai trăm người dân đã tham dự và góp ý cho kế hoạch năm tới.\n"
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("imap"),
    pytest.mark.skipif(DOVECOT is None, reason="dovecot-imapd is not installed"),
]


def letter(**changed: str) -> EmailMessage:
    message = EmailMessage()
    headers = {
        "From": "Hồ Thị Nga <nga@example.vn>",
        "To": "banbientap@tinh.example.vn",
        "Subject": "Ngày hội đại đoàn kết ở An Bình",
        "Date": "Mon, 16 Nov 2026 08:00:00 +0700",
        "Message-ID": "<1@example.vn>",
    }
    for name, value in (headers | changed).items():
        if name != "text" and value:
            message[name] = value
    message.set_content(changed.get("text", TEXT))
    return message


def test_ingest_letter_becomes_a_submission_and_is_answered(mailbox, outbox):
    mailbox.deliver(bytes(letter()))

    done, failed = ingest_mail(now=NOW)

    item = Submission.objects.get()
    assert (done, failed) == ([f"1 {item.reference}"], [])
    assert (item.state, item.channel, item.site.code) == ("submitted", "mail", "tinh")
    assert item.title == "Ngày hội đại đoàn kết ở An Bình"
    assert "Hơn hai trăm người dân" in item.content["body"]
    assert item.created_by is None
    assert [turn.role for turn in item.turns.all()] == ["editor"]
    (receipt,) = outbox.messages
    assert (receipt["To"], receipt["In-Reply-To"]) == ("nga@example.vn", "<1@example.vn>")
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert item.reference in receipt["Subject"]
    assert mailbox.subjects("INBOX") == []
    assert mailbox.subjects("Received") == ["Ngày hội đại đoàn kết ở An Bình"]


def test_ingest_letter_with_a_document_takes_the_document(mailbox, outbox):
    message = letter(text="Ban Biên tập đăng giúp tin đính kèm.")
    document = f"# Tin từ An Bình\n\n{TEXT}".encode()
    message.add_attachment(document, "text", "markdown", filename="Tin An Bình.md")
    mailbox.deliver(bytes(message))

    ingest_mail(now=NOW)

    item = Submission.objects.get()
    assert "nhà văn hóa thôn 1" in item.content["body"]
    assert item.attachments.filter(original_name="Tin An Bình.md").exists()


def test_ingest_to_a_sites_address_goes_to_that_site(mailbox, outbox):
    mailbox.deliver(bytes(letter(To="Xã An Bình <AnBinh@tinh.example.vn>, ai-do@example.vn")))

    ingest_mail(now=NOW)

    assert Submission.objects.get().site.code == "xa-an-binh"


def test_ingest_same_letter_twice_makes_one_submission(mailbox, outbox):
    mailbox.deliver(bytes(letter()))
    ingest_mail(now=NOW)
    mailbox.deliver(bytes(letter()))

    done, _ = ingest_mail(now=NOW)

    assert done == [f"2 {Submission.objects.get().reference}"]
    assert len({message["Message-ID"] for message in outbox.messages}) == 1
    assert mailbox.subjects("INBOX") == []


def test_ingest_same_message_id_with_other_text_makes_another(mailbox, outbox):
    mailbox.deliver(bytes(letter()))
    mailbox.deliver(bytes(letter(text=TEXT + "\nĐính chính: ba trăm người.\n")))

    ingest_mail(now=NOW)

    assert Submission.objects.count() == 2


def test_ingest_crash_after_commit_moves_the_mail_later_and_takes_it_in_once(
    mailbox, outbox, monkeypatch
):
    mailbox.deliver(bytes(letter()))

    def crash(*_args, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Mailbox, "move", crash)
        with pytest.raises(KeyboardInterrupt):
            ingest_mail(now=NOW)
    assert mailbox.subjects("INBOX") != []

    ingest_mail(now=NOW)

    assert Submission.objects.count() == 1
    assert mailbox.subjects("INBOX") == []
    assert LedgerEntry.objects.filter(verb="mail_in").count() == 1


@pytest.mark.parametrize(
    "marked",
    [
        {"text": "Kính gửi,\n\nTỐI MẬT\n\nKế hoạch số bảy mươi bốn.\n"},
        {"Subject": "TUYỆT MẬT: kế hoạch số bảy mươi bốn"},
    ],
)
def test_ingest_marked_letter_is_refused_answered_and_erased(
    mailbox, outbox, settings, tmp_path, marked, caplog
):
    mailbox.deliver(bytes(letter(**marked)))

    done, failed = ingest_mail(now=NOW)

    assert (done, failed) == (["1 refused SECRECY_MARK"], [])
    assert not Submission.objects.exists()
    assert mailbox.subjects("INBOX") == mailbox.subjects("Refused") == []
    assert b"Message-ID: <1@example.vn>" not in mailbox.bytes_on_disk()
    (answer,) = outbox.messages
    assert "văn thư bảo mật" in answer.get_content()
    assert "bảy mươi bốn" not in str(answer["Subject"]) + answer.get_content() + caplog.text
    kept = b"".join(path.read_bytes() for path in Path(tmp_path).rglob("*") if path.is_file())
    assert "bảy mươi bốn".encode() not in kept
    entries = LedgerEntry.objects.exclude(verb="load_province").order_by("number")
    verbs = list(entries.values_list("verb", flat=True))
    assert verbs == ["refuse_secret", "mail_refused", "mail_erased"]
    assert not any("bảy mươi" in entry.body for entry in LedgerEntry.objects.all())


def test_ingest_letter_without_body_is_refused_with_the_reason(mailbox, outbox):
    mailbox.deliver(bytes(letter(text="")))

    done, failed = ingest_mail(now=NOW)

    assert (done, failed) == (["1 refused MAIL_WITHOUT_BODY"], [])
    assert mailbox.subjects("Refused") == ["Ngày hội đại đoàn kết ở An Bình"]
    assert "không được tiếp nhận" in outbox.messages[0].get_content()
    assert "not accepted" in outbox.messages[0].get_content()


def test_ingest_too_large_letter_is_refused_without_fetching_it(
    mailbox, outbox, settings, monkeypatch
):
    settings.MAX_FILE_BYTES = 2000
    mailbox.deliver(bytes(letter(text=TEXT * 20)))
    monkeypatch.delattr(Mailbox, "read")

    done, _ = ingest_mail(now=NOW)

    assert done == ["1 refused FILE_TOO_LARGE"]
    assert len(outbox.messages) == 1


@pytest.mark.parametrize(
    "header", [{"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return-Path": "<>"}]
)
def test_ingest_automatic_mail_is_put_away_without_an_answer(mailbox, outbox, header):
    mailbox.deliver(bytes(letter(**header)))

    done, _ = ingest_mail(now=NOW)

    assert done == ["1 refused MAIL_AUTOMATIC"]
    assert outbox.messages == []
    assert not Submission.objects.exists()


def test_ingest_one_bad_letter_does_not_stop_the_others(mailbox, outbox, monkeypatch):
    mailbox.deliver(bytes(letter(Subject="Hỏng")))
    mailbox.deliver(bytes(letter(**{"Message-ID": "<2@example.vn>"})))
    take_in = mail_intake.intake.receive_file

    def broken(upload, target, **named):
        if "H=E1=BB=8Fng" in upload.data.decode() or "=?utf-8?b?SOG7j25n?=" in upload.data.decode():
            raise RuntimeError
        return take_in(upload, target, **named)

    monkeypatch.setattr(mail_intake.intake, "receive_file", broken)

    done, failed = ingest_mail(now=NOW)

    assert done == [f"2 {Submission.objects.get().reference}"]
    assert failed == ["1 RuntimeError"]
    assert mailbox.subjects("INBOX") == ["Hỏng"]


def test_ingest_mail_server_away_keeps_the_letter_until_it_answers(mailbox, outbox):
    outbox.answer = "451 try again"
    mailbox.deliver(bytes(letter()))

    assert ingest_mail(now=NOW)[1] == ["1 AnswerFailedError"]
    outbox.answer = "250 OK"
    done, failed = ingest_mail(now=NOW)

    assert (len(done), failed) == (1, [])
    assert Submission.objects.count() == len(outbox.messages) == 1


def test_ingest_unknown_recipient_does_not_hold_the_letter(mailbox, outbox):
    outbox.answer = "554 no"
    mailbox.deliver(bytes(letter()))

    assert ingest_mail(now=NOW)[1] == []
    assert mailbox.subjects("INBOX") == []


def test_ingest_mailbox_away_is_a_failure_and_nothing_else(mailbox, settings):
    settings.INTAKE_IMAP_URL = "imap://nobody:x@127.0.0.1:1/INBOX?tls=0"

    assert ingest_mail(now=NOW) == ([], ["mailbox ConnectionRefusedError"])


def test_ingest_without_a_mailbox_does_nothing(db, settings):
    settings.INTAKE_IMAP_URL = ""

    assert ingest_mail(now=NOW) == ([], [])


def test_ingest_command_prints_the_reference(mailbox, outbox, capsys):
    mailbox.deliver(bytes(letter()))

    call_command("ingest_mail")

    assert Submission.objects.get().reference in capsys.readouterr().out


def test_move_without_the_move_extension_copies_and_erases(mailbox, outbox, monkeypatch):
    mailbox.deliver(bytes(letter()))
    monkeypatch.setattr("approvals.services.mailbox.EXTENSIONS", frozenset())

    assert ingest_mail(now=NOW)[1] == []
    assert mailbox.subjects("INBOX") == []
    assert mailbox.subjects("Received") == ["Ngày hội đại đoàn kết ở An Bình"]


def test_move_on_a_server_with_a_prefix_makes_the_folder_there(settings, province, outbox):
    with imap_server(prefix="INBOX.") as server:
        settings.INTAKE_IMAP_URL = server.url
        server.deliver(bytes(letter()))

        assert ingest_mail(now=NOW)[1] == []
        assert len(server.subjects("INBOX.Received")) == 1


@pytest.mark.parametrize("url", ["http://x/", "imap:///INBOX", "imaps:user"])
def test_parse_address_of_something_else_is_refused(url):
    with pytest.raises(ValueError):
        parse_address(url)


def test_parse_address_defaults_to_encryption():
    assert parse_address("imaps://a%40b:c@mail.example.vn/").security == "tls"
    assert parse_address("imap://a:b@mail.example.vn/INBOX").security == "starttls"
