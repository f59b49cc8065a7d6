"""Links to our own sites are judged by what is online; others' addresses never."""

import pytest

from approvals.selectors.linking import broken_links
from approvals.services.checking import latest_verdict, run_rules
from approvals.services.translating import translate
from core.clock import now

pytestmark = pytest.mark.django_db


def hrefs(*addresses):
    body = "".join(f'<p><a href="{address}">đọc {n}</a></p>' for n, address in enumerate(addresses))
    return [link.href for link in broken_links(body)]


def test_links_to_what_is_not_there_are_found(submission_at):
    there = submission_at("published").publication.address

    assert hrefs(
        f"/sites/stttt/{there}",
        f"/sites/stttt/{there.rstrip('/')}?x=1#muc",
        f"/sites/tinh/{there}",
        "/sites/stttt/news/khong-co-0badc0de/",
        f"/sites/stttt/{there}attachments/mat.pdf",
        "/sites/nowhere/",
        "/sites/stttt/gioi-thieu/lanh-dao.aspx",
    ) == [
        f"/sites/tinh/{there}",
        "/sites/stttt/news/khong-co-0badc0de/",
        f"/sites/stttt/{there}attachments/mat.pdf",
        "/sites/nowhere/",
        "/sites/stttt/gioi-thieu/lanh-dao.aspx",
    ]


def test_links_that_need_no_judgement_cost_no_query(province, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert hrefs("mailto:a@b.vn", "#muc", "attachments/a.png", "ke-hoach") == []


def test_lists_and_other_peoples_sites_pass(province):
    assert hrefs(
        "/sites/stttt/", "/sites/stttt/news/", "/sites/stttt/all/page/2/", "/sites/tinh/feed.xml",
        "https://chinhphu.vn/khong-co-0badc0de/", "/verify/1",
    ) == []  # fmt: skip


def test_submission_with_a_dead_link_warns_and_goes_on(submission_at):
    body = '<p>Xem <a href="/sites/stttt/news/da-go-0badc0de/">tin đã gỡ</a>.</p>'

    item = submission_at("approved", body=body)

    results = {row["code"]: row for row in latest_verdict(item).results}
    assert results["LINK_BROKEN"]["severity"] == "warn"
    assert results["LINK_BROKEN"]["violations"] == [
        {
            "code": "LINK_BROKEN",
            "field": "body",
            "params": {"href": "/sites/stttt/news/da-go-0badc0de/", "text": "tin đã gỡ"},
        }
    ]


def test_introduction_on_the_portal_wants_an_english_version_of_itself(submission_at, actor):
    page = {"site": "tinh", "category": "introduction", "document_type": "page"}

    alone = submission_at("draft", **page)
    assert not passed(alone, "ENGLISH_PAIR_MISSING")

    submission_at("draft", **page, language="en", title="Another page in English")
    run_rules(alone, now=now())
    assert not passed(alone, "ENGLISH_PAIR_MISSING")
    translate(alone.pk, by=actor("portal-writer"), now=now(), language="en")
    run_rules(alone, now=now())
    assert passed(alone, "ENGLISH_PAIR_MISSING")


def passed(item, code):
    return {row["code"]: row["passed"] for row in latest_verdict(item).results}[code]
