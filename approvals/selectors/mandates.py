"""The power to sign: who holds it, for which unit, and how it stands today."""

from datetime import date

from django.db.models import Q, QuerySet

from approvals.models import Mandate
from approvals.policies import Actor
from approvals.selectors.people import administered_units, valid_mandates
from core.models import Unit, User

# Held by office, not given by somebody: only these can be handed on.
OWN = (Mandate.Kind.OWN, Mandate.Kind.TM)


def mandates_of(actor: Actor) -> QuerySet[Mandate]:
    """Return the mandates of the units the actor administers: valid ones first, then by unit."""
    rows = Mandate.objects.filter(unit__code__in=administered_units(actor))
    return rows.select_related("holder", "principal", "unit").order_by(
        "unit__code", "-valid_from", "id"
    )


def standing(mandate: Mandate, *, on: date) -> str:
    """Return `coming`, `valid`, `ending` (within thirty days) or `over`."""
    if mandate.ended_at:
        return "over"
    if mandate.valid_from > on:
        return "coming"
    if mandate.valid_to is None:
        return "valid"
    if mandate.valid_to < on:
        return "over"
    return "ending" if (mandate.valid_to - on).days <= 30 else "valid"  # noqa: PLR2004


def holds_own_power(person: User, unit: Unit, *, on: date) -> bool:
    """Tell whether the person may sign for the unit by office, and so may let others sign."""
    return valid_mandates(person.pk, unit, on=on).filter(kind__in=OWN).exists()


def overlapping(
    holder: User, unit: Unit, kind: str, *, first: date, last: date | None
) -> QuerySet[Mandate]:
    """Return the person's mandates of the same kind for the unit in the same days."""
    rows = Mandate.objects.filter(
        holder=holder, unit=unit, kind=kind, ended_at=None
    ).select_related("holder")
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    return rows.filter(valid_from__lte=last) if last else rows
