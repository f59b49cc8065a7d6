"""Signing in two steps: the record waits, the key stays elsewhere, only the right answer counts."""

import base64
import io
import subprocess
from datetime import timedelta

import page
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pyhanko.sign.timestamps import TimestampRequestError

from archive.models import ArchiveRecord, SealDelay, SigningRequest
from archive.selectors.waiting import late
from archive.services import awaiting
from archive.services.sealing import seal_due
from archive.signing.demo import PERSON, DemoClock
from core import storage
from core.clock import now
from core.errors import NotVisible, WrongState
from core.models import LedgerEntry, Notice
from tests.archive.signing.elsewhere import Elsewhere

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOUR = timedelta(hours=1)
HEAD = "dept-head"


def test_person_signs_elsewhere_then_the_agency_seals(registered, submission_at, client_for):
    item = submission_at("published")
    assert seal_due(now=now()) == ([], [f"{item.reference} SIGNATURE_AWAITED"])
    item.refresh_from_db()
    assert item.state == "published"
    assert not ArchiveRecord.objects.exists()
    assert Notice.objects.get(event="sign").user.username == HEAD
    assert seal_due(now=now()) == ([], [])  # is not printed again every second

    desk = client_for(HEAD)
    request = SigningRequest.objects.get()
    listed = desk.get("/desk/signing/").content.decode()
    assert item.title in listed
    data = desk.get(f"/desk/signing/{request.pk}/to-sign").content
    assert desk.get(f"/desk/signing/{request.pk}/record.pdf").content.startswith(b"%PDF-")
    sig = SimpleUploadedFile("a.sig", registered.sign(data))
    answer = desk.post(f"/desk/signing/{request.pk}/", {"signature": sig}, follow=True)

    assert "Đã nhận chữ ký" in answer.content.decode()
    assert seal_due(now=now())[1] == []
    item.refresh_from_db()
    assert item.state == "archived"
    assert_signed_by_both(ArchiveRecord.objects.get())
    assert LedgerEntry.objects.get(verb="sign").actor == HEAD


def assert_signed_by_both(record):
    from archive.signing.configuration import configured_trust
    from archive.signing.validation import validate

    pdf = storage.default_store().get(f"{record.folder}/record.pdf")
    verdicts = validate(pdf, trust=configured_trust())
    assert [one.field for one in verdicts] == ["PersonSignature", "AgencySeal", "ArchiveTimestamp1"]
    assert [one.level for one in verdicts] == ["B-LTA", "B-LTA", ""]  # the last stamp covers both
    assert verdicts[0].signer == "Người ký DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
    assert all(one.good for one in verdicts)
    for profile in ("3a", "ua1"):
        found = {one.rule_id for one in page.validate_pdf_bytes(pdf, profile=profile).failures}
        assert found <= {"PDFA3A-SIGNATURE-BYTERANGE-001"}


def waits(submission_at):
    item = submission_at("published")
    seal_due(now=now())
    return item, SigningRequest.objects.get(submission=item, stale_at=None)


def test_wrong_key_other_record_and_nothing_are_refused(
    registered, submission_at, client_for, tmp_path
):
    _, request = waits(submission_at)
    _, other = waits(lambda state: submission_at(state, title="Bản tin hai"))
    subprocess.run(
        ["openssl", "ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out",
         str(tmp_path / "wrong.pem")], check=True, capture_output=True,
    )  # fmt: skip
    data = bytes(request.attributes)

    for signature in (
        registered.sign(data, key="wrong.pem"),
        registered.sign(bytes(other.attributes)),
        registered.sign(data)[:-1],
        b" ",
    ):
        sent = {"signature": io.BytesIO(signature)}
        answer = client_for(HEAD).post(f"/desk/signing/{request.pk}/", sent)
        assert answer.status_code == 422
        assert "Chữ ký không khớp" in answer.content.decode()

    request.refresh_from_db()
    assert request.signature is None


def test_second_signature_is_refused_and_changes_nothing(registered, submission_at, actor):
    _, request = waits(submission_at)
    signature = registered.sign(bytes(request.attributes))
    awaiting.bring(request.pk, signature, by=actor(HEAD), now=now())

    with pytest.raises(WrongState) as refused:
        awaiting.bring(request.pk, signature, by=actor(HEAD), now=now())

    assert refused.value.code == "ALREADY_SIGNED"


def test_record_printed_anew_makes_the_old_digest_stale(registered, submission_at, actor, person):
    item, old = waits(submission_at)
    unit = item.site.unit
    unit.name = "Sở Khoa học và Công nghệ"
    unit.save()
    seal_due(now=now() + 2 * HOUR)

    with pytest.raises(WrongState) as refused:
        awaiting.bring(old.pk, registered.sign(bytes(old.attributes)), by=actor(HEAD), now=now())

    assert refused.value.code == "DIGEST_STALE"
    new = SigningRequest.objects.get(submission=item, stale_at=None)
    awaiting.bring(new.pk, registered.sign(bytes(new.attributes)), by=actor(HEAD), now=now())
    assert seal_due(now=now())[1] == []
    item.refresh_from_db()
    assert item.state == "archived"


def test_record_that_changes_after_it_was_signed_waits_for_a_new_signature(
    registered, submission_at, actor
):
    item, request = waits(submission_at)
    signature = registered.sign(bytes(request.attributes))
    awaiting.bring(request.pk, signature, by=actor(HEAD), now=now())
    unit = item.site.unit
    unit.name = "Sở Khoa học và Công nghệ"
    unit.save()

    assert seal_due(now=now())[1] == [f"{item.reference} SIGNATURE_AWAITED"]

    item.refresh_from_db()
    assert item.state == "published"
    assert SigningRequest.objects.filter(submission=item, stale_at=None, signature=None).exists()


