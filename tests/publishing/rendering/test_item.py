from datetime import UTC, datetime

import pytest

from publishing.rendering import Alternate, PreviousVersion, Withdrawal, render_item, render_preview
from tests.publishing.rendering.facts import a_content, a_site, an_attachment, an_item
from tests.publishing.rendering.reading import Page

CITATION = (
    "Theo Trang thông tin Sở Thông tin và Truyền thông, “Quy định về nước sạch nông thôn”, "
    "đăng ngày 22/07/2026"
)
LATER = datetime(2026, 9, 1, 2, tzinfo=UTC)


def page_of(item, site=None):
    return Page(render_item(site or a_site(), item))


def test_item_page_states_what_the_law_asks_of_it():
    page = page_of(an_item())

    assert page.words("h1") == ["Quy định về nước sạch nông thôn"]
    assert page.words("header > .number") == ["Số: 05/QĐ-UBND"]
    assert page.facts() == {
        "Số, ký hiệu": "05/QĐ-UBND",
        "Cơ quan, đơn vị": "Sở Thông tin và Truyền thông",
        "Ngày ban hành": "01/07/2026",
        "Ngày có hiệu lực": "01/08/2026",
        "Ngày đăng": "22/07/2026",
        "Chuyên mục": "Văn bản quy phạm pháp luật",
        "Tác giả": "Trần Thị Mai",
        "Nguồn": "Sở Thông tin và Truyền thông",
    }
    assert page.words(".hash code") == ["ab" * 32]
    assert page.words("#citation") == [
        f"{CITATION}, https://stttt.example.vn/{an_item().address}",
    ]


def test_item_page_offers_the_record_to_save_and_to_check():
    page = page_of(an_item())

    assert page.values("header a.button", "href") == ["/verify/HS-2026-000123/record.pdf"]
    assert page.values(".seal a", "href") == ["/verify/HS-2026-000123"]


def test_item_page_before_any_record_offers_none():
    page = page_of(an_item(record_url="", record_pdf_url=""))

    assert page.words("header a.button, .seal a") == []


def test_item_page_names_a_reused_source_with_its_permission():
    source = {
        "kind": "reused",
        "name": "Báo Nước",
        "url": "https://nuoc.example/1",
        "permission": "Đồng ý ngày 01/07/2026",
    }
    page = page_of(an_item(content=a_content(source=source)))

    assert page.words(".facts dd small") == ["Đồng ý ngày 01/07/2026"]
    assert page.words(".facts a[rel=noopener]") == ["Báo Nước"]
    assert page.values(".facts a[rel=noopener]", "href") == ["https://nuoc.example/1"]


def test_item_page_lists_files_with_kind_and_size_but_not_pictures():
    files = [
        an_attachment(),
        an_attachment(file_name="aa-goc.docx", caption="", role="original", size=900),
        an_attachment(file_name="bb-anh.png", media_type="image/png", role="picture"),
    ]
    page = page_of(an_item(content=a_content(attachments=files)))

    assert page.values(".files a", "href") == [
        "attachments/0123456789ab-bieu-mau.pdf",
        "attachments/aa-goc.docx",
    ]
    assert page.words(".files .title") == ["Biểu mẫu số 1", "Biểu mẫu.pdf"]
    assert page.words(".files small") == ["PDF, 1,2 MB", "PDF, 900 B, tệp gốc"]


def test_item_page_of_a_correction_says_what_changed_and_keeps_the_past():
    older = PreviousVersion(datetime(2026, 7, 1, tzinfo=UTC), "cd" * 32, "Bản đầu", "/verify/old")
    page = page_of(
        an_item(corrected_at=LATER, change_note="Sửa số liệu Điều 2.", previous_versions=(older,))
    )

    assert page.words(".tag") == ["Đã cập nhật 01/09/2026"]
    assert page.words("header .note") == ["Nội dung sửa đổi: Sửa số liệu Điều 2."]
    assert page.words(".versions li") == [
        f"07:00, 01/07/2026: Bản đầu Hồ sơ của bản này SHA-256 {'cd' * 32}"
    ]


