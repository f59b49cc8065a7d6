import pytest

from publishing.rendering.body import Anchor, prepare


def test_prepare_of_nothing_is_nothing():
    assert prepare("  ").html == ""


def test_prepare_keeps_words_and_inline_markup():
    source = "Mở đầu &amp; <b>đậm</b><p>Hết &lt;b&gt;</p>"

    assert prepare(source).html == source


def test_prepare_gives_every_heading_its_own_anchor():
    body = prepare("<h2>Điều 1</h2><h3>Điều 1</h3><h2>…</h2>")

    assert body.html == (
        '<h2 id="dieu-1">Điều 1</h2><h3 id="dieu-1-2">Điều 1</h3><h2 id="muc">…</h2>'
    )


def test_prepare_moves_headings_down_when_the_text_has_a_first_level_one():
    assert prepare("<h1>A</h1><h2>B</h2>").html == '<h2 id="a">A</h2><h3 id="b">B</h3>'


def test_contents_of_a_short_text_are_left_out():
    assert prepare("<h2>A</h2><h2>B</h2><h2>C</h2>").contents == ()


def test_contents_of_a_long_text_rank_the_levels_used():
    body = prepare("<h2>A</h2><h4>B</h4><h4>C</h4><h2>D</h2>")

    assert body.contents == (
        Anchor("a", "A", 1),
        Anchor("b", "B", 2),
        Anchor("c", "C", 2),
        Anchor("d", "D", 1),
    )


def test_contents_of_a_very_long_text_drop_the_innermost_level():
    body = prepare("<h2>Chương</h2>" * 5 + "<h3>Điều</h3>" * 100)

    assert [anchor.level for anchor in body.contents] == [1] * 5


def test_tables_scroll_in_a_named_region_that_the_keyboard_reaches():
    body = prepare("<table><caption>Mức  nước</caption><tr><th>Hộ</th></tr></table>sau")

    assert body.html == (
        '<div class="table-scroll" role="region" tabindex="0" aria-label="Bảng 1: Mức nước">'
        '<table><caption>Mức  nước</caption><tr><th scope="col">Hộ</th></tr></table></div>sau'
    )


def test_a_header_that_begins_a_row_of_data_belongs_to_the_row():
    body = prepare("<table><tr><th>Hộ</th><td>3</td></tr></table>")

    assert '<th scope="row">Hộ</th><td>3</td>' in body.html


def test_a_table_inside_a_table_gets_no_region_of_its_own():
    body = prepare("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>")

    assert body.html.count("table-scroll") == 1


def test_pictures_and_links_are_looked_up_where_the_files_are():
    body = prepare(
        '<img src="attachments/a.png"><a href="attachments/b.pdf">b</a>', attachments="/x/"
    )

    assert body.html == (
        '<img src="/x/a.png" loading="lazy" decoding="async" alt=""><a href="/x/b.pdf">b</a>'
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<iframe src="//evil"></iframe>',
        '<p onclick="alert(1)" style="position:fixed">x</p>',
        '<a href="java\nscript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<form action="//evil"><input></form>',
        "<svg><script>alert(1)</script></svg>",
    ],
)
def test_prepare_lets_nothing_active_through(hostile):
    html = prepare(f"<p>trước</p>{hostile}<p>sau</p>").html

    assert "<p>trước</p>" in html
    assert "<p>sau</p>" in html
    for sign in ("script", "evil", "onclick", "style=", "data:", "alert"):
        assert sign not in html


def test_empty_header_cell_is_a_plain_cell_on_the_page():
    page = prepare('<table><tr><th scope="col">Ngày</th><th scope="col"></th></tr></table>').html

    assert page.count("<th") == 1
    assert "<td></td>" in page


def test_picture_keeps_its_place_while_it_loads():
    source = '<p><img src="attachments/a.png" alt="Cầu"><img src="attachments/b.png" alt=""></p>'

    html = prepare(source, sizes={"a.png": (640, 480)}).html

    assert html.count('width="640" height="480"') == 1
    assert html.count("width=") == 1
