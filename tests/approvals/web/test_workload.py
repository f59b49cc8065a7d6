"""Workload pictures and the tables behind them, as pages and files."""

import csv
import io
import json
import re

import pytest

from core.models import LedgerEntry, User
from core.spreadsheets import csv_lines

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def rows(answer):
    said = answer.content.decode()
    assert said.startswith("\ufeff")
    return list(csv.reader(io.StringIO(said[1:])))


def test_head_sees_pictures_with_words_for_those_who_cannot(client_for, submission_at):
    submission_at("approved")
    submission_at("rejected")

    answer = client_for("dept-head").get("/desk/workload/?months=1")
    said = text(answer)

    assert "lượt xử lý xong 3 " in said
    assert '<svg class="picture" role="img" aria-labelledby="stages-t stages-d"' in (
        answer.content.decode()
    )
    assert "Trần Thu Trang" in said
    assert " style=" not in re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def test_page_is_refused_to_those_who_answer_for_nobody(client_for):
    assert client_for("contributor").get("/desk/workload/").status_code == 403
    assert client_for("dept-head").get("/desk/workload/?unit=xa-an-binh").status_code == 404


def test_empty_province_shows_a_page(client_for):
    assert "Chưa có lượt nào xong" in text(client_for("admin").get("/desk/workload/"))


def test_table_is_a_file_and_the_ledger_knows_who_took_it(client_for, submission_at):
    submission_at("rejected")

    answer = client_for("dept-head").get("/desk/workload/grounds.csv?months=6")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [row[2:] for row in rows(answer)] == [["Mã", "Số lần"], ["QB39.4.5.QUALITY", "1"]]
    entry = LedgerEntry.objects.get(verb="export")
    assert (entry.actor, entry.subject_id) == ("dept-head", "workload-grounds")
    assert json.loads(entry.body)["details"] == {"months": "6"}


def test_tables_of_people_are_for_their_head_alone(client_for, person):
    User.objects.filter(username="contributor").update(full_name="=1+1")
    answer = client_for("dept-head").get("/desk/workload/people.csv")

    assert ["'=1+1", "0", "0", "0", "0", "0", "0"] in rows(answer)
    for name, code in (("admin", "people"), ("auditor", "reasons"), ("dept-head", "nothing")):
        assert client_for(name).get(f"/desk/workload/{code}.csv").status_code == 404
    assert LedgerEntry.objects.filter(verb="export").count() == 1


def test_numbers_stay_numbers_in_a_file():
    assert list(csv_lines(["a"], [[-1.5], ["-1.5"]])) == ["\ufeffa\r\n", "-1.5\r\n", "'-1.5\r\n"]


def test_page_speaks_english(client_for, submission_at):
    submission_at("reviewed")
    client = client_for("dept-head")
    client.post("/desk/language/", {"language": "en"})

    said = text(client.get("/desk/workload/", headers={"Accept-Language": "en"}))

    assert "Workload and deadlines" in said
    assert "Editing" in said
    assert "lượt" not in said
