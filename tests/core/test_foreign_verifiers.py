"""Our formats read by code we did not write: sigstore's notes and RFC 6962 proofs."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sigstore._internal import merkle as foreign
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore.errors import VerificationError

from core import checkpoints, ledger
from core.clock import now
from core.sealing import latest_checkpoint, make_checkpoint, prove, seal_entries, verifier_key

pytestmark = pytest.mark.django_db


class Keyring:
    """Holds one key, as sigstore asks for it."""

    def __init__(self, raw):
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    def verify(self, *, key_id, signature, data):  # noqa: ARG002  as sigstore calls it
        try:
            self._key.verify(signature, data)
        except InvalidSignature as error:
            raise VerificationError("no") from error


@pytest.fixture
def head(db):
    for number in range(11):
        ledger.record(ledger.Act("note", "test", str(number), "system"), now=now())
    seal_entries()
    return make_checkpoint(now=now())


def opened(text):
    name, raw = checkpoints.parse_verifier_key(verifier_key())
    note = SignedCheckpoint.from_text(text)
    note.signed_note.verify(Keyring(raw), checkpoints.key_id(name, raw))
    return note.checkpoint


def test_checkpoint_is_accepted(head):
    said = opened(head.text)

    assert (said.log_size, said.log_hash, said.origin) == (11, head.root, "duyet.local/ledger")


def test_changed_checkpoint_is_refused(head):
    with pytest.raises(VerificationError):
        opened(head.text.replace("\n11\n", "\n10\n"))


def test_every_entry_is_proven(head):
    from core.models import LedgerEntry

    for entry in LedgerEntry.objects.all():
        proof = prove(entry.number)
        inner, border = foreign._decomp_inclusion_proof(proof.leaf_index, proof.tree_size)
        steps = [bytes.fromhex(step) for step in proof.hashes]
        leaf = foreign._hash_leaf(proof.entry.encode())
        found = foreign._chain_border_right(
            foreign._chain_inner(leaf, steps[:inner], proof.leaf_index), steps[inner:]
        )

        assert len(steps) == inner + border
        assert found.hex() == opened(latest_checkpoint().text).log_hash


def test_root_line_is_base64_of_the_root(head):
    assert base64.b64decode(head.text.splitlines()[2]).hex() == head.root
