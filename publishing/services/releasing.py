"""Bundles at their time: all items or none (ADR 0010: check, do, record, switch).

Every page is made and read back in a folder that no reader reaches; then all rows change in one
transaction, at whose end the pages are moved into the site. What fails leaves nothing behind and
is tried again; a crash between the moves and the commit is repeated by the next try.
"""

import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from approvals.policies import Evidence
from approvals.selectors.people import SYSTEM
from core.canonical import sha256_hex
from core.errors import DomainError, GuardFailed, Problem, WrongState
from publishing import site_writer
from publishing.models import Publication, ReleaseBundle
from publishing.rendering import addresses
from publishing.selectors.bundles import items_of
from publishing.selectors.due import bundles_due
from publishing.selectors.rehearsing import hindrances
from publishing.selectors.views import portal_root
from publishing.services.bundles import lock_bundle, note
from publishing.services.companions import settle_companions
from publishing.services.items import write_item
from publishing.services.lists import refresh_lists
from publishing.services.publishing import planned, put_right, record

log = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(minutes=1)
PREPARED = ".prepared"


@dataclass(frozen=True)
class Prepared:
    """An item made ready beside the site: its row to be, and what its page says."""

    publication: Publication
    evidence: Evidence


def release_due(*, now: datetime) -> tuple[list[str], list[str]]:
    """Release every bundle that is due; returns what was done and what failed."""
    done, failed = [], []
    for key in bundles_due(now=now):
        try:
            lines = release(key, now=now)
        except WrongState:  # released or cancelled meanwhile
            continue
        except (DomainError, OSError) as refusal:
            failed.append(f"bundle {key} {_fail(key, refusal, now=now)}")
        else:
            done += lines
    return done, failed


def release(key: uuid.UUID, *, now: datetime) -> list[str]:
    """Put all items of a bundle on the site at once, or none.

    Raises WrongState where it is closed or its time has not come, GuardFailed with every item that
    cannot go, and whatever writing refuses; then the site is as it was.
    """
    ready: list[Prepared] = []
    try:
        with transaction.atomic():
            bundle = _lock_due(key, now=now)
            with _prepared(bundle, ready, now=now):
                for one in ready:
                    record(one.publication, one.evidence, now=now)
                _close(bundle, now=now)
                for one in ready:
                    _switch(bundle, one)
    except (DomainError, DatabaseError, OSError):
        for one in ready:
            put_right(one.publication.submission, one.publication.address)
        raise
    for one in ready:
        refresh_lists(one.publication)
        settle_companions(one.publication)
    return [f"{one.publication.submission.reference} {one.publication.address}" for one in ready]


def _lock_due(key: uuid.UUID, *, now: datetime) -> ReleaseBundle:
    bundle = lock_bundle(key)
    if bundle.publish_at > now:
        raise WrongState(verb="release", state=bundle.status)
    return bundle


@contextmanager
def _prepared(bundle: ReleaseBundle, ready: list[Prepared], *, now: datetime) -> Iterator[None]:
    """Make every page where nobody reads it; refuses with all that hinders any item."""
    folder = _folder(bundle)
    items = items_of(bundle)
    problems = [
        Problem(found.code, one.reference, found.params)
        for one in items
        for found in hindrances(one, at=now)
    ]
    if problems:
        raise GuardFailed(problems[0].code, problems=tuple(problems))
    shutil.rmtree(folder, ignore_errors=True)
    try:
        for one in items:
            publication = planned(one, now=now)
            ends = [moment for moment in (one.expire_at, bundle.expire_at) if moment]
            publication.expire_at = min(ends, default=None)
            ready.append(Prepared(publication, write_item(one, publication, root=folder)))
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _switch(bundle: ReleaseBundle, one: Prepared) -> None:
    root = portal_root(bundle.site)
    site_writer.bring_in(_folder(bundle), root, one.publication.address)
    back = site_writer.read_back(root, addresses.file_of(one.publication.address))
    if sha256_hex(back) != one.evidence.written_hash:
        raise GuardFailed("PAGE_NOT_EQUAL")


def _close(bundle: ReleaseBundle, *, now: datetime) -> None:
    bundle.status, bundle.closed_at = ReleaseBundle.Status.RELEASED, now
    bundle.retry_at, bundle.problems = None, []
    bundle.save()
    bundle.items.update(planned=False)
    note(bundle, "release", by=SYSTEM, now=now)


def _fail(key: uuid.UUID, refusal: DomainError | OSError, *, now: datetime) -> str:
    """Remember why it failed, in the ledger where the reason is a new one."""
    found = refusal.problems if isinstance(refusal, DomainError) else (Problem("STORAGE_FAILED"),)
    problems: list[dict[str, Any]] = [
        {"code": one.code, "item": one.field, "params": one.params} for one in found
    ]
    with transaction.atomic():
        bundle = lock_bundle(key)
        new = bundle.problems != problems
        bundle.problems, bundle.retry_at = problems, now + AGAIN_AFTER
        bundle.save(update_fields=["problems", "retry_at"])
        if new:
            note(bundle, "release_failed", by=SYSTEM, now=now)
    return found[0].code


def _folder(bundle: ReleaseBundle) -> Path:
    root: Path = settings.PORTAL_ROOT
    return root / PREPARED / str(bundle.pk)
