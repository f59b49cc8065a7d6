"""Who a person is: roles today, signing authority today, and whom to tell."""

from datetime import date

from django.db.models import Q, QuerySet

from approvals.models import Mandate
from approvals.policies import Actor
from core.models import RoleAssignment, Unit, User
from core.roles import READS_EVERYTHING

SYSTEM = Actor(id=None, name="system")


def _in_force(on: date) -> Q:
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def actor_of(user: User, *, on: date) -> Actor:
    """Return the person with the roles held on that day; nobody inactive holds any."""
    if not user.is_active:
        return Actor(id=user.pk, name=user.username)
    rows = user.role_assignments.filter(_in_force(on)).values_list("role", "unit__code")
    return Actor(id=user.pk, name=user.username, roles=frozenset(rows))


def valid_mandate(user_id: int, unit: Unit, *, on: date) -> Mandate | None:
    """Return the signing authority of the person in the unit that day (Decree 30/2020, Art. 13)."""
    mandates = Mandate.objects.select_related("holder").filter(
        holder_id=user_id, unit=unit, valid_from__lte=on
    )
    return mandates.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("id").first()


def holders(role: str, unit_code: str, *, on: date) -> QuerySet[User]:
    """Return the active people who hold `role` in the unit that day."""
    held = RoleAssignment.objects.filter(_in_force(on), role=role, unit__code=unit_code)
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk")


def units_of(actor: Actor) -> frozenset[str]:
    """Return the codes of the units the actor belongs to."""
    return frozenset(unit for _, unit in actor.roles)


def reads_everything(actor: Actor) -> bool:
    """Tell whether the actor may read every item: auditors, archivists, administrators."""
    return any(role in READS_EVERYTHING for role, _ in actor.roles)
