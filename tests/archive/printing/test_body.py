"""The body: heading levels, links, pictures, tables, depth."""

import lxml.html
import pytest

from archive.printing.body import Body
from tests.archive.printing.samples import picture


def prepared(html, *, files=None, attachments=(), language="vi"):
    return Body(
        html,
        language=language,
        base_url="https://portal.example.gov.vn/verify/1",
        attachments=list(attachments),
        load=(files or {}).__getitem__,
    )


@pytest.mark.parametrize(
    ("html", "levels"),
    [
        ("<h2>a</h2><h3>b</h3><h2>c</h2>", ["h4", "h5", "h4"]),
        ("<h4>a</h4><h2>b</h2><h6>c</h6>", ["h4", "h4", "h5"]),
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4>", ["h4", "h5", "h6", "h6"]),
        ("<h2> </h2><h3>b</h3>", ["p", "h4"]),
    ],
)
def test_headings_follow_the_title_without_a_skip(html, levels):
    root = lxml.html.fragment_fromstring(prepared(html).html, create_parent="div")

    assert [element.tag for element in root] == levels


@pytest.mark.parametrize(
    ("html", "result"),
    [
        ('<a href="/a b">x</a>', '<a href="https://portal.example.gov.vn/a%20b">x</a>'),
        ('<a href="https://vd.vn/đ?q=1">x</a>', '<a href="https://vd.vn/%C4%91?q=1">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="#here">x</a><b id="here">y</b>', '<a href="#here">x</a><b id="here">y</b>'),
        ('<a href="#gone">x</a>', "x"),
        ("<a>x</a>", "x"),
        ('<a href="https://vd.vn"> </a>', " "),
    ],
)
def test_link_leads_somewhere_or_is_plain_text(html, result):
    assert prepared(html).html == result


def test_picture_without_words_gets_them_from_the_attachment():
    known = {"file_name": "a.png", "alt_text": "", "caption": "Sơ đồ"}

    body = prepared(
        '<img src="attachments/a.png" alt="">',
        files={"a.png": picture()},
        attachments=[known],
    )

    assert body.html == '<img src="attachments/a.png" alt="Sơ đồ">'
    assert body.pictures == {"attachments/a.png": (picture(), "image/png")}


def test_picture_without_any_words_says_so():
    body = prepared('<img src="attachments/a.png">', files={"a.png": picture()}, language="en")

    assert body.html == '<img src="attachments/a.png" alt="Picture without description">'


@pytest.mark.parametrize(
    "source", ["attachments/gone.png", "attachments/bad.png", "https://x.vn/a.png", ""]
)
def test_picture_that_cannot_be_read_is_named_in_the_text(source):
    body = prepared(f'<p>a<img src="{source}" alt="Sơ đồ">b</p>', files={"bad.png": b"bad"})

    assert body.html == "<p>a<em>[Hình không in được: Sơ đồ]</em>b</p>"
    assert body.pictures == {}


def test_attributes_that_would_meet_our_styles_are_dropped():
    html = '<p class="national" style="color: red" align="left">a</p><!-- c --><?php x?>'

    assert prepared(html).html == "<p>a</p>"


def test_text_without_any_element_is_kept():
    assert prepared("chỉ có chữ").html == "chỉ có chữ"
    assert prepared("").html == ""


def test_nesting_without_end_is_flattened_and_keeps_its_text():
    html = "<div>" * 300 + "sâu" + "</div>" * 300

    result = prepared(html).html

    assert "sâu" in result
    assert result.count("<div>") < 40


def table(html):
    return lxml.html.fragment_fromstring(prepared(html).html)


def grid(element):
    return [
        [(cell.tag, cell.text_content()) for cell in row.iterchildren("td", "th")]
        for row in element.iter("tr")
    ]


def test_table_whose_first_row_is_headers_gets_a_head_to_repeat():
    element = table("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>")

    assert [cell.text for cell in element.find("thead").iter("th")] == ["a", "b"]
    assert grid(element)[1] == [("td", "1"), ("td", "2")]


def test_table_with_short_rows_and_wild_spans_becomes_regular():
    element = table(
        "<table><tr><th>a</th><th>b</th><th>c</th></tr>"
        "<tr><td>1</td></tr><tr><td>2</td><td colspan='9' rowspan='99'>3</td></tr></table>"
    )

    assert grid(element) == [
        [("th", "a"), ("th", "b"), ("th", "c")],
        [("td", "1"), ("td", ""), ("td", "")],
        [("td", "2"), ("td", "3")],
    ]
    assert element.xpath(".//td[text()='3']/@colspan") == ["2"]
    assert element.xpath(".//@rowspan") == []


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td>a</td></tr><tr><th>b</th></tr></table>",
        "<table></table>",
    ],
)
def test_table_without_headers_for_every_cell_becomes_boxes(html):
    root = lxml.html.fragment_fromstring(prepared(html).html, create_parent="div")

    assert root.xpath(".//table | .//td | .//th | .//tr") == []
    assert root.text_content() == lxml.html.fromstring(html).text_content()


def test_table_inside_a_table_becomes_boxes_and_the_outer_one_stays():
    element = table(
        "<table><tr><th>a</th></tr><tr><td><table><tr><th>b</th></tr></table></td></tr></table>"
    )

    assert element.xpath("descendant-or-self::table") == [element]
    assert element.xpath(".//*[@class='box-th']/text()") == ["b"]


@pytest.mark.parametrize(("columns", "name"), [(3, None), (7, "wide"), (10, "turned")])
def test_table_of_many_columns_gets_smaller_type_and_then_a_turned_page(columns, name):
    head = "".join(f"<th>Cột {at}</th>" for at in range(columns))
    row = "<td>1</td>" * columns

    element = table(f"<table><tr>{head}</tr><tr>{row}</tr></table>")

    assert element.get("class") == name
    widths = [float(col.get("style")[7:-1]) for col in element.iter("col")]
    assert len(widths) == columns
    assert sum(widths) == pytest.approx(100, abs=0.2)


def test_narrow_column_beside_a_long_one_gets_only_what_it_needs():
    element = table(
        f"<table><tr><th>STT</th><th>Tên</th></tr><tr><td>1</td><td>{'chữ ' * 30}</td></tr></table>"
    )

    widths = [float(col.get("style")[7:-1]) for col in element.iter("col")]
    assert widths[0] < 12 < widths[1]
