"""What reaches a site from outside: submitted without an author, until somebody adopts it."""

from datetime import datetime

from django.db import transaction

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.people import SYSTEM
from approvals.services import drafting, importing
from core import ledger


def receive_file(
    upload: importing.Upload,
    target: importing.Target,
    *,
    handed_in_by: Actor,
    now: datetime,
    progress: importing.Progress | None = None,
) -> Submission:
    """Take in a mail or file in the name of the intake; the ledger says who handed it in.

    Nobody becomes its author (ruling: mail): violations are recorded and do not hinder the intake.
    Refuses marked files (RulesViolated) and unreadable ones (UploadRefused); nothing is kept.
    """
    converted = importing.read(upload, by=handed_in_by, now=now, progress=progress)
    draft = drafting.NewDraft(
        site=target.site,
        unit=target.unit,
        fields=importing.merged(target.fields, converted, upload),
        terms=target.terms,
        channel=target.channel,
        files=importing.taken_along(converted, upload),
        conversion=importing.losses(converted),
    )
    with transaction.atomic():
        submission = drafting.receive(draft, by=SYSTEM, now=now)
        act = ledger.Act(
            verb="hand_in",
            subject_type="submission",
            subject_id=str(submission.pk),
            actor=handed_in_by.name,
            content_hash=submission.content_hash,
            details={"reference": submission.reference, "channel": target.channel},
        )
        ledger.record(act, now=now)
    return submission
