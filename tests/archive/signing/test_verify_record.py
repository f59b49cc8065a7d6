"""The offline verifier on signatures: a changed byte, a changed key, words that look like one."""

import io
import json

import pytest

from archive.packaging import verify_record
from archive.printing import render_record
from tests.archive.printing.samples import record

pytestmark = pytest.mark.slow


class Held:
    """A package in memory with one printable."""

    def __init__(self, pdf, count):
        self.files = {
            "record.pdf": pdf,
            "signatures/validation.json": json.dumps({"signatures": [1] * count}).encode(),
        }
        self.names = list(self.files)

    def open(self, name):
        return io.BytesIO(self.files[name])

    def json(self, name):
        return json.loads(self.files[name])


@pytest.fixture(scope="module")
def signed(signer):
    pdf = render_record(record(title="Bản có chữ /ByteRange [0 1 2 3] trong tên"))
    return signer("B-LTA").sign(pdf, field="AgencySeal")


def failures(pdf, count=2):
    report = verify_record.Report()
    verify_record.check_signatures(Held(pdf, count), report)
    return report.failed


def test_signed_printable_holds(signed):
    assert failures(signed) == []


def test_changed_byte_is_named(signed):
    at = signed.index(b"pdfaid:part")

    found = failures(signed[:at] + b"P" + signed[at + 1 :])

    assert len(found) == 2
    assert "changed after signing" in found[0]


def test_changed_signature_value_is_named(signed):
    covered = verify_record.RANGE.findall(signed)[-2]
    start = int(covered[1]) + 1
    cms = bytes.fromhex(signed[start : int(covered[2]) - 1].decode())
    opened = verify_record.open_signature(cms)
    at = start + 2 * (cms.index(opened["signature"]) + 12)
    other = b"00" if signed[at : at + 2] != b"00" else b"11"

    found = failures(signed[:at] + other + signed[at + 2 :])

    assert "record.pdf: chữ ký số 1 / signature 1: khóa của người ký / the signer's key" in found


def test_signature_that_was_cut_off_is_missed(signed):
    printed = signed[: signed.index(b"%%EOF") + 6]

    assert failures(printed) != []


def test_appended_bytes_are_named(signed):
    assert failures(signed + b" ") == [
        "record.pdf: không có gì thêm sau chữ ký cuối / nothing behind the last signature"
    ]


def test_without_the_crypto_package_it_says_what_was_not_checked(signed, monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "cryptography", None)

    assert failures(signed) == []
    assert "NOT checked: the signers' keys" in capsys.readouterr().out
