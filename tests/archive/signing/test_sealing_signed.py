"""Sealing with a key: signed once, the same bytes everywhere, late rather than unsigned."""

import json
from datetime import timedelta

import pytest

from archive.models import ArchiveRecord, SealDelay
from archive.services.sealing import seal, seal_due
from archive.services.signing import provide_demo
from core import storage
from core.clock import now
from core.errors import StorageFailed
from tests.archive.stores import FailingStore

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demo_key(settings):
    provide_demo(now=now())


def test_record_is_sealed_with_the_agencys_signature(demo_key, submission_at):
    from archive.signing.configuration import configured_trust
    from archive.signing.validation import validate

    record = seal(submission_at("published").pk, now=now())

    store = storage.default_store()
    told = json.loads(store.get(f"{record.folder}/signatures/validation.json"))
    verdicts = validate(store.get(f"{record.folder}/record.pdf"), trust=configured_trust())
    assert [one.level for one in verdicts] == ["B-LTA", ""]
    assert all(one.good for one in verdicts)
    assert told["status"] == "demo"
    assert told["signatures"][0]["intact"] is True
    assert told["signatures"][0]["trusted"] is False
    assert store.get(f"{record.folder}/signatures/certificates.pem").count(b"BEGIN") == 3


def test_record_without_a_key_says_that_it_is_unsigned(submission_at):
    record = seal(submission_at("published").pk, now=now())

    told = json.loads(storage.default_store().get(f"{record.folder}/signatures/validation.json"))
    assert told == {"format": "duyet/signatures/1", "status": "unsigned", "signatures": []}


@pytest.mark.parametrize("step", [1, 4])
def test_crash_after_signing_keeps_the_one_signature(demo_key, submission_at, monkeypatch, step):
    item = submission_at("published")
    real = storage.default_store()
    broken = FailingStore(real, fail_at=step, how="after")
    monkeypatch.setattr(storage, "store_from_url", lambda _url: broken)
    with pytest.raises(StorageFailed):
        seal(item.pk, now=now())
    monkeypatch.setattr(storage, "store_from_url", lambda _url: real)
    (kept,) = real.list(f"signatures/{item.pk}/")
    added = real.get(kept)

    record = seal(item.pk, now=now())

    assert list(real.list(f"signatures/{item.pk}/")) == [kept]
    assert real.get(f"{record.folder}/record.pdf").endswith(added)


def test_key_that_cannot_be_read_makes_the_record_late_not_unsigned(submission_at, settings):
    settings.SIGNING_KEY = "/nowhere/seal.p12"
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/tsa"
    first, second = submission_at("published"), submission_at("published", title="Bản tin hai")
    at = now()

    assert seal_due(now=at) == ([], [f"{first.reference} SIGNER_UNREADABLE"])

    first.refresh_from_db()
    assert first.state == "published"
    assert not ArchiveRecord.objects.exists()
    assert SealDelay.objects.get().code == "SIGNER_UNREADABLE"
    assert seal_due(now=at + timedelta(seconds=30)) == ([], [])
    settings.SIGNING_KEY = ""
    done, failed = seal_due(now=at + timedelta(minutes=2))
    assert len(done) == 2
    assert failed == []
    assert not SealDelay.objects.exists()
    second.refresh_from_db()
    assert second.state == "archived"


def test_package_says_offline_that_its_signature_is_intact_and_for_show(
    demo_key, submission_at, tmp_path, capsys
):
    from archive.packaging import verify_record
    from archive.selectors.packages import package_of

    path = tmp_path / "package.zip"
    path.write_bytes(package_of(seal(submission_at("published").pk, now=now())))

    assert verify_record.verify(str(path), None) == 0
    told = capsys.readouterr().out
    assert "signature 1: nguyên vẹn / intact" in told
    assert "signature 1: khóa của người ký" in told
    assert "signature 2: dấu thời gian" in told
    assert "DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ / WITHOUT LEGAL VALUE" in told
    assert "NOT checked here: whether certificates are trusted or revoked" in told


@pytest.mark.parametrize(
    ("language", "verdict"),
    [("vi", "DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"), ("en", "DEMO – WITHOUT LEGAL VALUE")],
)
def test_verify_page_says_who_signed_and_that_it_is_for_show(
    demo_key, submission_at, client, language, verdict
):
    record = seal(submission_at("published").pk, now=now())

    page = client.get(f"/verify/{record.pk}", headers={"accept-language": language})

    body = page.content.decode()
    assert f'<span class="mark mark-wait">{verdict}</span>' in body
    assert "TSA DEMO" in body


def test_verify_page_of_an_unsigned_record_says_so(submission_at, client):
    record = seal(submission_at("published").pk, now=now())

    body = client.get(f"/verify/{record.pk}").content.decode()

    assert "không có chữ ký số" in body
