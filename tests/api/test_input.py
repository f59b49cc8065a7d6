"""What callers send wrongly: always a problem document, never a 500."""

import io
import json
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

NEW = {"site": "stttt", "document_type": "news", "title": "Tin"}
PROBLEM = {"type", "title", "status", "code", "errors"}


def raw(caller, body, content_type="application/json"):
    return Client(raise_request_exception=False).post(
        "/api/v1/submissions/",
        body,
        content_type=content_type,
        headers={"Authorization": f"Token {caller.token}"},
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe{}",
        b'{"title": NaN}',
        b"[" * 200_000,
        b'{"a":' * 50_000,
        b'{"title": "\\ud800", "site": "stttt", "document_type": "news"}',
        b'{"title": "a\\u0000b", "site": "stttt", "document_type": "news"}',
        b'{"site": "stttt", "document_type": "news", "title": ' + b"9" * 5000 + b"}",
    ],
)
def test_unreadable_body_is_400(api, province, body):
    answer = raw(api("contributor"), body)

    assert answer.status_code == 400
    assert set(answer.json()) == PROBLEM
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", None),
        ("title", ["a"]),
        ("title", {"a": 1}),
        ("title", True),
        ("site", "no-such-site"),
        ("site", 7),
        ("unit", {}),
        ("document_type", "poem"),
        ("document_type", "\ud800"),
        ("language", "fr"),
        ("source", "own"),
        ("source", {"kind": "stolen"}),
        ("secrecy_declaration", "perhaps"),
        ("publish_at", "tomorrow"),
        ("publish_at", "0001-01-01T00:00:00Z"),
        ("expire_at", "9999-12-31T23:59:59Z"),
        ("embargo_until", 12),
        ("issued_on", "31/12/2026"),
        ("number", "9" * 101),
        ("summary", "x" * 20_001),
        ("category", "x" * 61),
    ],
)
def test_wrong_kind_of_value_is_400_and_names_its_field(api, province, field, value):
    answer = api("contributor").post("submissions/", NEW | {field: value})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].partition(".")[0] == field


def test_every_malformed_field_is_named_at_once(api, province):
    answer = api("contributor").post("submissions/", {"language": "fr", "site": "?"})

    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"site", "title", "document_type", "language"}


def test_unknown_category_is_422(api, province):
    answer = api("contributor").post("submissions/", NEW | {"category": "gossip"})

    assert (answer.status_code, answer.json()["code"]) == (422, "CATEGORY_MISSING")


def test_long_title_is_422(api, province):
    answer = api("contributor").post("submissions/", NEW | {"title": "x" * 501})

    assert (answer.status_code, answer.json()["code"]) == (422, "TITLE_TOO_LONG")


@pytest.mark.slow
def test_four_megabytes_of_text_are_a_draft(api, province):
    body = "<p>" + "Chữ " * 700_000 + "</p>"

    answer = api("contributor").post("submissions/", NEW | {"body": body})

    assert answer.status_code == 201


@pytest.mark.slow
def test_text_beyond_the_limit_is_413(api, province):
    answer = api("contributor").post("submissions/", NEW | {"body": "x" * (5 * 1024 * 1024 + 1)})

    assert (answer.status_code, answer.json()["code"]) == (413, "TEXT_TOO_LONG")
    assert "5 MB" in answer.json()["title"]


