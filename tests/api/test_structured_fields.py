"""Fields of structured kinds over the API, and where they go from there."""

import json

from approvals.models import Submission


def test_fields_go_from_the_api_to_the_page_and_into_the_record(api, published, settings):
    """The API takes them, the page shows a table of them, the record keeps their names."""
    from archive.selectors.dossier import decision_json

    sent = {
        "category": "leaders",
        "document_type": "page",
        "title": "Giám đốc Sở",
        "fields": {
            "person": "Lê Quang Minh",
            "position": "Giám đốc",
            "biography": "Sinh 1970.",
            "tasks": "Phụ trách chung.",
        },
    }

    item = published(**sent)

    assert item["fields"]["type"] == "leader"
    row = Submission.objects.get(pk=item["id"])
    page = settings.PORTAL_ROOT / "stttt" / row.publication.address / "index.html"
    html = page.read_text("utf-8")
    assert "<dt>Tiểu sử tóm tắt</dt><dd>Sinh 1970.</dd>" in html
    assert decision_json(row)["fields"][0] == {
        "code": "person",
        "label": "Họ và tên",
        "value": "Lê Quang Minh",
    }
    public = api().get(f"public/items/{item['id']}/").json()
    assert public["fields"]["position"] == "Giám đốc"
    assert json.loads(row.revision.content)["fields"]["person"] == "Lê Quang Minh"


def test_fields_of_another_category_are_named_and_hold_the_item_back(api, draft):
    item = draft(fields={"person": "Lê Quang Minh"})

    answer = api("contributor").post(f"submissions/{item['id']}/submit/")

    assert answer.status_code == 422
    assert [(e["code"], e["field"]) for e in answer.json()["errors"]] == [
        ("STRUCTURE_FIELD_MALFORMED", "fields.type")
    ]


def test_names_of_fields_are_cleaned_like_their_values(api, draft):
    item = draft(category="leaders", fields={"per\u0000son": "Lê Quang Minh"})

    assert item["fields"] == {"type": "leader", "person": "Lê Quang Minh"}
