"""Anybody can follow the ledger from outside: consistency, witnesses, tiles."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import checkpoints, cosigning, ledger, merkle
from core.clock import now
from core.sealing import latest_checkpoint, make_checkpoint, seal_entries

pytestmark = pytest.mark.django_db
WITNESS = "witness.example.vn/w1"
AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def grow(count):
    for number in range(count):
        ledger.record(ledger.Act("note", "test", str(number), "system"), now=now())
    while seal_entries():
        pass
    return make_checkpoint(now=now())


@pytest.fixture
def key(settings):
    key = Ed25519PrivateKey.generate()
    settings.LEDGER_WITNESSES = [cosigning.witness_key(WITNESS, key)]
    return key


def test_consistency_between_two_heads_verifies(api, db):
    first, second = grow(5), grow(8)

    proof = api().get(f"ledger/consistency?first={first.size}").json()

    assert (proof["first_root"], proof["second_root"]) == (first.root, second.root)
    assert merkle.verify_consistency(
        first=first.size,
        second=proof["second"],
        first_root=bytes.fromhex(first.root),
        second_root=bytes.fromhex(second.root),
        proof=[bytes.fromhex(step) for step in proof["hashes"]],
    )
    assert api().get(f"ledger/consistency?first={second.size + 1}").status_code == 404
    assert api().get("ledger/consistency?first=0").status_code == 400


def test_witness_is_sent_what_it_needs_and_its_word_is_shown(api, key):
    old, head = grow(3), grow(4)

    asked = api().get(f"ledger/witness?old={old.size}").content.decode()
    proof, _, note = asked.partition("\n\n")
    line = cosigning.cosign(note, name=WITNESS, key=key, at=AT)
    kept = api().post("ledger/witness", {"size": head.size, "cosignatures": line})

    assert proof.splitlines()[0] == f"old {old.size}"
    assert note == head.text
    assert kept.json() == {"witnesses": [WITNESS]}
    shown = api().get("ledger/checkpoint").content.decode()
    assert shown == head.text + line
    assert checkpoints.parse(shown).size == head.size


@pytest.mark.parametrize("what", ["another head", "another key", "unknown size", "nothing"])
def test_word_that_does_not_hold_is_refused(api, key, what):
    old, head = grow(3), grow(4)
    signer = Ed25519PrivateKey.generate() if what == "another key" else key
    note = old.text if what == "another head" else head.text
    line = cosigning.cosign(note, name=WITNESS, key=signer, at=AT)
    size = 999 if what == "unknown size" else head.size

    answer = api().post(
        "ledger/witness", {"size": size, "cosignatures": "" if what == "nothing" else line}
    )

    assert answer.status_code == (400 if what == "nothing" else 422)
    assert latest_checkpoint().cosignatures.count() == 0


def test_tiles_rebuild_the_root(api, db):
    head = grow(300)

    full = api().get("ledger/tile/0/000").content
    rest = api().get(f"ledger/tile/0/001.p/{head.size - 256}").content
    above = api().get("ledger/tile/1/000.p/1").content

    tree = merkle.Frontier()
    for place in range(0, len(full + rest), 32):
        tree.append((full + rest)[place : place + 32])
    assert tree.root().hex() == head.root
    assert len(above) == 32
    assert api().get("ledger/tile/0/001").status_code == 404
