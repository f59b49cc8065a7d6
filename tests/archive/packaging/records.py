"""A small sealed record, with its ledger, for the tests of packages and of their verifier."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.packaging import LedgerProof, PackageInput, ProvenEntry, build_package, package_digest
from core import checkpoints, merkle
from core.canonical import canonical_bytes, sha256_hex

ORIGIN = "so-cai.example.gov.vn"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
VERIFIER_KEY = checkpoints.verifier_key(ORIGIN, checkpoints.raw_public_key(KEY))
PICTURE = b"a picture"
FILE_NAME = "0a1b2c3d4e5f-so-do.png"
SUBJECT = "5d5a6a46-0000-4000-8000-000000000001"
CONTENT = canonical_bytes(
    {
        "schema": "duyet/content/1",
        "title": "Lịch cắt điện tháng Tám",
        "attachments": [{"file_name": FILE_NAME, "sha256": sha256_hex(PICTURE)}],
    }
)
PDF = b"%PDF-1.7 a printable"


def decision(outcome="published", **changes):
    value = {"outcome": outcome, "content_hash": sha256_hex(CONTENT), "submission_id": SUBJECT}
    return canonical_bytes({**value, **changes})


def entry(number, verb, **changes):
    value = {
        "number": number,
        "at": "2026-08-01T02:00:00+00:00",
        "actor": "dept-head",
        "on_behalf_of": "",
        "stage": "",
        "held_beside": [],
        "verb": verb,
        "subject_type": "submission",
        "subject_id": SUBJECT,
        "content_hash": sha256_hex(CONTENT),
        "details": {},
    }
    return canonical_bytes({**value, **changes}).decode()


def prove(entries, key=KEY):
    """Seal `entries` (number → canonical JSON) between entries of others; return the proof."""
    store, size, places = merkle.MemoryNodes(), 0, {}
    for number, text in entries.items():
        size = merkle.append(store, size, merkle.leaf_hash(b"somebody else's entry"))
        places[number] = size
        size = merkle.append(store, size, merkle.leaf_hash(text.encode()))
    root = merkle.root(store, size)
    return LedgerProof(
        checkpoint=checkpoints.sign(origin=ORIGIN, size=size, root=root, key=key),
        public_key=checkpoints.verifier_key(ORIGIN, checkpoints.raw_public_key(key)),
        origin=ORIGIN,
        tree_size=size,
        entries=tuple(
            ProvenEntry(
                number, places[number], text, tuple(merkle.inclusion_proof(store, at, size))
            )
            for number, text in entries.items()
            for at in [places[number]]
        ),
    )


def record(*, pdf=PDF, content=CONTENT, decided=None, attachments=None, proof=None):
    """Return the files of a sealed record; pieces can be swapped for others."""
    decided = decision() if decided is None else decided
    attachments = {FILE_NAME: PICTURE} if attachments is None else attachments
    if proof is None:
        sealed = build_package(PackageInput(PDF, CONTENT, decision(), {FILE_NAME: PICTURE}))
        seal = {"package_sha256": package_digest(sealed)}
        proof = prove(
            {
                11: entry(11, "submit"),
                12: entry(12, "approve"),
                15: entry(15, "seal", details=seal),
            }
        )
    return build_package(PackageInput(pdf, content, decided, attachments, proof))
