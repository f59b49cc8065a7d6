"""The public scorecard and the list of what must be public: made of what is online, never typed."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from core.clock import in_vietnam, now
from core.models import Site
from publishing.models import Publication
from publishing.services.publishing import publish_due
from publishing.services.scorecards import write_scorecards
from publishing.services.takedown import take_down

pytestmark = pytest.mark.django_db
LEGAL = {
    "title": "Ban hành quy chế",
    "category": "legal-documents",
    "document_type": "legal_document",
    "number": "05/QĐ-UBND",
    "issued_on": "2026-11-02",
    "effective_on": "2026-12-01",
    "fields": {"type": "legal-document", "form": "quyet-dinh", "issuer": "UBND tỉnh"},
}


@pytest.fixture
def online(submission_at, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    def publish(**fields):
        item = submission_at("approved", **fields)
        assert publish_due(now=now())[1] == []
        return Publication.objects.get(submission=item)

    return publish


def page(settings, site="stttt", folder="disclosure"):
    return (settings.PORTAL_ROOT / site / folder / "index.html").read_text("utf-8")


def test_scorecard_is_baked_for_the_site_and_for_the_province(online, settings):
    online()
    online(site="tinh")
    write_scorecards(now=now())

    own, province = page(settings), page(settings, "tinh")
    assert ">2/21<" in own
    assert 'href="../news/"' in own
    assert "Sở Thông tin và Truyền thông" in province
    assert 'href="/sites/stttt/disclosure/"' in province
    assert "must publish 21 kinds" in page(settings, folder="en/disclosure")


def test_scorecard_follows_what_is_online_and_only_then(online, actor, settings):
    publication = online()
    assert "stttt" in write_scorecards(now=now())
    assert write_scorecards(now=now()) == []

    take_down(
        publication.submission_id, by=actor("dept-head"), now=now(), kind="gone", reason="Sai."
    )

    assert write_scorecards(now=now()) == ["stttt"]
    assert ">1/21<" in page(settings)
    assert write_scorecards(now=now() + timedelta(days=1)) == ["stttt"]


def test_list_has_the_seven_columns_of_the_law(online):
    online(**LEGAL)

    html = Client().get("/sites/stttt/disclosures").content.decode()

    for name in (
        "Tên văn bản, thông tin",
        "Số, ký hiệu",
        "Ngày tạo ra",
        "Hình thức công khai",
        "Thời điểm công khai",
        "Thời hạn công khai",
        "Địa chỉ",
    ):
        assert f">{name}</th>" in html
    assert "02/11/2026" in html
    assert "không thời hạn" in html


def test_list_leaves_out_what_the_law_does_not_list(online):
    online(title="Thông báo nghỉ lễ", category="announcements", document_type="announcement")

    assert "Thông báo nghỉ lễ" not in Client().get("/sites/stttt/disclosures").content.decode()


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("category=legal-documents", True),
        ("category=legal-documents&year=2026", True),
        ("category=legal-documents&year=2025", False),
        ("category=legal-documents&issuer=UBND+tỉnh", True),
        ("category=legal-documents&issuer=ubnd+tinh", True),
        ("category=legal-documents&issuer=Sở+Y+tế", False),
        ("category=plans", False),
        ("year=26&after=x&category=%00", True),
    ],
)
def test_list_is_narrowed_by_kind_year_and_issuer(online, query, there):
    online(**LEGAL)

    html = Client().get(f"/sites/stttt/disclosures?{query}").content.decode()

    assert ("Ban hành quy chế" in html) is there


def test_list_of_a_structured_kind_shows_its_own_columns(online):
    online(**LEGAL)

    html = Client().get("/sites/stttt/disclosures?category=legal-documents").content.decode()

    heads = ["Số, ký hiệu", "Ngày ban hành", "Tên, trích yếu", "Cơ quan ban hành",
             "Ngày có hiệu lực"]  # fmt: skip
    places = [html.index(f">{name}</th>") for name in heads]
    assert places == sorted(places)
    assert "UBND tỉnh" in html


def test_files_hold_the_same_lines_and_no_formula(online):
    online(**{**LEGAL, "title": "=1+1"})

    client = Client()
    sent = client.get("/sites/stttt/disclosures?format=csv")
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    ods = b"".join(client.get("/sites/stttt/disclosures?format=ods").streaming_content)

    assert len(rows) == 2
    assert len(rows[0]) == 7
    assert rows[1][0] == "'=1+1"
    with zipfile.ZipFile(io.BytesIO(ods)) as package:
        assert package.namelist()[0] == "mimetype"
        assert "05/QĐ-UBND" in package.read("content.xml").decode()


def test_pages_follow_one_another_without_a_gap(online, monkeypatch):
    monkeypatch.setattr("publishing.selectors.disclosures.PAGE_SIZE", 2)
    for number in range(1, 6):
        online(**{**LEGAL, "title": f"Văn bản {number}", "number": f"0{number}/QĐ-UBND"})

    client, seen, href = Client(), [], ""
    while True:
        html = client.get(f"/sites/stttt/disclosures{href}").content.decode()
        seen += [n for n in range(5, 0, -1) if f"Văn bản {n}<" in html]
        if 'rel="next"' not in html:
            break
        href = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")

    assert seen == [5, 4, 3, 2, 1]


def test_api_gives_list_and_scorecard(online):
    online(**LEGAL)
    client = Client()

    line = client.get("/api/v1/public/disclosures/?site=stttt").json()["results"][0]
    card = client.get("/api/v1/public/scorecard/?site=stttt").json()

    assert (line["number"], line["created_on"], line["duration"]) == (
        "05/QĐ-UBND", "2026-11-02", "không thời hạn",
    )  # fmt: skip
    assert line["fields"]["issuer"] == "UBND tỉnh"
    assert (card["owed"], card["as_of"]) == (21, in_vietnam(now()).date().isoformat())
    legal = next(row for row in card["duties"] if row["category"] == "legal-documents")
    assert (legal["standing"], legal["online"]) == ("fresh", 1)


def test_list_answers_on_the_sites_own_host(online, settings):
    settings.ALLOWED_HOSTS = ["*"]
    online(**LEGAL)
    Site.objects.filter(code="stttt").update(host="stttt.example.vn")

    html = Client().get("/disclosures", headers={"host": "stttt.example.vn"}).content.decode()

    assert "Ban hành quy chế" in html
