"""Proposing an item to the portal over the API."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_published_item_is_proposed_once(api, submission_at):
    item = submission_at("published")
    writer = api("contributor")
    address = f"submissions/{item.pk}/"

    assert "propose" in writer.get(address).json()["allowed_actions"]
    undeclared = writer.post(f"{address}propose/", {})
    made = writer.post(f"{address}propose/", {"secrecy_declaration": True})
    again = writer.post(f"{address}propose/", {"secrecy_declaration": True})

    assert (undeclared.status_code, undeclared.json()["code"]) == (422, "SECRECY_UNDECLARED")
    assert made.status_code == 201
    assert (made.json()["site"], made.json()["state"]) == ("tinh", "submitted")
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_PROPOSED")
    assert api("commune-writer").post(f"{address}propose/", {}).status_code == 404
