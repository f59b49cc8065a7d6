"""The verifier that ships in every package, run as people run it: valid, or what is not."""

import ast
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from archive.packaging import package_zip, verify_record
from core.canonical import sha256_hex
from tests.archive.packaging import records
from tests.archive.packaging.forging import rebuilt

PROGRAM = Path(verify_record.__file__)


def test_sealed_package_run_as_a_program_is_valid(tmp_path):
    files = records.record()
    package = tmp_path / "package.zip"
    package.write_bytes(package_zip(files))
    program = tmp_path / "verify_record.py"
    program.write_bytes(files["verify_record.py"])

    done = subprocess.run(
        [sys.executable, "-I", "-S", program, package, "--key", records.VERIFIER_KEY],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "ascii"},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "HỢP LỆ / VALID"
    assert "SAI!" not in done.stdout


def test_unpacked_folder_is_valid(tmp_path, capsys):
    for path, data in records.record().items():
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)

    assert verify_record.verify(str(tmp_path), None) == 0
    assert records.VERIFIER_KEY in capsys.readouterr().out


def test_unpacked_folder_with_a_link_names_it(tmp_path, capsys):
    (tmp_path / "record.pdf").symlink_to("/etc/hostname")

    assert verify_record.verify(str(tmp_path), None) == 1
    assert "record.pdf: là liên kết" in capsys.readouterr().out


def test_refusal_with_its_ground_in_the_ledger_is_valid(verify):
    decided = records.decision("rejected")
    proof = records.prove({12: records.entry(12, "reject")})

    assert verify(records.record(decided=decided, proof=proof))[0] == 0


@pytest.mark.parametrize("path", sorted(records.record()))
def test_package_with_one_byte_flipped_in_a_file_names_that_file(verify, path):
    files = records.record()
    data = bytearray(files[path])
    data[len(data) // 2] ^= 1

    code, said = verify({**files, path: bytes(data)})

    assert code == 1
    assert path in said.rpartition("NOT VALID")[2] or path == "manifest.json"


@pytest.mark.parametrize("path", sorted(records.record()))
def test_package_without_a_file_names_that_file(verify, path):
    files = records.record()
    del files[path]

    code, said = verify(files)

    assert code == 1
    assert path in said.rpartition("NOT VALID")[2]


def test_package_with_an_extra_file_names_that_file(verify):
    code, said = verify({**records.record(), "attachments/extra.pdf": b"new"})

    assert code == 1
    assert "no extra file: attachments/extra.pdf" in said


def test_package_with_two_files_swapped_names_both(verify):
    files = records.record()
    files["record.pdf"], files["README.txt"] = files["README.txt"], files["record.pdf"]

    code, said = verify(files)

    assert code == 1
    assert "SAI!] record.pdf: SHA-256" in said
    assert "SAI!] README.txt: SHA-256" in said


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"record.pdf": b"%PDF forged"}, "niêm phong"),
        ({"decision.json": records.decision(remark="forged")}, "niêm phong"),
        ({"content.json": b'{"title":"forged","attachments":[]}'}, "content hash = decision.json"),
        ({f"attachments/{records.FILE_NAME}": b"forged"}, "attachments: đúng như content.json"),
        ({"attachments/more.pdf": b"more"}, "attachments: đúng như content.json"),
    ],
)
def test_forgery_with_a_fitting_manifest_is_named(verify, changes, named):
    code, said = verify(rebuilt(records.record(), **changes))

    assert code == 1
    assert named in said.rpartition("NOT VALID")[2]


def test_forged_content_with_a_fitting_decision_contradicts_the_ledger(verify):
    content = b'{"title":"forged","attachments":[]}'
    decided = records.decision(content_hash=sha256_hex(content))
    files = records.record(content=content, decided=decided, attachments={})

    code, said = verify(files)

    assert code == 1
    assert "quyết định về đúng nội dung này" in said.rpartition("NOT VALID")[2]


@pytest.mark.parametrize("name", ["manifest.json", "content.json", "decision.json", "proof.json"])
@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_json_that_cannot_be_read_is_named(verify, name, data):
    files = records.record()
    forged = {**files, name: data} if name == "manifest.json" else rebuilt(files, **{name: data})

    code, said = verify(forged)

    assert code == 1
    assert name in said.rpartition("NOT VALID")[2]


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + bytes(50)])
def test_file_that_is_no_zip_is_named(verify, data):
    code, said = verify(data)

    assert code == 1
    assert "cannot open the package" in said


def test_path_that_does_not_exist_is_named(tmp_path, capsys):
    assert verify_record.verify(str(tmp_path / "nothing.zip"), None) == 1
    assert "cannot open the package" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_with_a_name_twice_is_named(verify):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in [*records.record().items(), ("record.pdf", b"second")]:
            archive.writestr(path, data)

    code, said = verify(buffer.getvalue())

    assert code == 1
    assert "file name twice in the package: record.pdf" in said


@given(st.data())
def test_zip_with_any_damage_never_ends_in_a_traceback(tmp_path_factory, data):
    packed = bytearray(package_zip(records.record()))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("damaged") / "package.zip"
    path.write_bytes(packed[: data.draw(st.integers(1, len(packed)))])

    assert verify_record.verify(str(path), None) in (0, 1)


@given(st.binary(max_size=60), st.integers(0, 511))
def test_signature_check_agrees_with_the_library(message, bit):
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = key.public_key().public_bytes_raw(), bytearray(key.sign(message))

    assert verify_record.signed(public, message, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not verify_record.signed(public, message, bytes(signature))
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(signature), message)


def test_signature_of_the_published_example_holds():
    # RFC 8032, section 7.1, test 2
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    assert verify_record.signed(public, b"\x72", signature)
    assert not verify_record.signed(public, b"\x73", signature)
    assert not verify_record.signed(public[:-1], b"\x72", signature)
    assert not verify_record.signed(b"\xff" * 32, b"\x72", signature)


def test_program_uses_the_standard_library_and_old_grammar_alone():
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 9))

    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }

    # One package more, where it is there: issue 5 allows it, and one function alone asks for it.
    optional = next(node for node in ast.walk(tree) if getattr(node, "name", "") == "key_holds")
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {node.module.partition(".")[0] for node in asked} == {"cryptography"}
    assert set(asked) == {n for n in ast.walk(optional) if isinstance(n, ast.ImportFrom)}
    assert imported <= set(sys.stdlib_module_names)
