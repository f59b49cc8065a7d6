"""Packages: every file listed with its hash, and the same bytes for the same record."""

import io
import json
import zipfile

import pytest

from archive.packaging import PackageInput, build_package, package_digest, package_zip
from core.canonical import sha256_hex
from tests.archive.packaging import records


def test_package_of_a_record_holds_every_file_of_the_contract():
    assert list(records.record()) == [
        "README.txt",
        f"attachments/{records.FILE_NAME}",
        "content.json",
        "decision.json",
        "manifest.json",
        "proof.json",
        "record.pdf",
        "verify_record.py",
    ]


def test_manifest_lists_every_other_file_with_size_and_hash():
    files = records.record()

    manifest = json.loads(files["manifest.json"])

    assert manifest == {
        "format": "duyet/manifest/1",
        "files": [
            {"path": path, "size": len(data), "sha256": sha256_hex(data)}
            for path, data in sorted(files.items())
            if path != "manifest.json"
        ],
    }


def test_zip_of_the_same_files_is_the_same_bytes_in_any_order():
    files = records.record()

    packed = package_zip(files)

    assert package_zip(dict(reversed(files.items()))) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_proof_without_a_checkpoint_says_that_it_is_pending():
    files = build_package(PackageInput(records.PDF, records.CONTENT, records.decision()))

    assert json.loads(files["proof.json"])["ledger"] == {"pending": True, "entries": []}


def test_proof_with_a_checkpoint_gives_hexadecimal_paths():
    ledger = json.loads(records.record()["proof.json"])["ledger"]

    assert ledger["origin"] == records.ORIGIN
    assert ledger["public_key"] == records.VERIFIER_KEY
    assert ledger["tree_size"] == 6
    assert [item["number"] for item in ledger["entries"]] == [11, 12, 15]
    assert {len(step) for item in ledger["entries"] for step in item["inclusion_proof"]} == {64}


def test_digest_covers_what_is_sealed_and_not_what_is_made_for_each_download():
    files = records.record()
    digest = package_digest(files)

    assert package_digest({**files, "proof.json": b"", "README.txt": b""}) == digest
    for path in ("record.pdf", "decision.json", f"attachments/{records.FILE_NAME}"):
        assert package_digest({**files, path: b"other"}) != digest


@pytest.mark.parametrize("name", ["", ".hidden", "../up.txt", "a/b.txt", "a\\b.txt"])
def test_package_with_an_unsafe_attachment_name_is_refused(name):
    with pytest.raises(ValueError, match="not a file name"):
        build_package(PackageInput(b"", b"{}", b"{}", {name: b""}))
