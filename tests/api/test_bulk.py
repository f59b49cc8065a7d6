"""Several decisions in one call: per-item answers, exactly what was seen, held back, repeatable."""

import pytest

from approvals.models import Decision

PRIVATE = "<p>Liên hệ ông Nguyễn Văn A, số điện thoại 0912345678.</p>"


def seen(item):
    return {"id": str(item.pk), "version": item.version, "content_hash": item.content_hash}


def test_each_item_gets_its_own_answer(api, submission_at):
    good = submission_at("reviewed", title="Tin một")
    warned = submission_at("reviewed", title="Tin hai", body=PRIVATE)
    foreign = submission_at("reviewed", title="Tin ba", site="xa-an-binh")
    other = seen(submission_at("reviewed", title="Tin bốn")) | {"content_hash": "0" * 64}
    items = [seen(good), seen(warned), seen(foreign), other]

    answer = api("dept-head").post("submissions/bulk/", {"verb": "approve", "items": items})

    assert answer.status_code == 200
    found = answer.json()["results"]
    assert [(one["outcome"], one["status"]) for one in found] == [
        ("done", 200), ("refused", 422), ("refused", 404), ("refused", 412),
    ]  # fmt: skip
    assert [[e["code"] for e in one["errors"]] for one in found] == [
        [], ["CHECKS_NOT_GREEN"], ["NOT_FOUND"], ["STALE_VERSION"],
    ]  # fmt: skip
    assert (found[0]["state"], found[0]["hold_until"] is not None) == ("approved", True)


def test_same_key_answers_the_same_and_decides_once(api, submission_at):
    item = submission_at("reviewed")
    body = {"verb": "approve", "items": [seen(item)]}
    head = api("dept-head")

    first = head.post("submissions/bulk/", body, Idempotency_Key="k1")
    second = head.post("submissions/bulk/", body, Idempotency_Key="k1")
    third = head.post("submissions/bulk/", body)

    assert first.json() == second.json()
    assert third.json()["results"][0]["outcome"] == "again"
    assert Decision.objects.filter(submission=item, verb="approve").count() == 1


@pytest.mark.parametrize(
    "body", [{"verb": "reject", "items": []}, {"verb": "approve"}, {"verb": "approve", "items": []}]
)
def test_other_verbs_and_empty_lists_are_malformed(body, api):
    assert api("dept-head").post("submissions/bulk/", body).status_code == 400
