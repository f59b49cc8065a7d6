"""`make journey`: the program that takes real files through their life, on a live instance."""

import os
import threading

import pytest

from scripts import journey

on_a_live_instance = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.slow

MAIL = """From: Cong tac vien <ctv@example.org>
To: stttt@tinh.example.vn
Subject: Thong bao nghi le
Date: Mon, 23 Nov 2026 08:15:00 +0700
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Cơ quan nghỉ lễ hai ngày và trực theo lịch đã niêm yết tại trụ sở.
"""


@pytest.fixture
def instance(flush_past_guards, live_server, province, monkeypatch, tmp_path):
    """Serve the API, with something that does what the effects worker does."""
    from django.db import connection

    from archive.services.sealing import seal_due
    from core.clock import now
    from publishing.services.publishing import publish_due

    over = threading.Event()

    def work():
        while not over.wait(0.05):
            publish_due(now=now())
            seal_due(now=now())
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    monkeypatch.setitem(os.environ, "PORT", live_server.url.rpartition(":")[2])
    monkeypatch.setattr(journey, "Caller", lambda _root, *who: Caller(live_server.url, *who))
    # Pages are files that stand in front of Django, see publishing.web.baked.
    monkeypatch.setattr(Caller, "fetch", lambda self, address: fetch(self, address, tmp_path))
    yield tmp_path
    over.set()
    worker.join()


Caller = journey.Caller
FETCH = Caller.fetch


def fetch(caller, address, folder):
    if "/sites/" not in address:
        return FETCH(caller, address)
    return (folder / "portal" / address.partition("/sites/")[2] / "index.html").read_bytes()


@on_a_live_instance
def test_files_reach_the_end_the_rules_want(instance, capsys):
    texts = {
        "tin.md": "# Lịch tiếp dân\n\nSở tiếp công dân sáng thứ Năm.\n",
        "thu-khong-nguon.eml": MAIL,
        "thu-co-nguon.eml": f"{MAIL}\nNguồn: Báo Nhân Dân\n",
        "mat.txt": "TỐI MẬT\nNội dung.\n",
        "noi-bo.md": "# Kế hoạch\n\nLƯU HÀNH NỘI BỘ\n\nNội dung.\n",
        "anh.jpg": "không phải việc của chương trình",
    }
    for name, text in texts.items():
        (instance / name).write_text(text, encoding="utf-8")

    code = journey.main([str(instance / name) for name in texts])

    said = capsys.readouterr()
    lines = [line.split("\t") for line in said.out.splitlines()]
    assert {line[0]: line[1] for line in lines} == {
        "tin.md": "archived",
        "thu-khong-nguon.eml": "rejected",
        "thu-co-nguon.eml": "archived",
        "mat.txt": "refused",
        "noi-bo.md": "rejected",
        "anh.jpg": "skipped",
    }
    assert [len(line) for line in lines] == [5] * 6
    assert "/sites/stttt/news/lich-tiep-dan-" in lines[0][2]
    assert lines[0][3].endswith("/record.pdf")
    assert "6 files: 2 archived, 1 refused, 2 rejected, 1 skipped" in said.err
    assert code == 0


@on_a_live_instance
def test_mail_without_source_is_refused_by_the_editor_with_the_ground(instance, api):
    path = instance / "thu.eml"
    path.write_text(MAIL, encoding="utf-8")

    journey.main([str(path)])

    item = api("auditor").get("submissions/").json()["results"][0]
    history = api("auditor").get(f"submissions/{item['id']}/history/").json()["results"]
    assert [(row["verb"], row["actor"]) for row in history] == [
        ("receive", "system"), ("reject", "dept-editor"),
    ]  # fmt: skip
    assert "QB39.4.5.ORIGIN" in {ground["code"] for ground in history[-1]["grounds"]}


@on_a_live_instance
def test_file_that_cannot_be_read_fails_and_the_others_go_on(instance, capsys):
    (instance / "hong.docx").write_bytes(b"PK\x03\x04junk")
    (instance / "tin.txt").write_text("Tin ngắn của Sở về lịch làm việc.", encoding="utf-8")

    code = journey.main([str(instance / name) for name in ("hong.docx", "no.md", "tin.txt")])

    states = [line.split("\t")[1] for line in capsys.readouterr().out.splitlines()]
    assert (states, code) == (["failed", "failed", "archived"], 1)


def test_no_files_is_not_a_success(capsys):
    assert journey.main([]) == 1
