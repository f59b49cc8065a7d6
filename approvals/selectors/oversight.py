"""Whose work a person answers for: heads their unit, the portal's board its sites, some all."""

from dataclasses import dataclass

from django.db.models import Q

from approvals.policies import Actor
from core.errors import NotPermitted, NotVisible
from core.models import Site, Unit
from core.roles import Role

HEADS = frozenset({Role.AGENCY_HEAD, Role.BOARD_HEAD})
BOARD = frozenset({Role.BOARD_HEAD, Role.SECRETARY})
EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


@dataclass(frozen=True)
class Oversight:
    """Which items are counted, which units may be chosen, and whose people may be named.

    Items count where their unit is one of `units` or their site one of `sites`; with `everything`
    all do. `led` are the units the person heads: only there work is shown person by person.
    """

    everything: bool
    units: tuple[int, ...]
    sites: tuple[int, ...]
    choices: tuple[Unit, ...]
    led: tuple[Unit, ...]
    chosen: Unit | None = None


def oversight_of(actor: Actor, *, unit: str = "") -> Oversight:
    """Return what the person answers for, narrowed to one unit where it is named.

    Raises NotPermitted for somebody who answers for nobody, NotVisible for a unit out of reach.
    """
    everything = any(role in EVERYWHERE for role, _ in actor.roles)
    led = list(Unit.objects.filter(code__in=_where(actor, HEADS)))
    boards = Q(unit__code__in=_where(actor, BOARD), kind=Site.Kind.PORTAL)
    below = Q(parent__unit__code__in=_where(actor, BOARD), parent__kind=Site.Kind.PORTAL)
    sites = list(Site.objects.filter(boards | below))
    answers_for = {one.pk for one in led} | {site.unit_id for site in sites}
    reach = Q() if everything else Q(pk__in=answers_for)
    choices = tuple(Unit.objects.filter(reach))
    if not choices:
        raise NotPermitted(verb="workload")
    chosen = next((one for one in choices if one.code == unit), None)
    if unit and chosen is None:
        raise NotVisible(unit=unit)
    return Oversight(
        everything=everything,
        units=tuple(one.pk for one in led),
        sites=tuple(site.pk for site in sites),
        choices=choices,
        led=tuple(one for one in led if chosen in (None, one)),
        chosen=chosen,
    )


def oversees(actor: Actor) -> bool:
    """Tell whether the person answers for anybody's work."""
    try:
        oversight_of(actor)
    except NotPermitted:
        return False
    return True


def _where(actor: Actor, roles: frozenset[Role]) -> list[str]:
    return [unit for role, unit in actor.roles if role in roles]
