"""What search finds beside the items' own words: files, pins, what is being typed."""

import io

import docx
import pytest
from django.test import Client

from approvals.services import attaching, verbs
from approvals.services.importing import Upload
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted
from core.ledger import LedgerEntry
from core.models import Site
from publishing.models import FileText, Publication
from publishing.services import publishing
from publishing.services.pinning import NewPin, pin
from publishing.services.reading_files import read_files, read_files_due
from tests.publishing.rendering.reading import Page
from tests.walks import draft

pytestmark = pytest.mark.django_db


def page(address):
    return Page(Client().get(address).content.decode())


@pytest.fixture
def with_file(actor):
    """Publish an item whose annex is a document of Word."""
    document = docx.Document()
    document.add_paragraph("Danh mục giống lúa nếp cái hoa vàng được hỗ trợ.")
    out = io.BytesIO()
    document.save(out)
    item = draft(actor=actor, title="Kế hoạch vụ xuân")
    upload = Upload("phu-luc.docx", out.getvalue())
    attaching.attach(item.pk, upload, by=actor("contributor"), now=now(), caption="Phụ lục I")
    verbs.submit(item.pk, by=actor("contributor"), now=now())
    verbs.review(item.pk, by=actor("dept-editor"), now=now())
    verbs.approve(item.pk, by=actor("dept-head"), now=now())
    return publishing.publish(item.pk, now=now())


def test_words_of_a_file_find_its_item_and_name_the_file(with_file):
    assert page("/search?q=lua nep cai hoa vang").words(".line h2") == []

    assert [line.split(" ", 1)[1] for line in read_files_due()] == ["words of 1 files"]

    found = page("/search?q=lua nep cai hoa vang")
    assert found.words(".line h2") == ["Kế hoạch vụ xuân"]
    assert found.words(".in-file a") == ["Phụ lục I"]
    href = found.values(".in-file a", "href")[0]
    assert href.startswith(f"/sites/stttt/{with_file.address}attachments/")
    assert found.words(".sum mark")[:2] == ["lúa", "nếp"]
    answer = Client().get("/search?q=lua nep&format=json").json()["results"][0]
    assert answer["file"] == f"http://testserver{href}"


def test_files_are_read_once_and_again_with_the_same_end(with_file):
    read_files_due()
    before = Publication.objects.get(pk=with_file.pk).more_words

    assert read_files_due() == []
    assert read_files(with_file.pk) == 1
    assert Publication.objects.get(pk=with_file.pk).more_words == before
    assert FileText.objects.count() == 1


def test_words_of_a_file_are_not_found_once_the_item_is_offline(with_file):
    read_files_due()
    Publication.objects.filter(pk=with_file.pk).update(online=False)

    assert page("/search?q=lua nep cai hoa vang").words(".line h2") == []


def test_half_a_word_suggests_titles_and_numbers_of_what_is_online(submission_at):
    submission_at("published", title="Cấp nước sạch nông thôn")
    submission_at("published", title="Quyết định về giá nước", number="05/2026/QĐ-UBND")
    offline = submission_at("published", title="Nước thải")
    Publication.objects.filter(submission=offline).update(online=False)

    def suggested(typed, address="/search"):
        answer = Client().get(address, {"format": "suggest", "q": typed})
        return {one["title"] for one in answer.json()["suggestions"]}

    assert suggested("nuo") == {"Cấp nước sạch nông thôn", "Quyết định về giá nước"}
    assert suggested("nước sạ") == {"Cấp nước sạch nông thôn"}
    assert suggested("05/2026/qd") == {"Quyết định về giá nước"}
    assert suggested("nuo", "/sites/tinh/search") == set()
    assert suggested("n") == suggested("'|!&:*") == suggested("\\ ' (") == set()


def test_pinned_item_stands_before_all_answers(submission_at, actor):
    today = in_vietnam(now()).date()
    item = submission_at("published", title="Nộp hồ sơ trực tuyến")
    submission_at("published", title="Tin hộ chiếu")
    site = Site.objects.get(code="stttt")
    address = f"https://x.example/sites/stttt/{item.publication.address}"

    pin(NewPin(site, "Hộ chiếu", address, today), by=actor("admin"), now=now())

    found = page("/sites/stttt/search?q=lam ho chieu o dau")
    assert found.words(".pinned h3") == ["Nộp hồ sơ trực tuyến"]
    assert page("/sites/stttt/search?q=ho so").words(".pinned h3") == []
    assert page("/sites/tinh/search?q=ho chieu").words(".pinned h3") == []
    Publication.objects.filter(submission=item).update(online=False)
    assert page("/sites/stttt/search?q=ho chieu").words(".pinned h3") == []
    assert LedgerEntry.objects.filter(verb="pin", subject_id="stttt").count() == 1


def test_pin_is_refused_to_strangers_and_without_a_target(submission_at, actor):
    site = Site.objects.get(code="stttt")
    new = NewPin(site, "hộ chiếu", "/sites/stttt/news/khong-co/", in_vietnam(now()).date())

    with pytest.raises(NotPermitted):
        pin(new, by=actor("dept-head"), now=now())
    with pytest.raises(GuardFailed, match="PIN_TARGET_MISSING"):
        pin(new, by=actor("admin"), now=now())


def test_pins_are_put_up_and_taken_away_in_the_desk(submission_at, client_for):
    item = submission_at("published", title="Nộp hồ sơ trực tuyến")
    desk, address = client_for("admin"), "/desk/search-pins/"
    form = {"site": "stttt", "words": "hộ chiếu", "address": "nowhere"}

    assert desk.post(address, form).status_code == 422
    form["address"] = f"/sites/stttt/{item.publication.address}"
    shown = Page(desk.post(address, form, follow=True).content.decode())
    assert shown.words("strong")[-1:] == ["hộ chiếu"]
    key = shown.values("button[name=remove]", "value")[0]
    desk.post(address, {"remove": key})
    assert page("/sites/stttt/search?q=ho chieu").words(".pinned h3") == []
    assert client_for("contributor").get(address).status_code == 403


def test_answers_as_atom(submission_at):
    submission_at("published", title="Cấp nước sạch")

    feed = Client().get("/search?q=nuoc&format=atom")

    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert b"<feed" in feed.content
