"""Giving and ending the power to sign (Decree 30/2020, Article 13); never deleted, only ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from approvals.models import Mandate
from approvals.policies import Actor
from approvals.selectors.mandates import holds_own_power, overlapping
from approvals.selectors.people import administered_units
from core import ledger
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, NotVisible, Problem, WrongState
from core.models import Unit, User

GIVEN = frozenset({Mandate.Kind.KT, Mandate.Kind.TL, Mandate.Kind.TUQ})


@dataclass(frozen=True)
class Grant:
    """A mandate as it shall be."""

    unit: Unit
    holder: User
    kind: str
    title: str
    valid_from: date
    principal: User | None = None
    authority: str = ""
    source_document: str = ""
    document_types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    valid_to: date | None = None


def give(grant: Grant, *, by: Actor, now: datetime) -> Mandate:
    """Give a mandate; refused without the giver's own power, limits or document it needs."""
    _refuse_unless_administered(grant.unit, by)
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=grant.unit.pk)
        problems = tuple(_problems(grant))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        mandate = Mandate.objects.create(
            unit=grant.unit,
            holder=grant.holder,
            principal=grant.principal,
            kind=grant.kind,
            authority=grant.authority.strip(),
            title=grant.title.strip(),
            source_document=grant.source_document.strip(),
            document_types=list(grant.document_types),
            categories=list(grant.categories),
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
        )
        _record("give_mandate", mandate, by=by, now=now)
    return mandate


def end(key: int, *, by: Actor, now: datetime) -> Mandate:
    """End a mandate at once; what was signed with it before stays signed."""
    today = in_vietnam(now).date()
    with transaction.atomic():
        found = Mandate.objects.select_for_update(of=("self",)).select_related("unit", "holder")
        mandate = found.filter(pk=key).first()
        if mandate is None:
            raise NotVisible(mandate=key)
        _refuse_unless_administered(mandate.unit, by)
        if mandate.ended_at or (mandate.valid_to and mandate.valid_to < today):
            raise WrongState("MANDATE_OVER")
        mandate.ended_at = now
        mandate.save(update_fields=["ended_at"])
        _record("end_mandate", mandate, by=by, now=now)
    return mandate


def _refuse_unless_administered(unit: Unit, by: Actor) -> None:
    if unit.code not in administered_units(by):
        raise NotPermitted(verb="give_mandate", unit=unit.code)


def _problems(grant: Grant) -> Iterator[Problem]:
    if grant.valid_to and grant.valid_to < grant.valid_from:
        yield Problem("MANDATE_DAYS", "valid_to")
    if grant.kind == Mandate.Kind.TUQ and not grant.valid_to:
        yield Problem("MANDATE_NEEDS_END", "valid_to")
    if grant.kind in GIVEN:
        yield from _problems_of_giving(grant)
    elif grant.principal:
        yield Problem("MANDATE_PRINCIPAL_UNUSED", "principal")
    same = overlapping(
        grant.holder, grant.unit, grant.kind, first=grant.valid_from, last=grant.valid_to
    )
    for other in same:
        yield Problem("MANDATE_OVERLAPS", "valid_from", {"mandate": str(other)})


def _problems_of_giving(grant: Grant) -> Iterator[Problem]:
    if grant.principal is None:
        yield Problem("MANDATE_PRINCIPAL_MISSING", "principal")
    elif grant.principal == grant.holder:
        yield Problem("MANDATE_PRINCIPAL_SELF", "principal")
    elif not holds_own_power(grant.principal, grant.unit, on=grant.valid_from):
        # Whoever signs for another cannot let a third sign (Decree 30/2020, Article 13).
        yield Problem("MANDATE_REDELEGATED", "principal", {"person": str(grant.principal)})
    if not grant.source_document.strip():
        yield Problem("MANDATE_DOCUMENT_MISSING", "source_document")


def _record(verb: str, mandate: Mandate, *, by: Actor, now: datetime) -> None:
    act = ledger.Act(
        verb=verb,
        subject_type="mandate",
        subject_id=str(mandate.pk),
        actor=by.name,
        on_behalf_of=mandate.principal.username if mandate.principal else "",
        details={
            "holder": mandate.holder.username,
            "kind": mandate.kind,
            "unit": mandate.unit.code,
            "source_document": mandate.source_document,
            "document_types": mandate.document_types,
            "categories": mandate.categories,
            "valid_from": mandate.valid_from.isoformat(),
            "valid_to": mandate.valid_to.isoformat() if mandate.valid_to else "",
        },
    )
    ledger.record(act, now=now)
