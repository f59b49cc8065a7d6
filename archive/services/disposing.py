"""Disposal: a list of what is due, a second person's word, a dry run, and a certificate.

Files go first and are looked for again, then row, entries and certificate are written together:
a crash in between leaves a list that is carried out again.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from approvals.policies import Actor
from archive.models import ArchiveRecord, Disposal, DisposalItem
from archive.selectors.disposals import due_of, why_spared
from archive.services.certifying import certify
from archive.services.holding import lock, refuse_strangers, words_of
from core import ledger
from core.clock import in_vietnam
from core.errors import GuardFailed, NotVisible, Problem, StorageFailed, WrongState
from core.models import FreeText
from core.storage import ObjectStore, default_store, mirror_store

MOST = 500


def propose(keys: Sequence[uuid.UUID], *, by: Actor, reason: str, now: datetime) -> Disposal:
    """Put records on a disposal list; every one must be due, and none held or on another list.

    Refuses who keeps no archive, a missing reason, an empty list; all that is wrong at once.
    """
    refuse_strangers(by, "propose_disposal")
    assert by.id is not None  # noqa: S101  keepers are people
    words = words_of(reason, by=by, now=now)
    records = list(ArchiveRecord.objects.select_related("submission").filter(pk__in=keys[:MOST]))
    today = in_vietnam(now).date()
    problems = [
        Problem(code, "records", {"record": record.submission.reference})
        for record in records
        if (code := why_spared(record, on=today))
    ]
    if not records:
        problems.append(Problem("DISPOSAL_EMPTY", "records"))
    if problems:
        raise GuardFailed(problems[0].code, problems=tuple(problems))
    with transaction.atomic():
        text = FreeText.objects.create(text=words)
        made = Disposal.objects.create(reason=text, proposed_by_id=by.id, proposed_at=now)
        for record in records:
            due = due_of(record)
            DisposalItem.objects.create(
                disposal=made, record=record, period=due.period.code, basis=due.period.basis,
                due_since=due.since,
            )  # fmt: skip
        details = {"reason": text.salted_hash, "records": sorted(str(r.pk) for r in records)}
        _note("propose_disposal", made, details, by=by, now=now)
    return made


def decide(key: uuid.UUID, *, by: Actor, agrees: bool, reason: str, now: datetime) -> Disposal:
    """Confirm or turn down a list as the second person, with a reason (GuardFailed otherwise)."""
    refuse_strangers(by, "decide_disposal")
    words = words_of(reason, by=by, now=now)
    with transaction.atomic():
        found = _locked(key, Disposal.State.PROPOSED)
        if found.proposed_by_id == by.id:
            problem = Problem("DISPOSAL_SECOND_PERSON", "by")
            raise GuardFailed(problem.code, problems=(problem,))
        text = FreeText.objects.create(text=words)
        found.standing = Disposal.State.CONFIRMED if agrees else Disposal.State.REFUSED
        found.decided_by_id, found.decided_at, found.decision = by.id, now, text
        found.save()
        details = {"reason": text.salted_hash, "agrees": agrees}
        _note("decide_disposal", found, details, by=by, now=now)
    return found


@dataclass(frozen=True)
class Rehearsed:
    """What would become of one record: how many files would go, or the code of what spares it."""

    item: DisposalItem
    files: int
    spared: str


def rehearse(key: uuid.UUID, *, now: datetime) -> list[Rehearsed]:
    """Say what carrying the list out would destroy and spare; destroys nothing."""
    found = Disposal.objects.filter(pk=key).first()
    if found is None:
        raise NotVisible(disposal=str(key))
    today = in_vietnam(now).date()
    return [
        Rehearsed(item, len(item.record.files), why_spared(item.record, on=today, listed_in=found))
        for item in _items(found)
    ]


def carry_out(key: uuid.UUID, *, by: Actor, now: datetime) -> Disposal:
    """Destroy what a confirmed list names and certify it; repeatable after a crash.

    What was held or is not due any more since is spared, and the certificate says so. Raises
    StorageFailed while the store is away or still locks a file: nothing is certified then.
    """
    refuse_strangers(by, "carry_out_disposal")
    found = Disposal.objects.filter(pk=key, standing=Disposal.State.CONFIRMED).first()
    if found is None:
        raise WrongState("DISPOSAL_NOT_CONFIRMED", verb="carry_out_disposal")
    today = in_vietnam(now).date()
    for item in _items(found):
        if item.destroyed_at is None:  # else a run that was cut short destroyed it
            _carry_out(item, found, today, now=now)
    with transaction.atomic():
        found = _locked(key, Disposal.State.CONFIRMED)
        found.standing, found.done_at = Disposal.State.DONE, now
        found.certificate, found.certificate_hash = certify(found, by=by, now=now)
        found.save()
        details = {
            "certificate": found.certificate,
            "certificate_sha256": found.certificate_hash,
            "destroyed": [str(i.record_id) for i in _items(found) if i.destroyed_at],
        }
        _note("carry_out_disposal", found, details, by=by, now=now)
    return found


def _carry_out(item: DisposalItem, found: Disposal, today: date, *, now: datetime) -> None:
    with transaction.atomic():
        lock(item.record)
        item.spared = why_spared(item.record, on=today, listed_in=found)
        if not item.spared:
            _destroy(item.record)
            item.destroyed_at = now
        item.save()


def _destroy(record: ArchiveRecord) -> None:
    """Delete every file of the record in both stores and make sure that none is left."""
    for store in filter(None, (default_store(), mirror_store())):
        signatures = list(store.list(f"signatures/{record.pk}/"))
        for key in (*(f"{record.folder}/{name}" for name in record.files), *signatures):
            _delete(store, key)


def _delete(store: ObjectStore, key: str) -> None:
    if store.exists(key):
        store.delete(key)
    if store.exists(key):
        raise StorageFailed("STILL_THERE", key=key)


def _items(found: Disposal) -> list[DisposalItem]:
    return list(found.items.select_related("record__submission", "disposal").order_by("id"))


def _locked(key: uuid.UUID, state: str) -> Disposal:
    found = Disposal.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise NotVisible(disposal=str(key))
    if found.standing != state:
        raise WrongState(verb="disposal", state=found.standing)
    return found


def _note(
    verb: str, found: Disposal, details: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    act = ledger.Act(verb, "disposal", str(found.pk), by.name, details=details)
    ledger.record(act, now=now)
