"""Samples: drawn so that anybody can repeat it, for auditors alone, every word in the ledger."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from archive.models import Outlier, Sample, SampleItem
from archive.services.sampling import Wish, draw, note
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted, NotVisible, RulesViolated
from core.models import LedgerEntry

pytestmark = pytest.mark.django_db


def wish(method: str = "random", size: int = 2, **more) -> Wish:
    today = in_vietnam(now()).date()
    given = {"since": today - timedelta(days=1), "until": today, "seed": "hạt giống"} | more
    return Wish(name="Kiểm tra quý IV", method=method, size=size, **given)


def drawn(sample: Sample) -> list:
    return list(sample.items.values_list("submission_id", flat=True))


def test_random_sample_is_the_first_of_the_published_order(submission_at, actor):
    items = [submission_at("approved", title=f"Bản tin số {n}") for n in range(4)]
    submission_at("reviewed")
    order = sorted(
        (hashlib.sha256(f"hạt giống:{item.pk}".encode()).hexdigest(), item.pk) for item in items
    )

    sample = draw(wish(), by=actor("auditor"), now=now())

    assert drawn(sample) == [key for _, key in order[:2]]
    assert (sample.size, sample.population) == (2, 4)
    details = json.loads(sample.entry.body)["details"]
    assert (details["method"], details["population"]) == ("random", 4)


def test_seed_is_chosen_where_none_is_given(submission_at, actor):
    submission_at("approved")

    seeds = {draw(wish(seed=""), by=actor("auditor"), now=now()).seed for _ in range(2)}

    assert len(seeds) == 2
    assert all(len(seed) == 32 for seed in seeds)


def test_risky_ones_come_first(submission_at, actor, person):
    for number in range(3):
        submission_at("approved", title=f"Bản tin số {number}")
    risky = submission_at("approved", title="Bản tin duyệt vội")
    Outlier.objects.create(
        kind="hasty",
        once_key="x",
        person=person("dept-head"),
        submission=risky,
        measure=3,
        at=now(),
    )

    sample = draw(wish("risk", size=1), by=actor("auditor"), now=now())

    assert [(row.submission_id, row.risk) for row in sample.items.all()] == [(risky.pk, 3)]


def test_people_are_drawn_evenly(submission_at, actor):
    for number in range(4):
        submission_at("approved", title=f"Bản tin số {number}")
    submission_at("rejected", title="Bài chưa đạt")

    sample = draw(wish("person", size=2), by=actor("auditor"), now=now())

    assert sorted(sample.items.values_list("stratum", flat=True)) == ["dept-editor", "dept-head"]


def test_grounds_draw_refusals_alone(submission_at, actor):
    submission_at("approved")
    refused = submission_at("rejected", title="Bài chưa đạt")

    sample = draw(wish("ground", size=5), by=actor("auditor"), now=now())

    assert [(row.submission_id, row.stratum) for row in sample.items.all()] == [
        (refused.pk, "QB39.4.5.QUALITY")
    ]


def test_site_and_time_narrow_the_population(submission_at, actor):
    submission_at("approved")
    submission_at("approved", site="xa-an-binh", title="Lịch tiếp dân của xã")
    yesterday = in_vietnam(now()).date() - timedelta(days=1)

    sample = draw(wish(site="xa-an-binh"), by=actor("auditor"), now=now())

    assert sample.population == 1
    with pytest.raises(GuardFailed) as refusal:
        draw(wish(until=yesterday), by=actor("auditor"), now=now())
    assert refusal.value.code == "SAMPLE_EMPTY"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 16, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 17, 1, tzinfo=UTC), date(2026, 11, 25)),
    ],
)
def test_day_begins_at_midnight_in_vietnam(submission_at, actor, moment, day):
    with time_machine.travel(moment, tick=False):
        submission_at("approved")

        assert draw(wish(since=day, until=day), by=actor("auditor"), now=moment).population == 1
        for other in (day - timedelta(days=1), day + timedelta(days=1)):
            with pytest.raises(GuardFailed):
                draw(wish(since=other, until=other), by=actor("auditor"), now=moment)


@pytest.mark.parametrize("who", ["archivist", "admin", "board-head", "contributor"])
def test_only_auditors_draw_note_and_read(submission_at, actor, client_for, who):
    submission_at("approved")
    sample = draw(wish(), by=actor("auditor"), now=now())

    with pytest.raises(NotPermitted):
        draw(wish(), by=actor(who), now=now())
    with pytest.raises(NotPermitted):
        note(sample.pk, 1, result="fine", words="", by=actor(who), now=now())
    browser = client_for(who)
    assert browser.get("/audit/samples/").status_code == 403
    assert browser.get(f"/audit/samples/{sample.pk}/").status_code in {403, 404}
    assert browser.post("/audit/samples/draw/", _form()).status_code == 403
    assert Sample.objects.count() == 1


def test_finding_is_kept_and_its_words_stay_out_of_the_ledger(submission_at, actor):
    submission_at("approved")
    sample = draw(wish(), by=actor("auditor"), now=now())

    item = note(
        sample.pk, 1, result="finding", words="Thiếu nguồn.", by=actor("auditor"), now=now()
    )

    assert (item.result, item.note.text) == ("finding", "Thiếu nguồn.")
    body = LedgerEntry.objects.get(verb="note_sample").body
    assert "Thiếu nguồn" not in body
    assert json.loads(body)["details"]["note_sha256"] == item.note.salted_hash


def test_finding_without_words_and_marked_words_are_refused(submission_at, actor):
    submission_at("approved")
    sample = draw(wish(), by=actor("auditor"), now=now())
    given = {"by": actor("auditor"), "now": now()}

    with pytest.raises(GuardFailed):
        note(sample.pk, 1, result="finding", words=" ", **given)
    with pytest.raises(RulesViolated):
        note(sample.pk, 1, result="finding", words="TỐI MẬT\nnội dung", **given)
    with pytest.raises(NotVisible):
        note(sample.pk + 1, 1, result="fine", words="", **given)
    assert SampleItem.objects.get(sample=sample, position=1).result == "open"


def _form(**more) -> dict[str, str]:
    today = in_vietnam(now()).date()
    return {
        "name": "Kiểm tra quý IV",
        "since": str(today),
        "until": str(today),
        "method": "random",
        "size": "5",
        "site": "",
        "seed": "",
    } | more


def test_auditor_draws_notes_and_exports_in_the_browser(submission_at, client_for):
    item = submission_at("approved", title="Lịch tiếp công dân")
    browser = client_for("auditor")

    page = browser.post("/audit/samples/draw/", _form(), follow=True)
    sample = Sample.objects.get()
    assert page.redirect_chain[-1][0] == f"/audit/samples/{sample.pk}/"
    assert "Đã chọn 1 trong 1 quyết định" in page.content.decode()

    refused = browser.post(
        f"/audit/samples/{sample.pk}/items/1/", {"result": "finding", "words": ""}
    )
    assert refused.status_code == 422
    assert "phải viết ra" in refused.content.decode()
    browser.post(
        f"/audit/samples/{sample.pk}/items/1/", {"result": "finding", "words": "=Thiếu nguồn"}
    )
    assert "1 phát hiện" in browser.get("/audit/samples/").content.decode()

    answer = browser.get(f"/audit/samples/{sample.pk}.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["reference"], row["result"], row["note"]) == (
        item.reference,
        "finding",
        "'=Thiếu nguồn",
    )


def test_what_was_typed_stays_where_nothing_can_be_drawn(submission_at, client_for):
    submission_at("approved")

    page = client_for("auditor").post("/audit/samples/draw/", _form(site="tinh"))

    assert page.status_code == 422
    assert "Không có quyết định nào" in page.content.decode()
    assert "Kiểm tra quý IV" in page.content.decode()
