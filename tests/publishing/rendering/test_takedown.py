from publishing.rendering import TakedownNotice, render_takedown
from tests.publishing.rendering.facts import WHEN, a_site
from tests.publishing.rendering.reading import Page


def notice(kind, **more):
    facts = {"address": "news/a-12345678/", "at": WHEN, "title": "Tên bài", "number": "05/TB"}
    return Page(render_takedown(a_site(), TakedownNotice(kind=kind, **{**facts, **more})))


def test_gone_says_nothing_of_what_was_there():
    page = notice("gone", public_note="vì sao")

    assert page.words("h1") == ["Nội dung không còn trên trang"]
    assert page.words("main p")[0] == "Nội dung tại địa chỉ này đã được gỡ ngày 22/07/2026."
    assert "Tên bài" not in page.tree.text_content()
    assert "vì sao" not in page.tree.text_content()


def test_redirect_leads_on_from_where_the_page_stands():
    page = notice("redirect", target="news/moi-87654321/")

    assert page.values("meta[http-equiv=refresh]", "content") == ["0; url=../../news/moi-87654321/"]
    assert page.values("main a.button", "href") == ["../../news/moi-87654321/"]


def test_redirect_to_another_host_keeps_the_full_address():
    page = notice("redirect", target="https://other.example/a")

    assert page.values("main a.button", "href") == ["https://other.example/a"]


def test_withdrawn_keeps_title_number_and_the_public_note():
    page = notice(
        "withdrawn", public_note="Thay bằng văn bản mới.", record_url="/verify/1", reference="HS-1"
    )

    assert page.words("h1, main .number, main .note") == [
        "Số: 05/TB",
        "Tên bài",
        "Thay bằng văn bản mới.",
    ]
    assert page.values('main a[href="/verify/1"]', "href") == ["/verify/1"]


def test_notices_are_not_for_search_engines():
    assert [notice(kind).meta("robots") for kind in ("gone", "redirect", "withdrawn")] == [
        ["noindex"]
    ] * 3
