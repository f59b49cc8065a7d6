from publishing.rendering import (
    CategoryView,
    HomeSection,
    MenuEntry,
    Passage,
    SearchPage,
    SearchResult,
    render_all_items,
    render_home,
    render_list,
    render_not_found,
    render_search_shell,
    render_sitemap_page,
)
from tests.publishing.rendering.facts import CATEGORIES, WHEN, a_content, a_site, an_item
from tests.publishing.rendering.reading import Page

LINE = an_item().line
NEWS, LAWS = CATEGORIES


def line(title, category="news", **facts):
    content = a_content(title=title, category=category, **facts)
    return an_item(content=content).line


def test_home_leads_with_news_and_sets_legal_documents_apart():
    law, news, old = LINE, line("Khởi công nhà máy"), line("Hội chợ")
    sections = [HomeSection(NEWS, (news, old)), HomeSection(LAWS, (law,))]

    page = Page(render_home(a_site(), [law, news, old], sections=sections))

    assert page.words(".lead h3") == ["Khởi công nhà máy"]
    assert page.words(".latest .line h3") == [LINE.title, "Hội chợ"]
    assert page.words(".laws h2") == ["Văn bản quy phạm pháp luật"]
    assert page.words(".laws li .number") == ["05/QĐ-UBND"]
    assert page.words(".sections h2") == ["Tin tức, sự kiện"]
    assert page.words(".sections .line h3") == ["Khởi công nhà máy", "Hội chợ"]
    assert "Nguyễn Văn Bình" in page.words(".contact")[0]


def test_home_shows_no_category_without_items():
    page = Page(render_home(a_site(), [LINE], sections=[HomeSection(NEWS, ())]))

    assert page.words(".sections h2") == []
    assert page.values(".cards a", "href") == ["./news/", "./legal-documents/"]


def test_portal_leads_to_its_component_sites():
    site = a_site(components=(MenuEntry("Sở Y tế", "/sites/soyt/", "Department of Health"),))

    page = Page(render_home(site, [], language="en"))

    assert page.words(".below a") == ["Department of Health"]
    assert page.values(".below a", "href") == ["/sites/soyt/"]


def test_home_of_an_empty_site_says_so():
    page = Page(render_home(a_site(), []))

    assert page.words(".empty") == ["Chưa có tin bài nào được đăng."]


def test_every_page_names_agency_responsible_person_and_contacts():
    page = Page(render_sitemap_page(a_site()))

    assert page.words(".foot .agency, .foot dd") == [
        "Sở Thông tin và Truyền thông",
        "Nguyễn Văn Bình",
        "12 Trần Hưng Đạo",
        "0232 3822 000",
        "stttt@example.vn",
    ]
    assert page.values('.foot a[href^="tel:"]', "href") == ["tel:02323822000"]


def test_english_home_is_english_down_to_the_categories():
    page = Page(render_home(a_site(), [], language="en"))

    assert page.tree.get("lang") == "en"
    assert page.words(".menu a") == [
        "Home", "News and events", "Legal documents", "Public information",
    ]  # fmt: skip
    assert page.values(".switch", "href") == ["../"]


def test_the_sites_own_menu_follows_its_categories():
    site = a_site(menu=(MenuEntry("Bộ máy", "introduction/bo-may-1/", "Structure"),))

    assert Page(render_home(site, [])).values(".menu a", "href")[-2:] == [
        "./introduction/bo-may-1/",
        "./disclosure/",
    ]


def test_front_of_a_list_leads_to_the_newest_archive_page():
    page = Page(render_list(a_site(), NEWS, [LINE], pages=3))

    assert page.values(".pager a", "href") == ["../news/page/3/", "../news/page/1/"]
    assert page.words(".archive") == []


def test_archive_page_leads_both_ways():
    page = Page(render_list(a_site(), NEWS, [LINE], page=2, pages=3))

    assert page.values(".pager a", "href") == [
        "../../../news/",
        "../../../news/page/3/",
        "../../../news/page/1/",
    ]


def test_newest_archive_page_leads_back_to_the_front():
    page = Page(render_list(a_site(), NEWS, [LINE], page=3, pages=3))

    assert page.values(".pager a[rel=prev]", "href") == ["../../../news/"]


def test_a_short_list_has_no_pager():
    assert Page(render_list(a_site(), NEWS, [LINE])).words(".pager") == []


def test_list_of_an_unknown_category_goes_by_its_code():
    category = a_site().category("old-duty")

    assert category == CategoryView("old-duty", "old-duty")


def test_list_of_everything_names_the_category_of_each():
    page = Page(render_all_items(a_site(), [LINE]))

    assert page.words("h1") == ["Tất cả tin bài, văn bản"]
    assert page.words(".line .about span:not(.number)") == ["Văn bản quy phạm pháp luật"]


def test_not_found_links_work_at_any_depth():
    page = Page(render_not_found(a_site()))

    assert all(
        href.startswith(("/sites/stttt/", "/verify/", "tel:", "mailto:", "#"))
        for href in page.values("body a", "href")
    )


def test_search_marks_what_matched_and_shows_the_rest_as_text():
    result = SearchResult(
        href="news/a-1/",
        title="<b>Nước</b>",
        published_at=WHEN,
        excerpt=(Passage("cấp <i>"), Passage("nước", marked=True)),
        site_name="Cổng tỉnh",
    )
    search = SearchPage(
        query='"><script>', results=(result,), total_label="1000+", next_href="?q=x&page=2"
    )

    page = Page(render_search_shell(a_site(), search))

    assert page.words("mark") == ["nước"]
    assert page.words(".line .sum") == ["cấp <i>nước"]
    assert page.values("#q, #q2", "value") == ['"><script>']
    assert page.words(".total") == ["Tìm thấy 1000+ kết quả."]
    assert page.values(".pager a", "href") == ["?q=x&page=2"]


def test_search_without_answers_says_what_to_try():
    page = Page(render_search_shell(a_site(), SearchPage(query="nước")))

    assert page.words(".total") == [
        "Không tìm thấy kết quả nào. Hãy thử từ khác, hoặc bỏ bớt từ; gõ không dấu cũng được."
    ]


def test_search_from_the_address_for_all_sites_starts_at_the_sites_root():
    page = Page(render_search_shell(a_site(), SearchPage(), root="/sites/stttt/"))

    assert page.values("form", "action") == ["/sites/stttt/search", "/sites/stttt/search"]
