from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from approvals.conversion import screen_texts
from approvals.rules.secrecy import find_mark
from tests.approvals.conversion.building import mail, pdf, picture, with_part, word, word_of, zipped


def texts(name, data):
    return [text for where, text in screen_texts(name, data) if where == "text"]


def lines(name, data):
    return [line for text in texts(name, data) for line in text.split("\n")]


def test_screen_file_name_comes_first():
    assert next(iter(screen_texts("thư mục/CV MẬT.txt", b"x"))) == ("file_name", "CV MẬT.txt")


def test_screen_word_header_box_comment_and_properties_are_seen():
    def fill(document):
        document.core_properties.title = "Tên tệp"
        document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
        paragraph = document.add_paragraph("Thân bài")
        paragraph._p.append(
            parse_xml(
                f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>Trong </w:t></w:r>"
                "<w:r><w:t>hộp</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
            )
        )
        document.add_comment(paragraph.add_run("x"), text="Nhận xét kín", author="A")

    data = word(fill)

    assert {"TỐI MẬT", "Thân bàix", "Trong hộp", "Nhận xét kín"} <= set(lines("a.docx", data))
    assert ("title", "Tên tệp") in list(screen_texts("a.docx", data))


def test_screen_word_deleted_text_is_seen():
    def fill(document):
        document.add_paragraph("Còn")._p.append(
            parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>Đã xóa</w:delText></w:r></w:del>")
        )

    assert "CònĐã xóa" in lines("a.docx", word(fill))


def test_screen_mail_subject_body_and_attachments_at_any_depth_are_seen():
    inner = mail("Thân trong", subject="Thư trong", files=(("kín.docx", word_of("MẬT")),))
    data = mail("Thân ngoài", subject="Thư ngoài", files=(("thu.eml", inner), ("a.png", picture())))

    found = list(screen_texts("a.eml", data))

    assert [text for where, text in found if where == "title" and text.startswith("Thư")] == [
        "Thư ngoài",
        "Thư trong",
    ]
    assert [text for where, text in found if where == "file_name"] == [
        "a.eml",
        "thu.eml",
        "kín.docx",
        "a.png",
    ]
    assert "MẬT" in lines("a.eml", data)


def test_screen_pdf_text_of_every_page_and_title_are_seen():
    data = pdf(
        "<p>TUYỆT MẬT</p><p style='page-break-before:always'>Trang hai</p>", "p{}", title="Tên PDF"
    )

    found = list(screen_texts("a.pdf", data))

    assert ("title", "Tên PDF") in found
    assert [text.strip() for where, text in found if where == "text"] == ["TUYỆT MẬT", "Trang hai"]


def test_screen_html_is_seen_raw_with_comments_and_attributes():
    page = "<html><body><!-- MẬT --><p title='TỐI MẬT'>x</p></body></html>"

    assert texts("a.html", page.encode()) == [page]


def test_screen_hidden_characters_do_not_hide_a_mark():
    assert lines("a.txt", "M\u200bẬ\u0054\nA\u0302\u0323".encode()) == ["MẬT", "Ậ"]


def test_screen_spreadsheet_old_word_and_zip_inside_a_mail_are_seen():
    sheet = zipped(
        {"xl/workbook.xml": b"<a/>", "xl/sharedStrings.xml": "<a><t>TỐI MẬT</t></a>".encode()}
    )
    old = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 64
        + "CÔNG VĂN MẬT".encode("utf-16-le")
        + b"\0" * 64
    )
    packed = zipped({"trong/van-ban.txt": "Trong gói nén".encode()})
    data = mail("x", files=(("a.xlsx", sheet), ("b.doc", old), ("c.zip", packed)))

    found = "\n".join(texts("a.eml", data))

    assert "TỐI MẬT" in found
    assert "CÔNG VĂN MẬT" in found
    assert "Trong gói nén" in found


def test_screen_broken_xml_part_is_seen_as_it_stands():
    data = with_part(word_of("x"), "customXml/item1.xml", "<a>MẬT".encode())

    assert "<a>MẬT" in lines("a.docx", data)


def test_screen_finds_what_the_secrecy_rule_looks_for():
    data = mail("Xin gửi.", files=(("cv.docx", word_of("TUYỆT MẬT", "Nội dung")),))

    marks = [
        mark for where, text in screen_texts("a.eml", data) if (mark := find_mark(where, text))
    ]

    assert [(mark.level, mark.where) for mark in marks] == [("TUYỆT MẬT", "text")]