@pytest.mark.parametrize("who", ["dept-editor", "archivist", "auditor", "board-head"])
def test_strangers_neither_see_nor_sign(registered, submission_at, client_for, actor, who):
    _, request = waits(submission_at)
    client = client_for(who)

    assert client.get(f"/desk/signing/{request.pk}/to-sign").status_code == 404
    assert client.get(f"/desk/signing/{request.pk}/record.pdf").status_code == 404
    with pytest.raises(NotVisible):
        awaiting.bring(request.pk, b"x", by=actor(who), now=now())
    shown = "Lê Quang Minh" in client.get("/desk/signing/").content.decode()
    assert shown == (who in {"archivist", "auditor"})


def test_person_without_a_certificate_keeps_the_record_waiting(
    elsewhere, submission_at, actor, client_for
):
    item = submission_at("published")
    assert seal_due(now=now()) == ([], [f"{item.reference} PERSON_CERTIFICATE_MISSING"])
    assert SealDelay.objects.get().reason == "Lê Quang Minh"
    assert seal_due(now=now()) == ([], [])

    upload = SimpleUploadedFile("a.pem", elsewhere.pem)
    client_for(HEAD).post("/desk/signing/certificate/", {"certificate": upload})

    assert seal_due(now=now()) == ([], [f"{item.reference} SIGNATURE_AWAITED"])


def test_waiting_for_a_person_is_late_after_a_day_not_after_an_hour(registered, submission_at):
    waits(submission_at)

    assert late(now=now() + 23 * HOUR, delay=HOUR) == 0
    assert late(now=now() + 25 * HOUR, delay=HOUR) == 1


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda _pem: b"nothing", "CERTIFICATE_UNREADABLE"),
        (lambda _pem: stranger(), "CERTIFICATE_NOT_TRUSTED"),
    ],
)
def test_certificate_nobody_vouches_for_is_refused(elsewhere, client_for, make, code):
    upload = SimpleUploadedFile("a.pem", make(elsewhere.pem))

    answer = client_for(HEAD).post("/desk/signing/certificate/", {"certificate": upload})

    assert answer.status_code == 422
    assert code_words(code) in answer.content.decode()


def code_words(code):
    from approvals import reasons

    return reasons.message(code)


def stranger():
    """A certificate of somebody else's authority."""
    import tempfile
    from pathlib import Path

    from archive.signing.demo import make_demo

    with tempfile.TemporaryDirectory() as place:
        make_demo(Path(place) / "other", agency="Ai đó", now=now())
        return Elsewhere(Path(place), (Path(place) / "other" / PERSON).read_bytes()).pem


def silent(clock):
    """The authority's clock under its own name, that does not answer."""

    async def away(*_args, **_named):
        raise TimestampRequestError("no answer")

    clock.async_request_tsa_response = away
    return lambda *_: (clock, "tsa")


def test_agency_seal_kept_elsewhere_is_brought_by_the_archivist(
    elsewhere, submission_at, actor, settings, tmp_path, monkeypatch
):
    from archive.signing import configuration

    settings.SIGNING_PERSON = ""
    home = settings.DUYET_HOME / "signing-demo"
    (tmp_path / "seal.pem").write_bytes(elsewhere.pem)
    settings.SIGNING_KEY = "external"
    settings.SIGNING_CERTIFICATE = str(tmp_path / "seal.pem")
    settings.SIGNING_TRUST = str(home / "trust")
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/tsa"
    with monkeypatch.context() as answering:
        answering.setattr(configuration, "_clock", lambda *_: (DemoClock(home), "tsa"))
        item, request = waits(submission_at)
    signature = elsewhere.sign(bytes(request.attributes))
    with pytest.raises(NotVisible):
        awaiting.bring(request.pk, signature, by=actor(HEAD), now=now())

    awaiting.bring(request.pk, signature, by=actor("archivist"), now=now())

    monkeypatch.setattr(configuration, "_clock", silent(DemoClock(home)))
    assert seal_due(now=now()) == ([], [f"{item.reference} TSA_AWAY"])  # kept, and tried again
    request.refresh_from_db()
    assert bytes(request.signature) == signature
    item.refresh_from_db()
    assert item.state == "published"
    monkeypatch.setattr(configuration, "_clock", lambda *_: (DemoClock(home), "tsa"))
    assert seal_due(now=now() + HOUR)[1] == []
    item.refresh_from_db()
    assert item.state == "archived"


def test_api_gives_what_to_sign_and_takes_the_answer(registered, submission_at, client_for):
    item, request = waits(submission_at)
    api = client_for(HEAD)

    (row,) = api.get("/api/v1/signing/requests/").json()["results"]
    data = api.get(row["to_sign_url"]).content
    assert api.get(row["record_url"]).content.startswith(b"%PDF-")
    sent = {"signature": base64.b64encode(registered.sign(data + b"?")).decode()}
    address = f"/api/v1/signing/requests/{request.pk}/signature/"
    wrong = api.post(address, sent, content_type="application/json")
    sent = {"signature": base64.b64encode(registered.sign(data)).decode()}
    right = api.post(address, sent, content_type="application/json")
    again = api.post(address, sent, content_type="application/json")

    assert (row["reference"], row["field"]) == (item.reference, "PersonSignature")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "SIGNATURE_WRONG")
    assert right.status_code == 200
    assert right.json()["signed_at"]
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_SIGNED")
    assert client_for("archivist").get(row["to_sign_url"]).status_code == 404
    assert api.get("/api/v1/signing/requests/").json()["results"] == []
