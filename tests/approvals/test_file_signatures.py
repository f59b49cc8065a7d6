"""Uploads that carry signatures: judged as they come in, said in the desk, warned of, sealed."""

import io
import json

import pytest

from approvals.models import FileSignatures
from approvals.services import attaching, file_signatures
from approvals.services.importing import Upload
from core.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    from archive.signing.demo import make_demo

    folder = tmp_path_factory.mktemp("ministry") / "ca"
    make_demo(folder, agency="Bộ Thông tin", now=now())
    return folder


@pytest.fixture(scope="module")
def signed(authority):
    from archive.printing import render_record
    from archive.signing.demo import PASSWORD, SEAL, DemoClock
    from archive.signing.keys import open_pkcs12
    from archive.signing.levels import Level
    from archive.signing.pades import PadesSigner
    from archive.signing.trust import read_trust
    from tests.archive.printing.samples import record

    trust = read_trust(authority / "trust", online=False)
    key = open_pkcs12((authority / SEAL).read_bytes(), PASSWORD)
    signer = PadesSigner(Level.B_LTA, key, DemoClock(authority), "tsa", trust)
    return signer.sign(render_record(record()), field="AgencySeal")


def changed(pdf):
    at = pdf.index(b"pdfaid:part")
    return pdf[:at] + b"pdfaid:parT" + pdf[at + 11 :]


@pytest.fixture
def attach(submission_at, actor):
    def attached(pdf):
        item = submission_at("draft")
        upload = Upload("quyet-dinh.pdf", pdf)
        attaching.attach(item.pk, upload, by=actor("contributor"), now=now())
        item.refresh_from_db()
        return item

    return attached


def test_valid_signature_of_a_trusted_authority_is_named(attach, signed, authority, settings):
    settings.SIGNING_TRUST = str(authority / "trust")

    attach(signed)

    row = FileSignatures.objects.get()
    assert row.status == "valid"
    assert row.signatures[0]["organisation"] == "Bộ Thông tin"
    assert row.signatures[0]["signed_at"]
    assert row.evidence["certificates"].count("BEGIN CERTIFICATE") == 3
    assert row.evidence["revocation_lists"]


@pytest.mark.parametrize(
    ("spoil", "status", "warned"),
    [(changed, "invalid", True), (lambda pdf: pdf, "unknown", False)],
)
def test_changed_file_is_warned_of_with_a_ground_and_a_strangers_is_unknown(
    attach, signed, client_for, spoil, status, warned
):
    item = attach(spoil(signed))

    assert FileSignatures.objects.get().status == status
    found = {row["code"]: row for row in item.verdicts.latest("id").results}["SIGNATURE_INVALID"]
    assert (found["severity"], found["ground"]) == ("warn", "QB39.4.5.ORIGIN")
    assert found["passed"] is not warned
    page = client_for("contributor").get(f"/desk/submissions/{item.pk}/").content.decode()
    assert "quyet-dinh.pdf" in page
    assert {"invalid": "không hợp lệ", "unknown": "chưa xác định"}[status] in page


def test_unsigned_file_is_not_judged_and_no_check_claims_it_was(attach):
    from archive.printing import render_record
    from tests.archive.printing.samples import record

    item = attach(render_record(record()))

    assert not FileSignatures.objects.exists()
    assert "SIGNATURE_INVALID" not in {row["code"] for row in item.verdicts.latest("id").results}


def test_judge_that_takes_too_long_says_unknown_and_the_file_is_kept(attach, signed, monkeypatch):
    monkeypatch.setattr(file_signatures, "SECONDS", 0.01)

    item = attach(signed)

    row = FileSignatures.objects.get()
    assert (row.status, row.signatures[0]["problem"]) == ("unknown", "TIMEOUT")
    assert item.attachments.count() == 1


def test_bytes_that_only_look_signed_are_unknown(attach):
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Note = pikepdf.String("/ByteRange")
        pdf.save(buffer)

    attach(buffer.getvalue())

    assert FileSignatures.objects.get().status == "unknown"


def test_record_says_what_the_signatures_were_worth(
    attach, signed, authority, settings, actor, submission_at
):
    from approvals.services import verbs
    from archive.services.sealing import seal
    from core.storage import default_store
    from publishing.services.publishing import publish

    settings.SIGNING_TRUST = str(authority / "trust")
    item = attach(signed)
    verbs.submit(item.pk, by=actor("contributor"), now=now())
    verbs.review(item.pk, by=actor("dept-editor"), now=now())
    verbs.approve(item.pk, by=actor("dept-head"), now=now())
    publish(item.pk, now=now())

    record = seal(item.pk, now=now())

    told = json.loads(default_store().get(f"{record.folder}/decision.json"))
    (row,) = told["file_signatures"]
    assert row["status"] == "valid"
    assert row["signatures"][0]["organisation"] == "Bộ Thông tin"
