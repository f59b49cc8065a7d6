import io

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from approvals.conversion import NotCarried, Repair, convert
from tests.approvals.conversion.building import in_list, numbered, picture, with_part, word, word_of


def lines(data):
    return convert("a.docx", data).html.splitlines()


def test_word_heading_styles_become_an_outline_from_h2():
    def fill(document):
        document.add_paragraph("Kế hoạch trồng cây", style="Title")
        document.add_heading("Mục tiêu", 1)
        paragraph = document.add_paragraph("Trồng ")
        paragraph.add_run("100").bold = True
        paragraph.add_run(" cây")
        document.add_heading("Chi tiết", 3)

    result = convert("a.docx", word(fill))

    assert result.title == "Kế hoạch trồng cây"
    assert result.html.splitlines() == [
        "<h2>Mục tiêu</h2>",
        "<p>Trồng <strong>100</strong> cây</p>",
        "<h3>Chi tiết</h3>",
    ]
    assert result.repairs == (Repair("HEADING_LEVELS", 1),)
    assert result.not_carried == ()


def test_word_without_styles_legal_headings_are_recognised():
    data = word_of("Mở đầu.", "Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "Áp dụng tại xã.")

    assert lines(data) == [
        "<p>Mở đầu.</p>",
        "<h2>Chương I QUY ĐỊNH CHUNG</h2>",
        "<h3>Điều 1. Phạm vi</h3>",
        "<p>Áp dụng tại xã.</p>",
    ]


def test_word_clause_numbers_go_on_after_a_paragraph_between():
    def fill(document):
        clauses = numbered(document, [("decimal", "%1."), ("lowerLetter", "%2)")])
        document.add_paragraph("Mở đầu.")
        in_list(document.add_paragraph("Khoản một"), clauses)
        document.add_paragraph("Đoạn xen giữa.")
        in_list(document.add_paragraph("Khoản hai"), clauses)
        in_list(document.add_paragraph("Điểm a"), clauses, 1)
        in_list(document.add_paragraph("Điểm b"), clauses, 1)

    assert lines(word(fill)) == [
        "<p>Mở đầu.</p>",
        "<ol><li>Khoản một</li></ol>",
        "<p>Đoạn xen giữa.</p>",
        '<ol start="2"><li>Khoản hai<ol type="a"><li>Điểm a</li><li>Điểm b</li></ol></li></ol>',
    ]


def test_word_two_lists_in_a_row_stay_two_lists():
    def fill(document):
        one, two = (
            numbered(document, [("decimal", "%1.")]),
            numbered(document, [("decimal", "%1.")]),
        )
        document.add_paragraph("Mở đầu.")
        in_list(document.add_paragraph("Một"), one)
        in_list(document.add_paragraph("Hai"), one)
        in_list(document.add_paragraph("Lại một"), two)

    assert lines(word(fill))[1:] == [
        "<ol><li>Một</li><li>Hai</li></ol>",
        "<ol><li>Lại một</li></ol>",
    ]


def test_word_drawn_article_numbers_become_text():
    def fill(document):
        articles = numbered(document, [("upperRoman", "Chương %1"), ("decimal", "Điều %2.")])
        in_list(document.add_paragraph("QUY ĐỊNH CHUNG"), articles, 0)
        in_list(document.add_paragraph("Phạm vi"), articles, 1)
        document.add_paragraph("Nội dung.")
        in_list(document.add_paragraph("Đối tượng"), articles, 1)

    assert lines(word(fill)) == [
        "<h2>Chương I QUY ĐỊNH CHUNG</h2>",
        "<h3>Điều 1. Phạm vi</h3>",
        "<p>Nội dung.</p>",
        "<h3>Điều 2. Đối tượng</h3>",
    ]


def test_word_damaged_numbering_counts_as_one():
    def fill(document):
        clauses = numbered(document, [("decimal", "%1.")])
        level = document.part.numbering_part.element.find(f".//{qn('w:abstractNum')}/{qn('w:lvl')}")
        level.find(qn("w:start")).set(qn("w:val"), "zz")
        document.add_paragraph("Mở đầu.")
        in_list(document.add_paragraph("Một"), clauses)

    assert lines(word(fill))[1] == "<ol><li>Một</li></ol>"


def test_word_bullets_become_a_list():
    data = word(
        lambda d: [
            d.add_paragraph("Mở đầu."),
            d.add_paragraph("Một", style="List Bullet"),
            d.add_paragraph("Hai", style="List Bullet"),
        ]
    )

    assert lines(data)[1] == "<ul><li>Một</li><li>Hai</li></ul>"


def test_word_table_first_row_becomes_column_headers():
    def fill(document):
        document.add_paragraph("Mở đầu.")
        table = document.add_table(rows=3, cols=2)
        for row, cells in zip(table.rows, [("Tên", "Số"), ("Cây", "3"), ("Hoa", "4")], strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        table.cell(1, 1).merge(table.cell(2, 1))

    assert lines(word(fill))[1] == (
        '<table><thead><tr><th scope="col">Tên</th><th scope="col">Số</th></tr></thead><tbody>'
        '<tr><td>Cây</td><td rowspan="2"><p>3</p><p>4</p></td></tr>'
        "<tr><td>Hoa</td></tr></tbody></table>"
    )


def test_word_picture_comes_out_with_its_description():
    def fill(document):
        document.add_paragraph("Mở đầu.")
        shape = document.add_picture(
            io.BytesIO(picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"))
        )
        shape._inline.docPr.set("descr", "Sơ đồ trồng cây")

    result = convert("a.docx", word(fill))

    (found,) = result.pictures
    assert (found.media_type, found.alt_text) == ("image/jpeg", "Sơ đồ trồng cây")
    assert found.file_name.endswith("-hinh-1.jpg")
    assert f'<img src="attachments/{found.file_name}" alt="Sơ đồ trồng cây">' in result.html
    assert b"Exif" not in found.data


def test_word_header_comment_change_formula_and_contents_are_reported():
    def fill(document):
        document.sections[0].header.paragraphs[0].text = "Bản nháp lần 3"
        document.sections[0].footer.paragraphs[0].text = "Trang 1"
        paragraph = document.add_paragraph("Nội dung ")
        document.add_comment(paragraph.add_run("chính"), text="Xem lại", author="A")
        deleted = parse_xml(
            f'<w:del {nsdecls("w")} w:id="9" w:author="A"><w:r>'
            f"<w:delText>bỏ đi</w:delText></w:r></w:del>"
        )
        paragraph._p.append(deleted)
        formula = parse_xml(
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:t>x=1</m:t></m:r></m:oMath>"
        )
        paragraph._p.append(formula)
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Chương I ..... 3", style="toc 1")

    result = convert("a.docx", word(fill))

    assert {(entry.code, entry.detail) for entry in result.not_carried} == {
        ("HEADER_FOOTER", "Bản nháp lần 3"),
        ("TRACKED_CHANGES", "1"),
        ("EQUATION", "1"),
        ("TABLE_OF_CONTENTS", "1"),
        ("COMMENTS", "1"),
    }
    assert result.html == "<p>Nội dung chínhx=1</p>"


def test_word_text_box_is_carried():
    def fill(document):
        paragraph = document.add_paragraph("Trước hộp.")
        run = paragraph.add_run()._r
        drawing, box = OxmlElement("w:drawing"), OxmlElement("w:txbxContent")
        inner, words, text = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "Chữ trong hộp."
        words.append(text)
        inner.append(words)
        box.append(inner)
        drawing.append(box)
        run.append(drawing)

    result = convert("a.docx", word(fill))

    assert result.html == "<p>Trước hộp.</p>\n<p>Chữ trong hộp.</p>"
    assert Repair("TEXT_BOX", 1) in result.repairs


def test_word_properties_name_title_and_author_unless_a_machine_did():
    def fill(document, author):
        document.core_properties.author = author
        document.core_properties.title = "Báo cáo quý"
        document.add_paragraph("Nội dung.")

    by_person = convert("a.docx", word(lambda d: fill(d, "Lê Thị Mẫu")))
    by_machine = convert("a.docx", word(lambda d: fill(d, "Admin")))

    assert (by_person.title, by_person.metadata) == ("Báo cáo quý", {"author_name": "Lê Thị Mẫu"})
    assert by_machine.metadata == {}


def test_word_embedded_objects_are_reported():
    data = with_part(word_of("Nội dung."), "word/embeddings/oleObject1.bin", b"x")

    assert NotCarried("EMBEDDED_OBJECT", "tệp nhúng: 1") in convert("a.docx", data).not_carried


def test_word_underline_strike_superscript_and_quotation_keep_their_meaning():
    def fill(document):
        document.add_paragraph("Mở đầu.")
        paragraph = document.add_paragraph("Mở ")
        paragraph.add_run("gạch").underline = True
        paragraph.add_run("bỏ").font.strike = True
        paragraph.add_run("2").font.superscript = True
        document.add_paragraph("Lời trích.", style="Quote")

    assert lines(word(fill))[1:] == [
        "<p>Mở <u>gạch</u><s>bỏ</s><sup>2</sup></p>",
        "<blockquote><p>Lời trích.</p></blockquote>",
    ]


def test_word_numbers_outside_lists_leave_no_marker():
    def fill(document):
        clauses = numbered(document, [("decimal", "%1.")])
        table = document.add_table(rows=1, cols=2)
        in_list(table.cell(0, 0).paragraphs[0], clauses)
        table.cell(0, 0).paragraphs[0].add_run("Ô")
        document.add_paragraph("Hết.")
        assert table.cell(0, 0)._tc.find(qn("w:p")) is not None

    html = convert("a.docx", word(fill)).html

    assert "\ue000" not in html
    assert "<li>Ô</li>" in html
