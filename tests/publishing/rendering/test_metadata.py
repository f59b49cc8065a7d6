import json

from publishing.rendering import render_home, render_item
from publishing.rendering.metadata import script_json
from tests.publishing.rendering.facts import a_content, a_site, an_attachment, an_item
from tests.publishing.rendering.reading import Page

MANDATORY = ("title", "creator", "date", "description", "publisher", "identifier")
ADDRESS = "https://stttt.example.vn/legal-documents/quy-dinh-ve-nuoc-sach-nong-thon-0b5c7a52/"


def test_item_states_the_six_mandatory_fields_of_dublin_core():
    page = Page(render_item(a_site(), an_item()))

    assert {name: page.meta(f"DC.{name}") for name in MANDATORY} == {
        "title": ["Quy định về nước sạch nông thôn"],
        "creator": ["Trần Thị Mai; Sở Thông tin và Truyền thông"],
        "date": ["2026-07-01"],
        "description": ["Mức nước tối thiểu cho mỗi hộ."],
        "publisher": ["Sở Thông tin và Truyền thông"],
        "identifier": [f"05/QĐ-UBND; {ADDRESS}"],
    }


def test_home_fills_the_mandatory_fields_too():
    page = Page(render_home(a_site(), [an_item().line]))

    assert all(page.meta(f"DC.{name}")[0] for name in MANDATORY)


def test_item_without_a_date_of_issue_is_dated_by_its_publication():
    page = Page(render_item(a_site(), an_item(content=a_content(issued_on=""))))

    assert page.meta("DC.date") == ["2026-07-22"]


def test_open_graph_names_the_first_picture_by_its_full_address():
    picture = an_attachment(file_name="aa-anh.png", media_type="image/png", role="picture")
    page = Page(render_item(a_site(), an_item(content=a_content(attachments=[picture]))))

    assert page.values('meta[property="og:image"]', "content") == [
        f"{ADDRESS}attachments/aa-anh.png"
    ]
    assert page.values('meta[property="og:url"]', "content") == [ADDRESS]


def test_json_ld_of_a_law_is_legislation():
    page = Page(render_item(a_site(), an_item()))
    (script,) = page.tree.cssselect('script[type="application/ld+json"]')

    assert json.loads(script.text) == {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "headline": "Quy định về nước sạch nông thôn",
        "name": "Quy định về nước sạch nông thôn",
        "description": "Mức nước tối thiểu cho mỗi hộ.",
        "inLanguage": "vi",
        "datePublished": "2026-07-22T03:30:00+07:00",
        "dateModified": "2026-07-22T03:30:00+07:00",
        "author": {"@type": "Person", "name": "Trần Thị Mai"},
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": "Sở Thông tin và Truyền thông",
        },
        "identifier": "05/QĐ-UBND",
        "legislationIdentifier": "05/QĐ-UBND",
        "legislationDate": "2026-07-01",
        "url": ADDRESS,
        "sha256": "ab" * 32,
    }


def test_json_ld_cannot_leave_its_script_element():
    data = {"name": "</script><!--<script>&\u2028"}

    text = script_json(data)

    assert text == '{"name":"\\u003c/script\\u003e\\u003c!--\\u003cscript\\u003e\\u0026\\u2028"}'
    assert json.loads(text) == data
