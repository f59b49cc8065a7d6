"""Who a person is: roles today, signing authority today, and whom to tell."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from approvals.models import Absence, Mandate, Turn
from approvals.policies import Actor
from core.models import RoleAssignment, Unit, User
from core.roles import READS_EVERYTHING, Role

SYSTEM = Actor(id=None, name="system")


def _in_force(on: date) -> Q:
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def actor_of(user: User, *, on: date) -> Actor:
    """Return the person with the roles held on that day, and those who are away meanwhile.

    Nobody inactive holds any; whom an absent person stands in for is not handed on.
    """
    if not user.is_active:
        return Actor(id=user.pk, name=user.username)
    rows = user.role_assignments.filter(_in_force(on)).values_list("role", "unit__code")
    return Actor(user.pk, user.username, frozenset(rows), _principals(user, on=on))


def away(*, on: date) -> QuerySet[Absence]:
    """Return the absences of that day that were not ended early."""
    return Absence.objects.filter(first_day__lte=on, last_day__gte=on, ended_at=None)


def _principals(user: User, *, on: date) -> tuple[Actor, ...]:
    people = User.objects.filter(
        pk__in=away(on=on).filter(substitute=user).values("person_id"), is_active=True
    )
    held = RoleAssignment.objects.filter(_in_force(on), user__in=people)
    found: dict[tuple[int, str], set[tuple[str, str]]] = {}
    for key, name in people.order_by("pk").values_list("pk", "username"):
        found[key, name] = set()
    if not found:
        return ()
    for key, name, role, unit in held.values_list(
        "user_id", "user__username", "role", "unit__code"
    ):
        found[key, name].add((role, unit))
    return tuple(Actor(key, name, frozenset(roles)) for (key, name), roles in found.items())


def valid_mandates(user_id: int, unit: Unit, *, on: date) -> QuerySet[Mandate]:
    """Return the signing authority of the person in the unit that day (Decree 30/2020, Art. 13)."""
    mandates = Mandate.objects.select_related("holder").filter(
        holder_id=user_id, unit=unit, valid_from__lte=on, ended_at=None
    )
    return mandates.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("id")


def holders(role: str, unit_code: str, *, on: date) -> QuerySet[User]:
    """Return the active people who hold `role` in the unit that day."""
    held = RoleAssignment.objects.filter(_in_force(on), role=role, unit__code=unit_code)
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk")


def may_take(turn: Turn, *, on: date) -> QuerySet[User]:
    """Return who may speak at an open stage: those who hold it and who stands in for one of them.

    Where somebody was named or the turn was handed to, that person and no other of the role.
    """
    if turn.person_id:
        held = User.objects.filter(pk=turn.person_id, is_active=True)
    else:
        held = holders(turn.role, turn.unit, on=on)
    substitutes = away(on=on).filter(person__in=held).values("substitute_id")
    return User.objects.filter(
        Q(pk__in=held.values("pk")) | Q(pk__in=substitutes), is_active=True
    ).order_by("pk")


def units_of(actor: Actor) -> frozenset[str]:
    """Return the codes of the units the actor belongs to, or stands in for somebody of."""
    held = actor.roles.union(*(principal.roles for principal in actor.stands_in_for))
    return frozenset(unit for _, unit in held)


def administered_units(actor: Actor) -> frozenset[str]:
    """Return the codes of the units the actor administers: those named, and all below them."""
    found = {unit for role, unit in actor.roles if role == Role.ADMINISTRATOR}
    pairs = list(Unit.objects.values_list("code", "parent__code")) if found else []
    while below := {code for code, parent in pairs if parent in found} - found:
        found |= below
    return frozenset(found)


def people_of(units: Iterable[str], *, on: date) -> QuerySet[User]:
    """Return the active people who hold a role in one of the units that day, by name."""
    held = RoleAssignment.objects.filter(_in_force(on), unit__code__in=units)
    people = User.objects.filter(pk__in=held.values("user_id"), is_active=True)
    return people.order_by("full_name", "username")


def reads_everything(actor: Actor) -> bool:
    """Tell whether the actor may read every item: auditors, archivists, administrators."""
    return any(role in READS_EVERYTHING for role, _ in actor.roles)
