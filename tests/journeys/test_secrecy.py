"""Marked material by every door: refused, and nothing of it is anywhere afterwards."""

import io
import os
import subprocess
import tempfile
from pathlib import Path

import docx
import pytest

from core.platform.instance import load_instance
from core.platform.postgres import client
from tests.journeys.instance import ITEM, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("secrecy")]
WORDS = "khu vuc dac biet zxqv ba muoi bay"
MARKED = f"TUYỆT MẬT\n\nPhương án {WORDS} như sau."


@pytest.fixture(scope="module")
def instance():
    with running() as started:
        yield started


def word_file(header: str, text: str) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.add_paragraph(text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def mail(text: str) -> bytes:
    lines = ["Subject: Tai lieu", "From: a@example.org", "To: b@example.org", "MIME-Version: 1.0",
             "Content-Type: text/plain; charset=utf-8", "", text]  # fmt: skip
    return "\r\n".join(lines).encode()


# What the test run itself keeps in the folder for temporary files.
OWN = ("pytest-", "duyet-instance-", "duyet-tests-")
FILES = [
    ("phuong-an.txt", MARKED.encode()),
    ("phuong-an.md", f"# Phương án\n\n**TỐI MẬT**\n\n{WORDS}".encode()),
    ("phuong-an.html", f"<html><body><p>MẬT</p><p>{WORDS}</p></body></html>".encode()),
    ("phuong-an.docx", word_file("MẬT", WORDS)),
    ("thu.eml", mail(MARKED)),
    ("TUYET-MAT phuong an.txt", WORDS.encode()),
]


@pytest.mark.parametrize(("name", "data"), FILES, ids=[name for name, _ in FILES])
def test_marked_file_is_refused_at_import_and_as_attachment(instance, name, data):
    files = {"file": (name, data)}
    form = {"site": "stttt", "document_type": "news"}

    imported = instance.send(
        "POST", "submissions/import/", username="contributor", files=files, data=form
    )
    draft = instance.send(
        "POST", "submissions/", username="contributor", json=ITEM | {"title": f"Nháp {name[-4:]}"}
    ).json()
    attached = instance.send(
        "POST", f"submissions/{draft['id']}/attachments/", username="contributor", files=files
    )

    for answer in (imported, attached):
        assert answer.status_code == 422, answer.text
        assert answer.json()["code"] == "SECRECY_MARK"
        assert WORDS not in answer.text


@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_marked_text_is_refused(instance, field):
    said = {"title": f"TỐI MẬT: {WORDS}", "summary": MARKED, "body": f"<p>MẬT</p><p>{WORDS}</p>"}

    answer = instance.send(
        "POST",
        "submissions/",
        username="contributor",
        json=ITEM | {"title": "Bài thường", field: said[field]},
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "SECRECY_MARK"


def test_nothing_of_the_refused_content_is_kept_anywhere(instance):
    for name, data in FILES:
        instance.send(
            "POST",
            "submissions/import/",
            username="contributor",
            files={"file": (name, data)},
            data={"site": "stttt", "document_type": "news"},
        )
    found = load_instance(instance.environment())
    environment = found.environment()

    dump = subprocess.run(
        [str(client("pg_dump")), environment["DATABASE_OWNER_URL"]], capture_output=True, check=True
    ).stdout
    kept = files_below(instance.home, since=0)
    system = Path(tempfile.gettempdir())
    temporary = [Path(environment.get("TMPDIR", system)), system]
    since = (instance.home / "instance.json").stat().st_mtime
    kept += [path for folder in temporary for path in files_below(folder, since=since)]

    assert b"refuse_secret" in dump  # the dump is whole: it holds the refusal
    assert ITEM["author_name"].encode() in dump  # and what was accepted
    assert holding(dump) == []
    assert len(kept) > 10
    assert [str(path) for path in kept if holding(bytes_of(path))] == []


def files_below(folder: Path, *, since: float) -> list[Path]:
    """Return the files of a folder that were written after `since`; the tests' own are left out."""
    found = []
    walked = (Path(here) / name for here, _, names in os.walk(folder) for name in names)
    for path in walked:
        own = since and any(name in str(path) for name in OWN)
        try:
            if not own and path.is_file() and path.stat().st_mtime >= since:
                found.append(path)
        except FileNotFoundError:
            continue
    return found


def bytes_of(path: Path) -> bytes:
    """Read a file of a folder that others use: what is gone meanwhile holds nothing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def holding(data: bytes) -> list[str]:
    return [word for word in (WORDS, "zxqv") if word.encode() in data]
