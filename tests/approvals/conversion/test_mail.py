from email.message import EmailMessage

from approvals.conversion import NotCarried, convert
from tests.approvals.conversion.building import mail, picture, word_of

NOTE = "Kính gửi Ban Biên tập,\nĐề nghị đăng tải.\nNguồn: Cổng An Bình.\n"


def test_mail_attachment_behind_a_note_is_the_document():
    document = word_of("Thông báo nghỉ lễ", "Nghỉ ngày 2/9.")

    result = convert("thu.eml", mail(NOTE, files=(("thong-bao.docx", document),)))

    assert (result.title, result.html) == ("Thông báo nghỉ lễ", "<p>Nghỉ ngày 2/9.</p>")
    assert result.metadata == {
        "source_name": "Cổng An Bình",
        "sender": "vanphong@anbinh.example.vn",
        "sender_name": "Văn phòng xã An Bình",
        "subject": "Đề nghị đăng tải",
        "sent_at": "2026-11-23T08:15:00+07:00",
        "message_id": "<1@anbinh.example.vn>",
        "cover_note": NOTE.strip(),
    }
    assert (result.original.original_name, result.original.data) == ("thong-bao.docx", document)
    assert result.files == ()


def test_mail_without_attachment_is_the_document_itself():
    result = convert("thu.eml", mail("Tin một.\n\nTin hai.\n", subject="Tin vắn"))

    assert (result.title, result.html) == ("Tin vắn", "<p>Tin một.</p>\n<p>Tin hai.</p>")
    assert "cover_note" not in result.metadata
    assert result.original is None


def test_mail_html_body_is_preferred_and_its_picture_placed():
    data = mail(
        "Trồng cây",
        html='<p>Trồng <b>cây</b>.</p><img src="cid:1" alt="Cây">',
        inline=(("1", picture()),),
    )

    result = convert("thu.eml", data)

    (found,) = result.pictures
    assert result.html == (
        "<p>Trồng <strong>cây</strong>.</p>\n"
        f'<p><img src="attachments/{found.file_name}" alt="Cây"></p>'
    )
    assert result.files == ()


def test_mail_other_files_come_along_and_dangerous_ones_are_listed():
    files = (
        ("bai.md", "# Bài\n\nChữ.\n".encode()),
        ("phụ lục.pdf", b"%PDF-1.7 x"),
        ("anh.png", picture()),
        ("cai-dat.exe", b"MZ\x90"),
    )
    result = convert("thu.eml", mail("Gửi bài.", files=files))

    assert result.html == "<p>Chữ.</p>"
    assert [(file.original_name, file.media_type) for file in result.files] == [
        ("phụ lục.pdf", "application/pdf"),
        ("anh.png", "image/png"),
    ]
    assert result.files[0].file_name.endswith("-phu-luc.pdf")
    assert NotCarried("ATTACHMENT_REFUSED", "cai-dat.exe (exe)") in result.not_carried


def test_mail_with_several_documents_says_which_was_taken():
    files = (("mot.docx", word_of("Một", "Chữ.")), ("hai.docx", word_of("Hai", "Chữ.")))

    result = convert("thu.eml", mail("Gửi.", files=files))

    assert result.title == "Một"
    assert [file.original_name for file in result.files] == ["hai.docx"]
    assert NotCarried("MAIN_TEXT_CHOSEN", "mot.docx") in result.not_carried


def test_mail_long_body_is_the_document_and_its_attachment_a_file():
    result = convert("thu.eml", mail("Câu dài. " * 300, files=(("phu.docx", word_of("Phụ")),)))

    assert result.html.startswith("<p>Câu dài.")
    assert [file.original_name for file in result.files] == ["phu.docx"]


def test_mail_forwarded_message_is_one_attachment():
    inner = EmailMessage()
    inner["Subject"] = "Trong"
    inner["From"] = "a@b.vn"
    inner.set_content("Thư bên trong")
    outer = EmailMessage()
    outer["Subject"] = "Chuyển tiếp"
    outer["From"] = "c@d.vn"
    outer.set_content("Xem thư kèm.")
    outer.add_attachment(inner)

    result = convert("thu.eml", outer.as_bytes())

    assert result.html == "<p>Xem thư kèm.</p>"
    assert [entry.code for entry in result.not_carried] == ["ATTACHMENT_REFUSED"]


def test_mail_in_an_old_charset_arrives_intact():
    data = (
        b"From: a@b.vn\r\nSubject: Tin\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=windows-1258\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "Đươ\u0300ng đi.".encode("cp1258")
    )

    assert convert("thu.eml", data).html == "<p>Đường đi.</p>"
