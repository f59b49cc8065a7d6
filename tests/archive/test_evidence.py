"""Who could have decided that day, and the evidence file that stands alone."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta

import pytest

from approvals.models import Absence, Mandate
from archive.selectors.eligible import eligible_on
from core.clock import in_vietnam, now
from core.models import LedgerEntry, RoleAssignment

pytestmark = pytest.mark.django_db


def then(item, day: date) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        stage.stage.phase.value: {
            one.person.username + (f" for {one.for_whom.username}" if one.for_whom else ""): (
                one.bars
            )
            for one in stage.people
        }
        for stage in eligible_on(item, day)
    }


@pytest.fixture
def today():
    return in_vietnam(now()).date()


def test_holders_of_each_stage_are_named_with_their_mandates(submission_at, today):
    item = submission_at("reviewed")

    found = then(item, today)

    assert found["review"] == {"dept-editor": ()}
    assert found["approval"]["dept-head"] == ()


def test_day_before_the_role_began_nobody_held_it(submission_at, today, person):
    item = submission_at("reviewed")
    RoleAssignment.objects.filter(user=person("dept-editor")).update(valid_from=today)

    assert then(item, today - timedelta(days=1))["review"] == {}
    assert then(item, today)["review"] == {"dept-editor": ()}


def test_absent_head_is_barred_and_the_substitute_stands_in(submission_at, today, person):
    item = submission_at("reviewed")
    head, deputy = person("dept-head"), person("deputy-head")
    Absence.objects.create(
        person=head, substitute=deputy, first_day=today, last_day=today, set_by=head, set_at=now()
    )

    found = then(item, today)["approval"]

    assert found["dept-head"] == ("absent",)
    assert found["deputy-head for dept-head"] == ()
    assert "deputy-head for dept-head" not in then(item, today + timedelta(days=1))["approval"]


def test_mandate_that_ended_early_still_counts_on_the_days_before(submission_at, today, person):
    item = submission_at("reviewed")
    Mandate.objects.filter(holder=person("dept-head")).update(
        valid_from=today - timedelta(days=9), ended_at=now() - timedelta(days=3)
    )

    assert then(item, today)["approval"]["dept-head"] == ("no_mandate",)
    assert then(item, today - timedelta(days=5))["approval"]["dept-head"] == ()


def test_author_and_reviewer_are_named_as_barred(submission_at, today, person):
    item = submission_at("reviewed")
    for name in ("contributor", "dept-editor"):
        RoleAssignment.objects.create(
            user=person(name), role="agency_head", unit=item.site.unit, valid_from=today
        )

    found = then(item, today)["approval"]

    assert found["contributor"] == ("no_mandate", "wrote_it")
    assert found["dept-editor"] == ("no_mandate", "spoke_before")


def test_story_asks_for_another_day(client_for, submission_at, person, today):
    item = submission_at("approved")
    RoleAssignment.objects.filter(user=person("dept-editor")).update(valid_from=today)
    browser = client_for("auditor")

    assert "Biên tập" in browser.get(f"/audit/{item.pk}/").content.decode()
    page = browser.get(f"/audit/{item.pk}/", {"day": str(today - timedelta(days=1))})
    assert "Không ai giữ bước này ngày hôm đó." in page.content.decode()
    assert browser.get(f"/audit/{item.pk}/", {"day": "mai"}).status_code == 200


def _evidence(browser, item) -> zipfile.ZipFile:
    answer = browser.get(f"/audit/{item.pk}/evidence.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_evidence_file_verifies_alone(client_for, submission_at, tmp_path):
    item = submission_at("archived")
    with _evidence(client_for("auditor"), item) as file:
        file.extractall(tmp_path)

    sums = (tmp_path / "SHA256SUMS").read_text()
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True)
    assert len(sums.splitlines()) == 7
    content = (tmp_path / "revisions" / "001.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == item.content_hash
    with zipfile.ZipFile(tmp_path / "package.zip") as package:
        package.extract("verify_record.py", tmp_path)
    verified = subprocess.run(
        [sys.executable, "verify_record.py", "package.zip"], cwd=tmp_path, capture_output=True,
        check=False,
    )  # fmt: skip
    assert verified.returncode in {0, 2}, verified.stdout
    assert [row["verb"] for row in json.loads((tmp_path / "history.json").read_text())] == [
        "create",
        "submit",
        "review",
        "approve",
        "publish",
        "archive",
    ]


def test_evidence_of_a_running_item_holds_its_entries_and_is_logged(client_for, submission_at):
    item = submission_at("reviewed")
    with _evidence(client_for("auditor"), item) as file:
        names, said = file.namelist(), json.loads(file.read("ledger.json"))
        sums = file.read("SHA256SUMS")

    assert "package.zip" not in names
    assert {json.loads(body)["verb"] for body in said["not_yet_covered"]} >= {"submit", "review"}
    taken = LedgerEntry.objects.get(verb="export", subject_id=str(item.pk))
    assert hashlib.sha256(sums).hexdigest() in taken.body


def test_evidence_is_for_readers(client_for, submission_at):
    item = submission_at("approved")

    assert client_for("dept-head").get(f"/audit/{item.pk}/evidence.zip").status_code == 403
    unknown = "/audit/5d5a6a46-0000-4000-8000-000000000001/evidence.zip"
    assert client_for("auditor").get(unknown).status_code == 404
