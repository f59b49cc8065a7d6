"""The proof in a package: entries, checkpoint and key, or what is wrong with them."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import checkpoints
from core.canonical import canonical_bytes
from tests.archive.packaging import records
from tests.archive.packaging.forging import rebuilt, with_ledger


@pytest.mark.parametrize(
    ("outcome", "verb", "changes"),
    [
        ("published", "submit", {}),
        ("published", "reject", {}),
        ("rejected", "approve", {}),
        ("published", "approve", {"subject_id": "another"}),
        ("published", "approve", {"content_hash": "00" * 32}),
        ("something", "approve", {}),
    ],
)
def test_ledger_without_the_act_that_decided_is_named(verify, outcome, verb, changes):
    proof = records.prove({12: records.entry(12, verb, **changes)})

    code, said = verify(records.record(decided=records.decision(outcome), proof=proof))

    assert code == 1
    assert "a decision on exactly this content" in said


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"tree_size": 7}, "checkpoint is of this ledger"),
        ({"origin": "other.example"}, "checkpoint is of this ledger"),
        ({"checkpoint": 7}, "checkpoint is damaged"),
        ({"checkpoint": "a\nb\nc\n\n— a b\n"}, "checkpoint is damaged"),
        ({"public_key": "a+b+c"}, "public key is damaged"),
        ({"public_key": "AAAA"}, "public key is damaged"),
        ({"entries": [{}]}, "a damaged entry"),
        ({"entries": None}, "a decision on exactly this content"),
    ],
)
def test_proof_with_damage_names_it(verify, changes, named):
    code, said = verify(with_ledger(**changes))

    assert code == 1
    assert named in said


def test_proof_whose_entry_was_rewritten_is_named(verify):
    ledger = json.loads(records.record()["proof.json"])["ledger"]
    ledger["entries"][1]["entry"] = records.entry(12, "approve", actor="somebody-else")

    code, said = verify(with_ledger(entries=ledger["entries"]))

    assert code == 1
    assert "bút toán 12: có trong sổ cái" in said.rpartition("NOT VALID")[2]


def test_checkpoint_with_a_forged_signature_is_named(verify):
    note = json.loads(records.record()["proof.json"])["ledger"]["checkpoint"]
    forged = note[:-8] + ("AAAA" if note[-8:-4] != "AAAA" else "BBBB") + note[-4:]

    code, said = verify(with_ledger(checkpoint=forged))

    assert code == 1
    assert "checkpoint signature" in said.rpartition("NOT VALID")[2]


def test_ledger_of_another_key_is_valid_until_the_key_is_pinned(verify):
    stranger = Ed25519PrivateKey.generate()
    proof = records.prove({12: records.entry(12, "approve")}, key=stranger)
    files = records.record(proof=proof)

    assert verify(files)[0] == 0
    code, said = verify(files, key=records.VERIFIER_KEY)
    assert code == 1
    assert "the key that was given" in said


@pytest.mark.parametrize(
    "key",
    [
        checkpoints.raw_public_key(records.KEY).hex(),
        records.VERIFIER_KEY,
        "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
    ],
)
def test_pinned_key_is_taken_in_every_usual_form(verify, key):
    assert verify(records.record(), key=key)[0] == 0


def test_ledger_without_a_seal_of_the_files_says_so(verify):
    proof = records.prove({12: records.entry(12, "approve")})

    code, said = verify(records.record(proof=proof))

    assert code == 0
    assert "no seal in the ledger" in said


def test_proof_that_is_pending_is_neither_valid_nor_damaged(verify):
    files = records.record()
    pending = canonical_bytes({"ledger": {"pending": True, "entries": []}})

    code, said = verify(rebuilt(files, **{"proof.json": pending}))

    assert code == 2
    assert "NOT YET" in said
    assert "VALID" not in said
