"""Web pages: the main content is taken, the rest is listed."""

from approvals.conversion import Repair, convert
from tests.approvals.conversion.texts import as_windows_1258, html_of

PAGE = """<!DOCTYPE html><html><head><title>Tin | Cổng</title>
<meta name="dcterms.date" content="2026-02-03"><script>track()</script></head><body>
<nav>Trang chủ Liên hệ</nav><main><h1>Tin cây xanh</h1><p>Đã trồng <b>100</b> cây.</p>
<img src="https://x.vn/a.png" alt="Cây"><iframe src="https://x.vn"></iframe>
<p onclick="x()">Hết.</p><a href="javascript:x()">bấm</a></main>
<footer>Bản quyền</footer></body></html>"""


def test_webpage_main_content_is_taken_and_the_rest_is_listed():
    result = convert("a.html", PAGE.encode())

    assert result.title == "Tin cây xanh"
    assert result.metadata == {"issued_on": "2026-02-03"}
    assert result.html.splitlines()[0] == "<p>Đã trồng <strong>100</strong> cây.</p>"
    assert "script" not in result.html
    assert {(entry.code, entry.detail) for entry in result.not_carried} == {
        ("ACTIVE_CONTENT", "<script>"),
        ("ACTIVE_CONTENT", "onclick"),
        ("EMBEDDED_MEDIA", "<iframe>"),
        ("LINK_SCHEME", "javascript:x()"),
        ("OUTSIDE_MAIN", "6"),
        ("PICTURE_REMOTE", "https://x.vn/a.png (Cây)"),
    }


def test_webpage_fragment_with_wrappers_becomes_paragraphs():
    html = html_of("a.html", "<div>Một.<div>Hai</div></div>Ba<br><br>Bốn")

    assert html == "<p>Một.</p>\n<p>Hai</p>\n<p>Ba</p>\n<p>Bốn</p>"


def test_webpage_data_picture_becomes_an_attachment():
    from base64 import b64encode

    from tests.approvals.conversion.building import picture

    data = b64encode(picture()).decode()
    result = convert(
        "a.html", f'<p>A</p><img src="data:image/png;base64,{data}" alt="Sơ đồ">'.encode()
    )

    assert len(result.pictures) == 1
    assert result.html.endswith(
        f'<p><img src="attachments/{result.pictures[0].file_name}" alt="Sơ đồ"></p>'
    )


def test_webpage_letterhead_table_becomes_paragraphs():
    table = (
        "<table><tr><td>UBND XÃ AN BÌNH</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>"
        "Độc lập - Tự do - Hạnh phúc</td></tr></table><p>Chữ</p>"
    )
    result = convert("a.html", table.encode())

    assert "<table>" not in result.html
    assert Repair("LAYOUT_TABLE", 1) in result.repairs


def test_webpage_control_characters_and_broken_tags_do_no_harm():
    page = "<html><p>a\x0bb\x01&#2;&#x1F;c.</p><l< x>d</l<><meta></html>"

    assert html_of("a.html", page) == "<p>abc.</p>\n<p>d</p>"


def test_webpage_declared_encoding_is_used():
    page = '<html><head><meta charset="windows-1258"></head><body><p>Ơn</p></body></html>'

    assert html_of("a.html", as_windows_1258(page)) == "<p>Ơn</p>"
