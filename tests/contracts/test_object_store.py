"""What every object store promises; run against the disk and against a real S3 server."""

import hashlib
import secrets
from datetime import timedelta

import pytest

from core.clock import now
from core.errors import StorageFailed
from core.storage import (
    KeyRefused,
    ObjectMissing,
    ObjectProtected,
    StoredDifferently,
    store_from_url,
)
from tests.contracts.radosgw import missing_programs, radosgw

# One server for all of these tests, also when they run in parallel.
pytestmark = pytest.mark.xdist_group("radosgw")

TEXT = "Quyết định số 39/2023/QĐ-UBND".encode()


@pytest.fixture(scope="module")
def s3_url(tmp_path_factory):
    if missing := missing_programs():
        pytest.skip(f"no S3 server: {missing} (apt-get install radosgw ceph-mon ceph-osd)")
    with radosgw(tmp_path_factory.mktemp("radosgw")) as address:
        yield f"s3://{address}/archive-{secrets.token_hex(4)}?secure=0"


@pytest.fixture(params=["file", pytest.param("s3", marks=pytest.mark.slow)])
def store(request, tmp_path):
    if request.param == "s3":
        return store_from_url(request.getfixturevalue("s3_url"))
    return store_from_url(f"file://{tmp_path}/store")


@pytest.fixture
def key():
    return f"records/{secrets.token_hex(6)}/bản-tin.txt"


def in_days(days):
    return now().replace(microsecond=0) + timedelta(days=days)


def test_put_once_then_get_returns_the_same_bytes(store, key):
    store.put_once(key, TEXT, media_type="text/plain")

    assert store.get(key) == TEXT


def test_put_once_describes_what_was_stored(store, key):
    before = now() - timedelta(seconds=2)

    put = store.put_once(key, TEXT, media_type="text/plain")

    known = store.head(key)
    assert (known.key, known.size, known.media_type) == (key, len(TEXT), "text/plain")
    assert known.sha256 == hashlib.sha256(TEXT).hexdigest() == put.sha256
    assert before <= known.stored_at <= now() + timedelta(seconds=2)
    assert (known.retain_until, known.legal_hold) == (None, False)


def test_put_once_of_the_same_bytes_again_changes_nothing(store, key):
    first = store.put_once(key, TEXT, media_type="text/plain")

    again = store.put_once(key, TEXT, media_type="text/plain")

    assert again.stored_at.replace(microsecond=0) == first.stored_at.replace(microsecond=0)


def test_put_once_of_other_bytes_is_refused_and_keeps_the_first(store, key):
    store.put_once(key, TEXT, media_type="text/plain")

    with pytest.raises(StoredDifferently):
        store.put_once(key, b"other", media_type="text/plain")

    assert store.get(key) == TEXT


def test_empty_object_can_be_stored(store, key):
    store.put_once(key, b"", media_type="application/octet-stream")

    assert (store.get(key), store.head(key).size) == (b"", 0)


def test_open_streams_the_bytes(store, key):
    data = secrets.token_bytes(3_000_000)
    store.put_once(key, data, media_type="application/pdf")

    with store.open(key) as stream:
        assert stream.read(10) == data[:10]
        assert stream.read() == data[10:]


def test_missing_object_is_said_to_be_missing(store, key):
    assert store.exists(key) is False
    for ask in (store.get, store.head, store.delete):
        with pytest.raises(ObjectMissing):
            ask(key)
    with pytest.raises(ObjectMissing), store.open(key):
        pass
    with pytest.raises(ObjectMissing):
        store.retain(key, in_days(1))


def test_list_returns_the_keys_below_a_prefix_in_order(store):
    folder = secrets.token_hex(6)
    for name in ("b/2", "a/1", "b/10", "bc"):
        store.put_once(f"{folder}/{name}", TEXT, media_type="text/plain")

    assert list(store.list(f"{folder}/b")) == [f"{folder}/{name}" for name in ("b/10", "b/2", "bc")]
    assert list(store.list(f"{folder}/b/")) == [f"{folder}/b/10", f"{folder}/b/2"]
    assert list(store.list(f"{folder}/none/")) == []


def test_retained_object_cannot_be_deleted(store, key):
    store.put_once(key, TEXT, media_type="text/plain")
    until = in_days(30)

    store.retain(key, until)

    assert store.head(key).retain_until == until
    with pytest.raises(ObjectProtected):
        store.delete(key)
    assert store.get(key) == TEXT


def test_term_can_be_extended_and_never_shortened(store, key):
    store.put_once(key, TEXT, media_type="text/plain")
    store.retain(key, in_days(30))
    later = in_days(60)
    store.retain(key, later)

    with pytest.raises(ObjectProtected):
        store.retain(key, in_days(10))

    assert store.head(key).retain_until == later


def test_held_object_is_deleted_only_after_the_hold_is_lifted(store, key):
    store.put_once(key, TEXT, media_type="text/plain")
    store.legal_hold(key, on=True)
    with pytest.raises(ObjectProtected):
        store.delete(key)
    assert store.head(key).legal_hold is True

    store.legal_hold(key, on=False)
    store.delete(key)

    assert store.exists(key) is False


def test_deleted_object_is_gone_and_its_key_free(store, key):
    store.put_once(key, TEXT, media_type="text/plain")

    store.delete(key)

    assert list(store.list(key)) == []
    store.put_once(key, b"other", media_type="text/plain")
    assert store.get(key) == b"other"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../b",
        "a//b",
        "a/./b",
        "a\\b",
        "a\nb",
        "a/",
        "a\u0300",
        "x" * 201,
    ],
)
def test_key_that_could_leave_the_store_is_refused(store, bad):
    with pytest.raises(KeyRefused):
        store.put_once(bad, TEXT, media_type="text/plain")
    with pytest.raises(KeyRefused):
        store.get(bad)


def test_s3_store_with_a_wrong_secret_fails(s3_url):
    store = store_from_url(s3_url.replace("contract-secret", "wrong"))

    with pytest.raises(StorageFailed) as refusal:
        store.put_once("x", TEXT, media_type="text/plain")

    assert refusal.value.code == "STORAGE_FAILED"


def test_s3_store_that_is_away_fails():
    store = store_from_url("s3://a:b@127.0.0.1:9/bucket?secure=0")

    with pytest.raises(StorageFailed) as refusal:
        store.get("x")

    assert refusal.value.code == "STORAGE_FAILED"


def test_s3_lock_holds_against_the_client_itself(s3_url, key):
    """The promise must be the server's: a deleted version would be lost whatever our code says."""
    store = store_from_url(s3_url)
    store.put_once(key, TEXT, media_type="text/plain")
    store.retain(key, in_days(30))
    client, bucket = store._client, store._bucket
    version = next(iter(client.list_objects(bucket, key, include_version=True))).version_id

    with pytest.raises(Exception, match="AccessDenied"):
        client.remove_object(bucket, key, version)

    assert store.get(key) == TEXT


def test_unknown_scheme_is_refused():
    with pytest.raises(ValueError, match="file:// or s3://"):
        store_from_url("ftp://somewhere/else")
