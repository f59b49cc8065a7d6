"""Checkpoints: the published note example, round trips, and everything that must be refused."""

import base64
import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from core import checkpoints
from core.checkpoints import BadCheckpoint, Checkpoint

# The example key of the signed-note reference implementation.
NAME = "PeterNeumann"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
VERIFIER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

ORIGIN = "so-cai.example.gov.vn"
ROOT = bytes(range(32))


@pytest.fixture
def key():
    return Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def verified(text, key, name=ORIGIN):
    return checkpoints.verify(text, public_key=checkpoints.raw_public_key(key), name=name)


def test_verifier_key_of_the_published_example_is_the_published_text():
    key = Ed25519PrivateKey.from_private_bytes(SEED)

    assert checkpoints.verifier_key(NAME, checkpoints.raw_public_key(key)) == VERIFIER_KEY
    assert checkpoints.parse_verifier_key(VERIFIER_KEY) == (NAME, checkpoints.raw_public_key(key))


def test_parse_of_the_published_checkpoint_reads_its_three_lines():
    text = (
        "example.com/behind-the-sofa\n"
        "20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        "\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
        "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )

    assert checkpoints.parse(text) == Checkpoint(
        origin="example.com/behind-the-sofa",
        size=20852163,
        root=base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="),
    )


@pytest.mark.parametrize("size", [0, 1, 20_852_163])
def test_signed_checkpoint_verifies_and_says_what_was_signed(key, size):
    text = checkpoints.sign(origin=ORIGIN, size=size, root=ROOT, key=key)

    assert verified(text, key) == Checkpoint(origin=ORIGIN, size=size, root=ROOT)
    assert text.count("\n") == 5


def test_signature_of_another_log_beside_ours_is_ignored(key):
    text = checkpoints.sign(origin=ORIGIN, size=7, root=ROOT, key=key)
    witness = "— witness.example " + base64.b64encode(bytes(80)).decode() + "\n"

    assert verified(text + witness, key).size == 7


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n7\n", "\n8\n"),
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n٧\n"),
        ("AAEC", "BAEC"),
        ("AAECAwQ", "AAECAw*"),
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AAEC"),
        (ORIGIN, "other.example"),
        ("\n\n", "\n"),
        ("— ", "- "),
        ("\n7\n", "\n7\t\n"),
        ("\n7\n", "\n"),
    ],
)
def test_checkpoint_with_any_change_is_refused(key, old, new):
    text = checkpoints.sign(origin=ORIGIN, size=7, root=ROOT, key=key)

    with pytest.raises(BadCheckpoint):
        verified(text.replace(old, new), key)


def test_checkpoint_signed_by_another_key_is_refused(key):
    text = checkpoints.sign(origin=ORIGIN, size=7, root=ROOT, key=Ed25519PrivateKey.generate())

    with pytest.raises(BadCheckpoint, match="no signature"):
        verified(text, key)


def test_signature_line_with_our_key_id_but_a_wrong_signature_is_refused(key):
    text = checkpoints.sign(origin=ORIGIN, size=7, root=ROOT, key=key)
    body, _, _ = text.rpartition("\n\n")
    identifier = checkpoints.key_id(ORIGIN, checkpoints.raw_public_key(key))

    for length, reason in ((64, "does not hold"), (63, "wrong length")):
        forged = base64.b64encode(identifier + bytes(length)).decode()
        with pytest.raises(BadCheckpoint, match=reason):
            verified(f"{body}\n\n— {ORIGIN} {forged}\n", key)


def test_note_with_too_many_signatures_is_refused(key):
    text = checkpoints.sign(origin=ORIGIN, size=7, root=ROOT, key=key)

    with pytest.raises(BadCheckpoint, match="too many"):
        verified(text + text.splitlines(keepends=True)[-1] * 70, key)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 1, ROOT), ("two words", 1, ROOT), ("a+b", 1, ROOT), ("a", -1, ROOT), ("a", 1, b"short")],
)
def test_sign_of_what_the_format_cannot_hold_is_refused(key, origin, size, root):
    with pytest.raises(ValueError):
        checkpoints.sign(origin=origin, size=size, root=root, key=key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no plus signs",
        VERIFIER_KEY.replace("c74f20a3", "c74f20a4"),
        VERIFIER_KEY.replace("ARpc", "Zzpc"),
        VERIFIER_KEY[:-4],
        VERIFIER_KEY + "*",
    ],
)
def test_verifier_key_that_is_damaged_is_refused(text):
    with pytest.raises(BadCheckpoint):
        checkpoints.parse_verifier_key(text)


def test_key_file_is_private_and_loads_as_the_same_key(tmp_path):
    path = tmp_path / "ledger.key"

    key = checkpoints.create_key(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert checkpoints.raw_public_key(checkpoints.load_key(path)) == checkpoints.raw_public_key(key)
    assert [entry.name for entry in tmp_path.iterdir()] == ["ledger.key"]


def test_key_file_that_exists_is_never_replaced(tmp_path):
    path = tmp_path / "ledger.key"
    first = checkpoints.load_or_create_key(path)

    with pytest.raises(FileExistsError):
        checkpoints.create_key(path)
    again = checkpoints.load_or_create_key(path)

    assert checkpoints.raw_public_key(again) == checkpoints.raw_public_key(first)


def test_key_file_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "ledger.key"
    checkpoints.create_key(path)
    path.chmod(0o640)

    with pytest.raises(PermissionError):
        checkpoints.load_key(path)


def test_key_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "ledger.key"
    pem = X25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(pem)
    path.chmod(0o600)

    with pytest.raises(TypeError):
        checkpoints.load_key(path)
