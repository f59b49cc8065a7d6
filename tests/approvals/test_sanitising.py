import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.sanitising import TextRepairs, plain_text, repair_text, sanitise

PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<pre>",
        "\n",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<div>",
        "</div>",
        "<h1>",
        "<h3>",
        "<a href='/x'>",
        "</a>",
        "<b>",
        "</b>",
        "<img src=x>",
        "<img src='attachments/a.png' alt='>'>",
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<style>",
        "<blockquote>",
        "<!--",
        "-->",
        "&lt;",
        "&nbsp;",
        "&#8203;",
        "e\u0302\u0301",
        "\u0338",
        "\u200b",
        "\u202e",
        "xã",
        " ",
        "<br>",
        "<figure>",
        "<figcaption>",
        "<select>",
        "<textarea>",
        "<title>",
        "<noscript>",
        "<iframe>",
        "<form>",
        "<caption>",
        "<th scope=col>",
        "<ol start=2 type=a>",
        "\x00",
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
@settings(max_examples=400, deadline=None)
def test_sanitise_twice_changes_nothing(html):
    once = sanitise(html)

    assert sanitise(once.html).html == once.html
    assert unicodedata.is_normalized("NFC", plain_text(once.html)) or "\u0338" in once.html


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<h1>Tin</h1>", "<h2>Tin</h2>"),
        (
            "<b>đậm</b> <i>nghiêng</i> <strike>bỏ</strike>",
            "<strong>đậm</strong> <em>nghiêng</em> <s>bỏ</s>",
        ),
        ("<div>một</div><div>hai</div>", "<p>một</p><p>hai</p>"),
        ("<p class=x style='color:red' onclick=a()>chữ</p>", "<p>chữ</p>"),
        ("<p>a</p><p> &nbsp; </p><p><br></p>", "<p>a</p>"),
        ('<ol start="3" type="a"><li>c</li></ol>', '<ol start="3" type="a"><li>c</li></ol>'),
        ('<ol type="evil" start="x"><li>c</li></ol>', "<ol><li>c</li></ol>"),
        (
            '<table><thead><tr><th scope="col" colspan="2">A</th></tr></thead></table>',
            '<table><thead><tr><th scope="col" colspan="2">A</th></tr></thead></table>',
        ),
        ('<a href="mailto:a@b.vn" target="_blank">thư</a>', '<a href="mailto:a@b.vn">thư</a>'),
        ('<a href="/van-ban/1">xem</a>', '<a href="/van-ban/1">xem</a>'),
    ],
)
def test_sanitise_keeps_meaning_and_drops_looks(given, expected):
    assert sanitise(given).html == expected


@pytest.mark.parametrize(
    ("given", "html", "removed"),
    [
        ("<script>x()</script><p>a</p>", "<p>a</p>", ("script",)),
        ('<iframe src="https://x.vn"></iframe>a', "a", ("iframe",)),
        ('<p onclick="x()">a</p>', "<p>a</p>", ("attribute:onclick",)),
        ('<a href="javascript:x()">a</a>', "<a>a</a>", ("link:javascript:x()",)),
        ('<a href="java&#10;script:x()">a</a>', "<a>a</a>", ("link:java\nscript:x()",)),
        ('<img src="https://x.vn/a.png" alt="A">', "", ("img:https://x.vn/a.png",)),
        ('<img src="data:image/png;base64,AAAA">', "", ("img:data:image/png;base64,AAAA",)),
        ('<img src="attachments/../../etc">', "", ("img:attachments/../../etc",)),
        ('<style>p{}</style><p style="x">a</p>', "<p>a</p>", ()),
    ],
)
def test_sanitise_dangerous_content_goes_and_is_reported(given, html, removed):
    result = sanitise(given)

    assert (result.html, result.removed) == (html, removed)


def test_sanitise_own_picture_stays():
    html = '<img src="attachments/0123456789ab-so-do.png" alt="Sơ đồ" width="60" height="40">'

    assert sanitise(html).html == html
    assert sanitise(html).removed == ()


def test_sanitise_hidden_characters_are_counted():
    result = sanitise(
        "<p>M\u200bẬ\u202eT&#8203;\u00ad</p><p>Ha\u0300 No\u0323\u0302i&nbsp;&nbsp;x</p>"
    )

    assert result.html == "<p>MẬT</p><p>Hà Nội  x</p>"
    assert result.text_repairs == TextRepairs(not_nfc=2, controls=4, spaces=2)


def test_sanitise_combining_mark_behind_a_tag_does_not_melt_with_it():
    assert sanitise("<p>\u0338a</p>").html == "<p>" + "\u0338a</p>"


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<b></p>", "<table><tr><td>", "<div></x>"])
def test_sanitise_absurd_nesting_keeps_only_the_words(piece):
    result = sanitise(piece * 50_000 + "chữ & số")

    assert (result.html, result.removed) == ("<p>chữ &amp; số</p>", ("nesting",))


@pytest.mark.parametrize(
    "piece", ["<p>", "<li>", "<tr><td>", "<br>", "<div></div>", "<!--", "<a ", "&"]
)
def test_sanitise_long_flat_html_is_not_nesting(piece):
    assert sanitise(piece * 2_000 + "<p>chữ</p>").removed == ()


def test_sanitise_comment_hides_nothing_and_reports_nothing():
    assert sanitise("a<!-- <script>x</script> -->b<!-- c").html == "ab"
    assert sanitise("a<!-- <script>x</script> -->b").removed == ()


def test_sanitise_lone_surrogate_becomes_a_replacement_character():
    assert sanitise("<p>a\ud800b</p>").html == "<p>a\ufffdb</p>"


def test_plain_text_blocks_stand_on_lines_and_cells_are_parted():
    table = "<table><tr><td>x</td><td>y</td></tr></table>"
    html = f"<h2>Đề  mục</h2><p>một <strong>hai</strong><br>ba</p>{table}"

    assert plain_text(html) == "Đề mục\nmột hai\nba\nx\ty"


def test_plain_text_preformatted_lines_and_silent_elements():
    html = "<pre>một\nhai</pre><script>x()</script><!-- ẩn --><style>p{}</style>ba"

    assert plain_text(html) == "một\nhai\nba"


def test_plain_text_entities_are_characters():
    assert plain_text("<p>A &amp; B &lt; C</p>") == "A & B < C"


def test_repair_text_clean_text_stays_untouched():
    assert repair_text("Xã An Bình\nngày 5") == ("Xã An Bình\nngày 5", TextRepairs())
