"""Every refusal is a problem document, in the caller's language; nothing leaks."""

import pytest
from django.db import OperationalError
from rest_framework.test import APIRequestFactory

from api import problems
from api.base import PublicView
from approvals import reasons
from core import errors

ENGLISH = {"Accept-Language": "en-GB,en;q=0.8"}


def subclasses(kind):
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_kind_of_refusal_has_a_status():
    kinds = [kind for kind in subclasses(errors.DomainError) if kind.__module__.startswith("core")]

    unmapped = [k for k in kinds if not any(issubclass(k, kind) for kind, _ in problems.STATUSES)]

    assert unmapped == []


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.NotPermitted(), 403),
        (errors.NotVisible(), 404),
        (errors.WrongState(), 409),
        (errors.Stale(), 412),
        (errors.UploadTooLarge(), 413),
        (errors.UploadRefused("TYPE_NOT_ALLOWED"), 415),
        (errors.UploadRefused("FILE_BROKEN"), 422),
        (errors.GuardFailed(), 422),
        (errors.RulesViolated(), 422),
        (errors.StorageFailed(), 503),
    ],
)
def test_refusal_has_its_status_and_its_words(refusal, status):
    document = problems.of_refusal(refusal)

    assert document["status"] == status
    assert document["title"] == reasons.message(document["code"], **refusal.params)
    assert document["type"] == "about:blank"


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "vi"),
        (ENGLISH, "en"),
        ({"Accept-Language": "fr"}, "vi"),
        ({"Accept-Language": "vi"}, "vi"),
    ],
)
def test_words_follow_the_accepted_language(api, province, headers, language):
    answer = api().get("inbox/", **{k.replace("-", "_"): v for k, v in headers.items()})

    assert answer.status_code == 401
    assert answer.json()["title"] == reasons.message("NOT_SIGNED_IN", language)
    assert answer["WWW-Authenticate"] == "Token"


def test_labels_of_stages_and_checks_follow_the_language(api, draft):
    item = draft(source={"kind": "", "name": ""})

    english = api("contributor", **ENGLISH).get(f"submissions/{item['id']}/").json()

    assert english["route"][0]["label"] == "Editing"
    assert {
        check["message"] for check in english["checks"] if check["code"] == "SOURCE_MISSING"
    } == {reasons.message("SOURCE_MISSING", "en")}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/", 404),
        ("get", "/api/v1/", 404),
        ("get", "/api/v2/submissions/", 404),
        ("post", "/api/v1/nothing/here/", 404),
        ("get", "/api/v1/submissions/not-a-uuid/", 404),
        ("get", "/api/v1/../../etc/passwd", 404),
        ("delete", "/api/v1/public/items/", 405),
        ("post", "/api/v1/inbox/", 401),
    ],
)
def test_unknown_address_and_wrong_method_are_problems(api, province, method, address, status):
    answer = api().call(method, address)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_missing_or_extra_last_slash_is_forgiven(api, draft):
    caller = api("contributor")

    statuses = [
        caller.get("submissions").status_code,
        caller.post(
            "submissions", {"site": "stttt", "document_type": "news", "title": "x"}
        ).status_code,
        caller.get("ledger/checkpoint/").status_code,
    ]

    assert statuses == [200, 201, 404]


class Failing(PublicView):
    """Meets what it is told to."""

    failure: Exception = Exception()

    def get(self, _request):
        raise self.failure


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (ZeroDivisionError("secret detail"), 500, "REFUSED"),
        (OperationalError("password=hunter2"), 503, "DATABASE_AWAY"),
        (errors.StorageFailed("OBJECT_MISSING", key="a/b"), 503, "STORAGE_FAILED"),
    ],
)
def test_failure_of_the_machinery_leaks_nothing(db, failure, status, code):
    request = APIRequestFactory().get("/api/v1/x/")

    answer = Failing.as_view(failure=failure)(request).render()

    assert (answer.status_code, answer.data["code"]) == (status, code)
    assert not any(word in answer.content.decode() for word in ("secret", "hunter2", "a/b"))


def test_too_many_calls_are_429_and_say_how_long_to_wait(api, province, monkeypatch):
    from rest_framework.throttling import AnonRateThrottle

    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "1/min"})
    caller = api()
    caller.get("public/items/")

    answer = caller.get("public/items/")

    assert (answer.status_code, answer.json()["code"]) == (429, "TOO_MANY_REQUESTS")
    assert int(answer["Retry-After"]) > 0
