"""The OpenAPI document: in the repository, equal to the code, and readable without scripts."""

from pathlib import Path

import pytest
import yaml
from django.test import Client

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document():
    return yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text(encoding="utf-8"))


def test_committed_schema_equals_the_code(document, tmp_path):
    from django.core.management import call_command

    fresh = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True)

    assert yaml.safe_load(fresh.read_text(encoding="utf-8")) == document, (
        "run: manage.py spectacular --file docs/openapi.yaml"
    )


def test_schema_is_openapi_3_1_and_open_to_anybody(db):
    answer = Client().get("/api/schema/?format=json")

    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"


def test_every_operation_documents_its_refusals(document):
    operations = [
        (method, path, call)
        for path, calls in document["paths"].items()
        for method, call in calls.items()
    ]

    lacking = [
        (method, path)
        for method, path, call in operations
        if not {"400", "401", "404", "429", "503"} <= set(call["responses"])
        or (method != "get" and not {"409", "412", "422"} <= set(call["responses"]))
    ]

    assert len(operations) > 25
    assert lacking == []


def test_every_verb_of_the_contract_has_an_address(document):
    verbs = {
        path.rstrip("/").rpartition("/")[2]
        for path in document["paths"]
        if path.startswith("/api/v1/submissions/{key}/")
    }

    assert verbs >= {
        "submit", "review", "approve", "reject", "request_changes", "withdraw", "recall",
        "confirm", "take_down", "adopt", "override", "correct", "history", "attachments",
    }  # fmt: skip


def test_answers_hold_exactly_what_the_schema_says(document, api, published):
    item = published()

    shown = api("contributor").get(f"submissions/{item['id']}/").json()

    shape = document["components"]["schemas"]["SubmissionAnswer"]
    assert set(shown) == set(shape["properties"]) == set(shape["required"])


def test_documentation_page_needs_no_script_and_keeps_to_the_policy(db):
    answer = Client().get("/api/docs/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script" not in page
    assert "http://" not in page.replace("http://127.0.0.1", "")
    assert f'nonce="{answer.wsgi_request.csp_nonce}"' in page
    assert "/api/v1/submissions/{key}/approve/" in page
