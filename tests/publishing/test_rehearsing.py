"""The rehearsal looks at a release as of its own time."""

from datetime import timedelta

import pytest

from approvals.models import Mandate
from approvals.services import attaching
from approvals.services.importing import Upload
from core.clock import in_vietnam, now
from core.storage import default_store
from publishing.selectors.rehearsing import rehearse
from tests.publishing.test_leaks import a_picture

pytestmark = pytest.mark.django_db


def found(item, at, **more) -> dict[str, bool]:
    (row,) = rehearse([item], at=at, **more)
    return {finding.problem.code: finding.hinders for finding in row.findings}


def test_ready_item_has_no_findings(submission_at):
    assert found(submission_at("approved"), now() + timedelta(hours=1)) == {}


def test_mandate_that_ends_before_the_time_is_noted_and_hinders_nothing(submission_at):
    item = submission_at("approved")
    today = in_vietnam(now()).date()
    Mandate.objects.filter(holder__username="dept-head").update(valid_to=today)

    assert found(item, now() + timedelta(days=2)) == {"RELEASE_MANDATE_OVER": False}
    assert found(item, now()) == {}


def test_item_that_nobody_could_sign_by_then_says_so(submission_at):
    item = submission_at("reviewed")
    Mandate.objects.update(valid_to=in_vietnam(now()).date())

    assert found(item, now() + timedelta(days=2)) == {
        "RELEASE_NOT_APPROVED": True, "RELEASE_NOBODY_SIGNS": False,
    }  # fmt: skip


def test_embargo_expiry_and_lost_files_hinder(submission_at, actor):
    item = submission_at("draft")
    attaching.attach(
        item.pk, Upload("a.png", a_picture()), by=actor("contributor"), now=now(), alt_text="Cầu"
    )
    item.refresh_from_db()
    item.embargo_until = now() + timedelta(days=3)
    sha256 = item.content["attachments"][0]["sha256"]
    default_store().delete(f"attachments/{sha256}")

    codes = found(item, now() + timedelta(days=1), expire_at=now() + timedelta(hours=1))

    assert {code for code, hinders in codes.items() if hinders} == {
        "RELEASE_NOT_APPROVED", "RELEASE_UNDER_EMBARGO", "RELEASE_EXPIRED_BEFORE",
        "RELEASE_FILE_MISSING",
    }  # fmt: skip


def test_dead_link_is_found(submission_at):
    item = submission_at(
        "approved", body='<p><a href="/sites/stttt/news/khong-co-0123abcd/">Bài cũ</a></p>'
    )

    assert found(item, now() + timedelta(days=1)) == {"LINK_BROKEN": False}
