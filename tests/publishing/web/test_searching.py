"""The public search as readers and machines meet it."""

import pytest
from django.test import Client
from lxml import etree

from publishing.models import Publication
from tests.publishing.rendering.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(submission_at):
    """Publish four items about water."""
    submission_at("published", title="Cấp nước sạch", body="<p>Nước về xã. Câu &lt;b&gt;.</p>")
    submission_at("published", title="Nước thải", category="plans", document_type="plan")
    submission_at("published", title="Giá nước", site="tinh", number="05/2025/QĐ-UBND",
                  category="legal-documents", document_type="legal_document")  # fmt: skip


def page(address):
    return Page(Client().get(address).content.decode())


def test_answers_can_be_narrowed_by_what_they_have_in_common(shelf):
    found = page("/search?q=nuoc")

    labels = found.words(".facets summary")
    assert labels == ["Chuyên mục", "Cơ quan, đơn vị", "Loại", "Năm"]
    counts = dict(zip(found.words(".facets a span"), found.words(".facets small"), strict=True))
    assert counts["Sở Thông tin và Truyền thông"] == "2"
    assert counts["2025"] == "1"
    unit = found.values(".facets a", "href")[3]
    assert "unit=stttt" in unit
    narrowed = page("/search" + unit)
    assert sorted(narrowed.words(".line h2")) == ["Cấp nước sạch", "Nước thải"]
    assert narrowed.words(".facets a[aria-current] .unseen") == ["(bỏ lọc)"]


def test_one_sites_search_and_dates_leave_the_others_out(shelf):
    assert page("/sites/tinh/search?q=nuoc").words(".line h2") == ["Giá nước"]
    assert page("/search?q=nuoc&until=x&from=2999-01-01").words(".line h2") == []
    assert len(page("/search?q=nuoc&from=2020-01-01&to=2999-01-01").words(".line h2")) == 3


def test_language_is_that_of_the_address_not_of_the_browser(shelf):
    browser = Client(headers={"accept-language": "en"})

    assert 'lang="vi"' in browser.get("/search?q=nuoc").content.decode()
    english = Page(browser.get("/search?q=nuoc&lang=en").content.decode())
    assert english.words("h1") == ["Results for “nuoc”"]
    assert all("lang=en" in href for href in english.values(".facets a", "href"))


def test_passages_show_text_never_markup(shelf):
    found = page("/search?q=nước")

    assert "Nước" in found.words("mark")
    assert any("Nước về xã" in words for words in found.words(".line .sum"))
    assert found.words(".line .sum b") == []


def test_same_question_as_feed_and_json(shelf):
    feed = Client().get("/search?q=nuoc&format=rss")
    answer = Client().get("/search?q=nuoc&format=json").json()

    titles = set(etree.fromstring(feed.content).xpath("//item/title/text()"))
    assert titles == {one["title"] for one in answer["results"]} == {
        "Cấp nước sạch", "Nước thải", "Giá nước",
    }  # fmt: skip
    assert feed["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert answer["total"] == 3
    assert answer["results"][0]["url"].startswith("http://testserver/sites/")


def test_mistyped_question_says_what_was_answered_instead(shelf):
    found = page("/search?q=nuowcs thair")

    assert found.words(".line h2") == ["Nước thải"]
    assert "nuoc thai" in found.words(".total")[0]


@pytest.mark.parametrize(
    "asked",
    ["q='|!%26:*", "q=%00", 'q="', "q=-nuoc", "q=nuoc&page=99999999", "q=nuoc&year=²", "page=-1",
     "q=nuoc&from=2026-99-99&category=%27&unit=%00&type=x&sort=zzz&lang=xx&format=exe",
     "q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "q=%E2%80%AE%3Cscript%3E"],
)  # fmt: skip
def test_hostile_questions_are_harmless(shelf, asked):
    answer = Client().get(f"/search?{asked}")

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


def test_what_is_not_online_is_not_found(shelf):
    Publication.objects.filter(title="Nước thải").update(online=False)

    for question in ("nuoc thai", "nuowcs thair"):
        answer = Client().get(f"/search?q={question}&format=json").json()
        assert "Nước thải" not in {one["title"] for one in answer["results"]}
        assert "thai" not in answer["corrected"]


def test_chosen_value_without_answers_can_be_let_go(shelf):
    found = page("/search?q=nuoc&type=plan&year=1999")

    assert found.words(".line h2") == []
    assert found.words(".facets a[aria-current] small") == ["0", "0"]
