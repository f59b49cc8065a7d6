"""The public verification of records: verdicts, who sees what, files, uploads."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from archive.selectors.packages import file_of, package_of
from archive.services.sealing import seal
from core.clock import now
from core.storage import default_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(submission_at):
    item = submission_at("archived")
    item.refresh_from_db()
    return item


def test_start_page_is_open_to_anybody(client, db):
    answer = client.get("/verify/")

    assert answer.status_code == 200
    assert "Kiểm tra hồ sơ lưu trữ" in answer.content.decode()


def test_start_page_with_id_leads_to_the_record(client, sealed):
    answer = client.get("/verify/", {"id": f" {sealed.reference.lower()} "})

    assert answer["Location"] == f"/verify/{sealed.reference.lower()}"
    assert client.get(answer["Location"]).status_code == 200


def test_sealed_record_is_intact_and_tells_who_decided(client, sealed):
    page = client.get(f"/verify/{sealed.pk}").content.decode()

    assert "Hồ sơ nguyên vẹn" in page
    assert "Lê Quang Minh" in page
    assert sealed.content_hash in page
    assert "có trong sổ đã ký" in page


def test_record_in_english_says_so(client, sealed):
    page = client.get(f"/verify/{sealed.pk}", headers={"Accept-Language": "en"}).content.decode()

    assert "The record is intact" in page


def test_published_item_without_record_is_being_sealed(client, submission_at):
    item = submission_at("published")

    answer = client.get(f"/verify/{item.pk}")

    assert answer.status_code == 200
    assert "Đang niêm phong" in answer.content.decode()


@pytest.mark.parametrize("wanted", ["5d5a6a46-0000-4000-8000-000000000001", "x' or 1=1", "%00"])
def test_unknown_record_is_a_clear_404(client, db, wanted):
    answer = client.get(f"/verify/{wanted}")

    assert answer.status_code == 404
    assert "Không có hồ sơ này" in answer.content.decode()


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "returned", "withdrawn"])
def test_undecided_item_is_not_there_even_for_auditors(client_for, submission_at, state):
    item = submission_at(state)

    assert client_for("auditor").get(f"/verify/{item.pk}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 404),
        ("commune-head", 404),
        ("contributor", 200),
        ("auditor", 200),
        ("archivist", 200),
    ],
)
def test_refused_record_is_seen_only_by_those_concerned(
    client, client_for, submission_at, who, status
):
    item = submission_at("rejected")
    seal(item.pk, now=now())
    browser = client_for(who) if who else client

    assert browser.get(f"/verify/{item.pk}").status_code == status
    assert browser.get(f"/verify/{item.pk}/record.pdf").status_code == status


def test_tampered_file_in_the_store_is_named(client, sealed):
    _tamper(sealed.archive_record, "decision.json")

    page = client.get(f"/verify/{sealed.pk}").content.decode()

    assert "Hồ sơ không còn nguyên vẹn" in page
    assert "decision.json: nội dung trong kho khác với lúc niêm phong." in page
    assert client.get(f"/verify/{sealed.pk}/package.zip").status_code == 503


def test_lost_file_in_the_store_is_named(client, sealed):
    default_store().delete(f"{sealed.archive_record.folder}/content.json")

    page = client.get(f"/verify/{sealed.pk}").content.decode()

    assert "content.json: không còn trong kho lưu trữ." in page


def test_record_row_rewritten_with_its_file_contradicts_the_ledger(client, sealed):
    record = sealed.archive_record
    record.files["record.pdf"]["sha256"] = _tamper(record, "record.pdf")
    with connection.cursor() as cursor:  # as a superuser who steps round the triggers
        cursor.execute("SET LOCAL session_replication_role = replica")
    record.save()

    page = client.get(f"/verify/{sealed.pk}").content.decode()

    assert "Sổ cái không có niêm phong của đúng các tệp này." in page


def test_printable_opens_inline_with_a_name_and_an_etag(client, sealed):
    answer = client.get(f"/verify/{sealed.pk}/record.pdf")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{sealed.reference}.pdf"'
    assert answer.content == file_of(sealed.archive_record, "record.pdf")
    again = client.get(f"/verify/{sealed.pk}/record.pdf", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_package_downloads_whole(client, sealed):
    answer = client.get(f"/verify/{sealed.pk}/package.zip")

    assert answer.content == package_of(sealed.archive_record)


def test_taken_down_record_keeps_its_verdict_but_not_its_files_public(
    client, client_for, sealed, actor
):
    from publishing.models import Publication

    Publication.objects.filter(submission=sealed).update(
        online=False, taken_down_at=now(), take_down_kind="gone"
    )

    page = client.get(f"/verify/{sealed.pk}").content.decode()

    assert "Hồ sơ nguyên vẹn" in page
    assert sealed.title not in page
    assert client.get(f"/verify/{sealed.pk}/record.pdf").status_code == 404
    assert client_for("auditor").get(f"/verify/{sealed.pk}/record.pdf").status_code == 200


@pytest.mark.parametrize("name", ["record.pdf", "package.zip"])
def test_upload_of_sealed_file_is_recognised(client, sealed, name):
    record = sealed.archive_record
    data = package_of(record) if name == "package.zip" else file_of(record, name)

    page = _upload(client, name, data)

    assert "Tệp bạn đưa đúng là bản đã niêm phong" in page


def test_upload_of_changed_printable_differs(client, sealed):
    data = file_of(sealed.archive_record, "record.pdf") + b"\n% changed"

    page = _upload(client, "record.pdf", data)

    assert "record.pdf: khác với bản đã niêm phong." in page


def test_upload_of_changed_package_names_what_differs_and_lacks(client, sealed):
    with zipfile.ZipFile(io.BytesIO(package_of(sealed.archive_record))) as old:
        files = {name: old.read(name) for name in old.namelist()}
    del files["README.txt"]
    files["record.pdf"] += b"x"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)

    page = _upload(client, "package.zip", buffer.getvalue())

    assert "record.pdf: khác với bản đã niêm phong." in page
    assert "README.txt: không có trong gói bạn đưa." in page


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"PK"])
def test_upload_of_something_else_is_not_recognised(client, db, data):
    page = _upload(client, "record.pdf", data)

    assert "Không nhận ra tệp này" in page


def test_upload_of_refused_record_tells_strangers_nothing(client, client_for, submission_at):
    item = submission_at("rejected")
    data = file_of(seal(item.pk, now=now()), "record.pdf")

    assert "Không nhận ra tệp này" in _upload(client, "record.pdf", data)
    page = _upload(client_for("auditor"), "record.pdf", data)
    assert "Tệp bạn đưa đúng là bản đã niêm phong" in page


def _upload(client, name, data):
    answer = client.post("/verify/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    return answer.content.decode()


def _tamper(record, name):
    """Change a stored file behind the store's back; return its new hash."""
    from django.conf import settings

    from core.canonical import sha256_hex

    path = settings.STORAGE_URL.removeprefix("file://") + f"/objects/{record.folder}/{name}"
    from pathlib import Path

    file = Path(path)
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    return sha256_hex(file.read_bytes())
