"""Files over HTTP: added, streamed, taken out; refused by content, not by name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture
def attach(api, picture):
    def send(item, name="tru so.png", data=None, username="contributor", **headers):
        sent = {"file": SimpleUploadedFile(name, picture if data is None else data)}
        sent |= {"caption": "Trụ sở", "alt_text": "Mặt tiền trụ sở"}
        return api(username).upload(f"submissions/{item['id']}/attachments/", sent, **headers)

    return send


def test_picture_is_kept_with_its_texts_and_makes_a_new_revision(api, draft, attach):
    item = draft()

    answer = attach(item)

    added = answer.json()
    after = api("contributor").get(f"submissions/{item['id']}/").json()
    assert answer.status_code == 201
    assert (added["caption"], added["alt_text"]) == ("Trụ sở", "Mặt tiền trụ sở")
    assert (added["role"], added["version"]) == ("picture", item["version"] + 1)
    assert after["content_hash"] == added["content_hash"] != item["content_hash"]
    assert [file["id"] for file in after["attachments"]] == [added["id"]]


def test_file_streams_with_the_same_token_and_cannot_run(api, draft, attach):
    from core.canonical import sha256_hex

    added = attach(draft()).json()

    answer = api("contributor").get(added["url"])

    assert sha256_hex(answer.streamed) == added["sha256"]
    assert answer["Content-Length"] == str(added["size"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("chay.exe", b"MZ\x90\x00" + b"\x00" * 64, 415, "TYPE_NOT_ALLOWED"),
        ("anh.png", b"MZ\x90\x00" + b"\x00" * 64, 415, "TYPE_NOT_ALLOWED"),
        ("trong.txt", b"", 422, "FILE_EMPTY"),
        ("MẬT - ke hoach.txt", b"noi dung", 422, "SECRECY_MARK"),
    ],
)
def test_file_that_is_not_allowed_is_refused_and_not_kept(
    api, draft, attach, name, data, status, code
):
    item = draft()

    answer = attach(item, name=name, data=data)

    after = api("contributor").get(f"submissions/{item['id']}/").json()
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (after["version"], after["attachments"]) == (item["version"], [])


def test_upload_without_a_file_is_400(api, draft):
    item = draft()

    answer = api("contributor").upload(
        f"submissions/{item['id']}/attachments/", {"caption": "không có tệp"}
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")


def test_file_for_a_submitted_item_is_409(at, attach):
    assert attach(at("submitted")).status_code == 409


def test_file_for_a_stale_version_is_412(api, draft, attach):
    assert attach(draft(), If_Match='"9"').status_code == 412


def test_file_taken_out_is_gone_for_the_draft(api, draft, attach):
    item = draft()
    added = attach(item).json()

    gone = api("contributor").delete(added["url"])

    after = api("contributor").get(f"submissions/{item['id']}/").json()
    assert gone.status_code == 204
    assert after["attachments"] == []
    assert after["content_hash"] == item["content_hash"]
    assert api("contributor").get(added["url"]).status_code == 404
    assert api("contributor").delete(added["url"]).status_code == 404


def test_store_that_is_away_is_503(api, draft, attach, settings, tmp_path):
    item = draft()
    (tmp_path / "no-folder").write_text("a file where the store should be")
    settings.STORAGE_URL = f"file://{tmp_path / 'no-folder'}"

    answer = attach(item)

    assert (answer.status_code, answer.json()["code"]) == (503, "STORAGE_FAILED")