def test_body_declared_larger_than_any_text_is_413_unread(api, province):
    answer = Client(raise_request_exception=False).post(
        "/api/v1/submissions/",
        b"{}",
        content_type="application/json",
        headers={"Authorization": f"Token {api('contributor').token}"},
        CONTENT_LENGTH=str(30 * 1024 * 1024),
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def test_request_declared_larger_than_any_file_is_413_unread(api, province):
    answer = Client(raise_request_exception=False).post(
        "/api/v1/submissions/import/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(300 * 1024 * 1024),
    )

    assert answer.status_code == 413


def test_decomposed_and_invisible_letters_are_repaired_and_said(api, province):
    title = unicodedata.normalize("NFD", "Lịch tiếp công dân") + "\u200b"

    answer = api("contributor").post("submissions/", NEW | {"title": title})

    assert answer.status_code == 201
    assert answer.json()["title"] == "Lịch tiếp công dân"
    assert answer.json()["repairs"] != []


def test_script_in_the_body_is_taken_out(api, province):
    body = '<p onclick="x()">Tin</p><script>alert(1)</script>'

    answer = api("contributor").post("submissions/", NEW | {"body": body})

    assert "script" not in answer.json()["body"]
    assert "onclick" not in answer.json()["body"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data"])
def test_other_media_types_are_refused(api, province, content_type):
    answer = raw(api("contributor"), b"x", content_type=content_type)

    assert answer.status_code in {400, 415}
    assert set(answer.json()) == PROBLEM


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"--x\r\nbroken", 400), (b"--y--", 400)],
)
def test_broken_form_is_400(api, province, body, status):
    answer = Client(raise_request_exception=False).post(
        "/api/v1/submissions/import/",
        body,
        content_type="multipart/form-data; boundary=x",
        headers={"Authorization": f"Token {api('contributor').token}"},
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("trong.txt", b"", 422, "FILE_EMPTY"),
        ("hong.docx", b"PK\x03\x04junk", 422, "FILE_BROKEN"),
        ("chay.exe", b"MZ\x90\x00" + b"\x00" * 64, 415, "TYPE_NOT_ALLOWED"),
        ("hong.pdf", b"%PDF-1.4 broken", 422, "FILE_BROKEN"),
        ("TUYET MAT.txt", "TUYỆT MẬT\nnội dung".encode(), 422, "SECRECY_MARK"),
    ],
)
def test_file_that_cannot_be_taken_is_refused(api, province, name, data, status, code):
    sent = {"site": "stttt", "file": SimpleUploadedFile(name, data)}

    answer = api("contributor").upload("submissions/import/", sent)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_import_makes_a_draft_of_what_the_file_says(api, province):
    head = "---\ntitle: Lịch nghỉ Tết\nsource: Báo Nhân Dân\n---\n\n"
    text = f"{head}# Lịch nghỉ Tết\n\nNghỉ bảy ngày.\n"
    sent = {
        "site": "stttt",
        "category": "news",
        "author_name": "Trần Thu Trang",
        "secrecy_declaration": "true",
        "file": SimpleUploadedFile("lich nghi.md", text.encode()),
    }

    answer = api("contributor").upload("submissions/import/", sent)

    item = answer.json()
    assert answer.status_code == 201
    assert (item["title"], item["author_name"]) == ("Lịch nghỉ Tết", "Trần Thu Trang")
    assert item["source"]["name"] == "Báo Nhân Dân"
    assert item["secrecy_declaration"] is True
    assert [file["role"] for file in item["attachments"]] == ["original"]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("reject", {"grounds": "QB39.4.5.ORIGIN"}),
        ("reject", {"grounds": [1]}),
        ("reject", {"grounds": [{}]}),
        ("reject", {"grounds": [{"code": "x", "explanation": "y"}] * 51}),
        ("request_changes", {"remark": ["a"]}),
        ("override", {"code": "X", "reason": "y", "repair_by": "soon"}),
        ("take_down", {"kind": "vanish"}),
        ("correct", {"change_note": {"a": 1}}),
    ],
)
def test_malformed_words_of_a_verb_are_400(api, at, verb, body):
    item = at("submitted")

    answer = api("dept-editor").post(f"submissions/{item['id']}/{verb}/", body)

    assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED")


def test_answer_is_json_whatever_the_caller_would_like(api, draft):
    answer = api("contributor").get("submissions/", Accept="text/html")

    assert answer["Content-Type"] == "application/json"
    assert json.load(io.BytesIO(answer.content))["next"] is None
