"""Signing in, scopes, lockout."""

from datetime import timedelta

import pytest
import time_machine

SIGN_IN = "auth/token/"
GOOD = {"username": "contributor", "password": "duyet-demo-2026"}


def test_sign_in_gives_a_token_that_works(api, province):
    token = api().post(SIGN_IN, GOOD).json()["token"]

    answer = api().get("inbox/", Authorization=f"Token {token}")

    assert (answer.status_code, answer.json()) == (200, {"results": [], "next": None})


def test_new_token_leaves_the_older_one_valid(api, province):
    first, second = (api().post(SIGN_IN, GOOD).json()["token"] for _ in range(2))

    statuses = [
        api().get("inbox/", Authorization=f"Token {t}").status_code for t in (first, second)
    ]

    assert first != second
    assert statuses == [200, 200]


def test_only_the_digest_of_a_token_is_kept(api, province):
    from core.models import ApiToken

    token = api().post(SIGN_IN, GOOD).json()["token"]

    row = ApiToken.objects.get()
    assert token not in {row.digest, str(row.scopes)}
    assert len(row.digest) == 64


@pytest.mark.parametrize(
    "said", [GOOD | {"password": "wrong"}, {"username": "nobody", "password": "x"}]
)
def test_wrong_name_or_password_is_answered_alike(api, province, said):
    answer = api().post(SIGN_IN, said)

    assert answer.status_code == 401
    assert answer.json()["code"] == "NOT_SIGNED_IN"


def test_sign_in_without_password_is_malformed(api, province):
    answer = api().post(SIGN_IN, {"username": "contributor"})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["password"]


def test_repeated_failures_lock_the_name_out_even_with_the_right_password(api, province):
    for _ in range(5):
        api().post(SIGN_IN, GOOD | {"password": "wrong"})

    answer = api().post(SIGN_IN, GOOD)

    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) > 0
    assert api().post(SIGN_IN, GOOD | {"username": "dept-head"}).status_code == 200


def test_too_many_sign_ins_are_slowed_down(api, province):
    statuses = {api().post(SIGN_IN, GOOD).status_code for _ in range(31)}

    assert statuses == {200, 429}


@pytest.mark.parametrize("header", ["Token x", "Token", "Token a b", "Bearer nonsense"])
def test_bad_token_is_refused_even_where_none_is_needed(api, province, header):
    assert api().get("public/items/", Authorization=header).status_code == 401


def test_token_ends_with_its_time(api, person):
    caller = api("contributor")

    with time_machine.travel(timedelta(days=91), tick=False):
        assert caller.get("inbox/").status_code == 401


def test_token_of_somebody_who_left_is_refused(api, person):
    caller, user = api("contributor"), person("contributor")
    user.is_active = False
    user.save()

    assert caller.get("inbox/").status_code == 401


def test_signing_out_ends_only_that_token(api, person):
    one, other = api("contributor"), api("contributor")

    assert one.delete(SIGN_IN).status_code == 204
    assert one.get("inbox/").status_code == 401
    assert other.get("inbox/").status_code == 200


def test_token_without_the_scope_may_read_but_not_decide(api, at):
    item = at("submitted")
    said = {"username": "dept-editor", "password": "duyet-demo-2026", "scopes": ["read", "write"]}
    token = api().post(SIGN_IN, said).json()["token"]
    header = {"Authorization": f"Token {token}"}

    assert api().get(f"submissions/{item['id']}/", **header).status_code == 200
    assert api().post(f"submissions/{item['id']}/review/", **header).status_code == 403
