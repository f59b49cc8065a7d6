"""The demo submissions, taken through their life by the people of the demo province."""

import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from approvals.content import Fields, Source
from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Actor, Ground
from approvals.selectors.people import actor_of
from approvals.services import verbs
from approvals.services.demo import FOLDER
from approvals.services.drafting import Terms
from approvals.services.importing import Target, Upload, import_file
from core.clock import in_vietnam, now
from core.models import Site, User

PEOPLE = {
    "tinh": ("portal-writer", ("editor", "secretary"), "board-head"),
    "stttt": ("contributor", ("dept-editor",), "dept-head"),
    "xa-an-binh": ("commune-writer", ("commune-officer",), "commune-head"),
}
PATIENCE_SECONDS = 90
PAUSE_SECONDS = 0.3


@dataclass(frozen=True)
class Item:
    """One row of the table of demo submissions."""

    file: str
    site: str
    category: str
    summary: str
    goes_to: str
    type: str = "news"
    language: str = "vi"
    ground: str = ""
    explanation: str = ""


def carry_all() -> Iterator[str]:
    """Carry every demo item that is not there yet as far as it goes; yields one line an item."""
    rows = tomllib.loads((FOLDER / "journeys.toml").read_text(encoding="utf-8"))["items"]
    for row in rows:
        item = Item(**row)
        submission = _carry(item)
        yield f"{submission.reference} {submission.get_state_display()}: {submission.title}"


def _carry(item: Item) -> Submission:
    submission = _draft(item)
    author, reviewers, approver = PEOPLE[item.site]
    if submission.state == State.DRAFT:
        submission = verbs.submit(submission.pk, by=_actor(author), now=now())
    if item.goes_to == State.REJECTED and submission.state == State.SUBMITTED:
        ground = Ground(item.ground, item.explanation)
        by = _actor(reviewers[0])
        submission = verbs.reject(submission.pk, by=by, now=now(), grounds=(ground,))
    if item.goes_to in {State.REVIEWED, State.ARCHIVED} and submission.state == State.SUBMITTED:
        for reviewer in reviewers:
            submission = verbs.review(submission.pk, by=_actor(reviewer), now=now())
    if item.goes_to == State.ARCHIVED and submission.state == State.REVIEWED:
        submission = verbs.approve(submission.pk, by=_actor(approver), now=now())
    return _awaited(submission) if item.goes_to == State.ARCHIVED else submission


def _draft(item: Item) -> Submission:
    """Return the item's submission, made from its file unless an earlier start has made it."""
    site = Site.objects.select_related("unit").get(code=item.site)
    data = (FOLDER / "documents" / item.file).read_bytes()
    known = Submission.objects.filter(site=site, attachments__original_name=item.file).first()
    if known:
        return known
    author = PEOPLE[item.site][0]
    fields = Fields(
        title="",
        document_type=item.type,
        category=item.category,
        language=item.language,
        summary=item.summary,
        author_name=str(User.objects.get(username=author)),
        source=Source("own", site.unit.name),
    )
    target = Target(site, site.unit, fields, Terms(secrecy_declared=True))
    return import_file(Upload(item.file, data), target, by=_actor(author), now=now())


def _awaited(submission: Submission) -> Submission:
    """Wait until the effects worker has published and sealed the item."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        submission = Submission.objects.get(pk=submission.pk)
        if submission.state == State.ARCHIVED:
            return submission
        time.sleep(PAUSE_SECONDS)
    raise TimeoutError(f"{submission.reference} is still {submission.state}")


def _actor(username: str) -> Actor:
    return actor_of(User.objects.get(username=username), on=in_vietnam(now()).date())