def test_item_page_of_what_no_longer_stands_says_so_first():
    page = page_of(
        an_item(withdrawn=Withdrawal("Hết hiệu lực.", LATER), superseded_by="news/moi-12345678/")
    )

    assert page.words(".note.warn") == [
        "Nội dung này đã được gỡ 01/09/2026. Hết hiệu lực.",
        "Nội dung này đã được thay thế. Xem nội dung mới",
    ]
    assert page.values(".note.warn a", "href") == ["../../news/moi-12345678/"]


def test_item_page_in_english_speaks_english_around_the_text():
    item = an_item(
        content=a_content(language="en", title="Clean water"),
        address="en/news/clean-water-0b5c7a52/",
        alternates=(Alternate("vi", "news/nuoc-sach-0b5c7a52/"),),
    )
    page = page_of(item)

    assert page.tree.get("lang") == "en"
    assert page.facts()["Issued on"] == "1 July 2026"
    assert page.values(".switch", "href") == ["../../../news/nuoc-sach-0b5c7a52/"]
    assert page.values("link[hreflang]", "href") == [
        "https://stttt.example.vn/en/news/clean-water-0b5c7a52/",
        "https://stttt.example.vn/news/nuoc-sach-0b5c7a52/",
    ]


def test_item_page_of_a_long_text_has_contents_that_lead_to_its_headings():
    body = "".join(f"<h2>Điều {n}</h2><p>…</p>" for n in range(1, 6))
    page = page_of(an_item(content=a_content(body=body)))

    targets = [href.removeprefix("#") for href in page.values(".toc a", "href")]

    assert targets == page.values(".text h2", "id")


def test_item_page_marks_its_category_as_where_it_stands():
    page = page_of(an_item())

    assert page.values(".menu a[aria-current]", "aria-current") == ["true"]
    assert page.words(".menu a[aria-current]") == ["Văn bản quy phạm pháp luật"]


def test_share_links_load_nothing_from_others():
    page = page_of(an_item())

    assert page.values("script[src], img[src], iframe", "src") == [
        f"../../assets/{a_site().assets[name]}" for name in ("portal.js", "suggest.js")
    ]
    assert [href.partition("?")[0] for href in page.values(".cite a", "href")] == [
        "mailto:",
        "https://www.facebook.com/sharer/sharer.php",
    ]


def test_item_page_without_a_known_host_shares_and_canonicalises_nothing():
    page = page_of(an_item(), a_site(base_url=""))

    assert page.values(".cite a, link[rel=canonical]", "href") == []
    assert page.words("#citation") == [f"{CITATION}."]


@pytest.mark.parametrize("field", ["title", "summary", "number", "author_name"])
def test_item_page_shows_hostile_words_as_words(field):
    hostile = '</title></script><script>alert("1")</script>'
    item = an_item(content=a_content(**{field: hostile}), change_note=hostile)

    html = render_item(a_site(), item)

    assert "<script>alert" not in html
    assert Page(html).values("script:not([src])", "type") == ["application/ld+json"]


def test_item_page_bears_a_title_of_ten_thousand_words():
    title = "nước " * 10_000

    page = page_of(an_item(content=a_content(title=title)))

    assert page.words("h1") == [title.strip()]


def test_item_page_has_no_inline_style_or_handler():
    tree = page_of(an_item()).tree

    assert tree.xpath("//style | //*[@style] | //@*[starts-with(name(), 'on')]") == []


def test_preview_is_the_same_page_under_a_banner():
    content = a_content(body='<p>x</p><img src="attachments/a.png" alt="a">')
    item = an_item(content=content)

    page = Page(render_preview(a_site(), item, root="/sites/stttt/", attachments="/preview/9/"))

    assert page.words(".preview strong") == ["Bản xem trước"]
    assert page.words("h1") == page_of(item).words("h1")
    assert page.values(".text img", "src") == ["/preview/9/a.png"]
    assert page.values("link[rel=stylesheet]", "href") == [
        f"/sites/stttt/assets/{a_site().assets['portal.css']}"
    ]
    assert page.meta("robots") == ["noindex"]


def test_render_item_twice_gives_the_same_bytes():
    assert render_item(a_site(), an_item()) == render_item(a_site(), an_item())
