"""The yearly export opens from a folder, verifies by its own script, and names what was changed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.services.sealing import seal
from archive.services.yearly import ExportExists, export_year
from core.canonical import sha256_hex
from core.clock import in_vietnam, now
from core.models import LedgerEntry
from core.sealing import make_checkpoint, seal_entries, verifier_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(submission_at, tmp_path):
    submission_at("archived")
    seal(submission_at("rejected", title="Tin <b>đậm</b> & khác").pk, now=now())
    seal_entries()
    make_checkpoint(now=now())
    return export_year(in_vietnam(now()).year, now=now(), into=tmp_path / "out" / "export")


def verified(folder, *more):
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify_export.py", *more],
        capture_output=True, check=False, cwd="/",
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


def test_export_is_valid_wherever_it_lies(export, tmp_path):
    moved = tmp_path / "usb" / "năm"
    shutil.copytree(export.folder, moved)

    assert verified(moved, "--key", verifier_key()) == (0, "HỢP LỆ / VALID\n")
    assert export.records == 2
    assert export.failed == ()


def test_hash_of_the_sums_is_in_the_ledger(export):
    entry = LedgerEntry.objects.get(verb="export_year")

    sums = (export.folder / "SHA256SUMS").read_bytes()
    details = json.loads(entry.body)["details"]
    assert details["sha256sums_sha256"] == sha256_hex(sums) == export.sums_sha256


def test_every_link_leads_to_a_file_inside(export):
    for page in export.folder.rglob("*.html"):
        text = page.read_text()
        assert "http" not in re.sub(r"<article.*?</article>", "", text, flags=re.DOTALL)
        for link in re.findall(r'(?:href|src)="([^"#]+)"', text):
            assert (page.parent / link).resolve().is_file(), (page, link)
            assert (page.parent / link).resolve().is_relative_to(export.folder)


def test_words_of_people_are_escaped(export):
    pages = "".join(path.read_text() for path in export.folder.rglob("*.html"))

    assert "Tin &lt;b&gt;đậm&lt;/b&gt; &amp; khác" in pages


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (lambda f: flip(next(f.rglob("record.pdf"))), "record.pdf: khác SHA-256 / differs"),
        (lambda f: (f / "records.jsonl").unlink(), "records.jsonl: thiếu / missing"),
        (lambda f: (f / "extra.html").write_text("x"), "extra.html: thừa / extra"),
    ],
)
def test_harm_is_named(export, harm, named):
    harm(export.folder)

    code, said = verified(export.folder)

    assert code == 1
    assert named in said


def test_record_changed_together_with_the_sums_is_named(export):
    from archive.exporting import finish

    target = next(export.folder.rglob("package/content.json"))
    flip(target)
    finish(export.folder)

    code, said = verified(export.folder)

    assert code == 1
    assert f"  - records/{target.parent.parent.name}" in said


def test_export_is_never_written_over(export, tmp_path):
    with pytest.raises(ExportExists):
        export_year(2026, now=now(), into=export.folder)

    assert [path.name for path in Path(export.folder).parent.iterdir()] == ["export"]


def flip(path):
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
