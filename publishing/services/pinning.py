"""Pins of a site: put up and taken away by its administrators, each time with a ledger entry."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from approvals.policies import Actor
from approvals.selectors.people import administered_units
from core import ledger
from core.errors import GuardFailed, NotPermitted, NotVisible, Problem
from core.models import Site
from publishing.models import Pin, Publication
from publishing.searching.folding import words_of

_TAIL = re.compile(r"(?:^|/)sites/(?P<site>[a-z0-9-]+)/(?P<address>[^?#]+)")


@dataclass(frozen=True)
class NewPin:
    """What is answered first on a site, to which words, from when to when."""

    site: Site
    words: str
    address: str
    valid_from: date
    valid_to: date | None = None


def pin(new: NewPin, *, by: Actor, now: datetime) -> Pin:
    """Put an item first for some words.

    Refuses people who do not administer the site (NotPermitted); GuardFailed without words, for an
    address where nothing is online, and for dates the wrong way round.
    """
    _refuse_stranger(new.site, by)
    assert by.id is not None  # noqa: S101  the system administers no site
    words = " ".join(words_of(new.words))[:200]
    publication = _at(new.address)
    if not words:
        raise _failed("PIN_WORDS_MISSING", "words")
    if publication is None:
        raise _failed("PIN_TARGET_MISSING", "address")
    if new.valid_to and new.valid_to < new.valid_from:
        raise _failed("PIN_DATES_REVERSED", "valid_to")
    with transaction.atomic():
        row, _ = Pin.objects.update_or_create(
            site=new.site,
            words=words,
            document_id=publication.document_id,
            defaults={"valid_from": new.valid_from, "valid_to": new.valid_to},
            create_defaults={
                "valid_from": new.valid_from,
                "valid_to": new.valid_to,
                "created_by_id": by.id,
                "created_at": now,
            },
        )
        _record("pin", row, by=by, now=now)
    return row


def unpin(key: int, *, by: Actor, now: datetime) -> None:
    """Take a pin away; refuses as `pin`, and NotVisible for one that is not there."""
    row = Pin.objects.select_related("site__unit").filter(pk=key).first()
    if row is None or row.site.unit.code not in administered_units(by):
        raise NotVisible(pin=str(key))
    with transaction.atomic():
        _record("unpin", row, by=by, now=now)
        row.delete()


def _at(address: str) -> Publication | None:
    place = _TAIL.search(address.strip())
    if place is None:
        return None
    rows = Publication.objects.filter(online=True, site__code=place["site"])
    return rows.filter(address=place["address"].rstrip("/") + "/").first()


def _refuse_stranger(site: Site, by: Actor) -> None:
    if site.unit.code not in administered_units(by):
        raise NotPermitted(verb="pin", site=site.code)


def _failed(code: str, field: str) -> GuardFailed:
    return GuardFailed(code, problems=(Problem(code, field),))


def _record(verb: str, row: Pin, *, by: Actor, now: datetime) -> None:
    details = {
        "site": row.site.code,
        "words": row.words,
        "document": str(row.document_id),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
    }
    act = ledger.Act(
        verb=verb,
        subject_type="site",
        subject_id=row.site.code,
        actor=by.name,
        details=details,
    )
    ledger.record(act, now=now)
