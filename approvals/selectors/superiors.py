"""Who is told of a deadline: those awaited, and those above them; asked once per sweep."""

from datetime import datetime

from approvals.ladders import Rung, To
from approvals.models import Turn
from approvals.policies import BOARD
from approvals.selectors.people import holders, may_take
from core.clock import in_vietnam
from core.models import Unit, User
from core.roles import Role

HEADS = (Role.AGENCY_HEAD, Role.BOARD_HEAD)
PORTAL_BOARD = (Role.SECRETARY, Role.BOARD_HEAD)

People = frozenset[User]


class Roll:
    """The people of one moment, each question asked of the database once."""

    def __init__(self, now: datetime) -> None:
        self._today = in_vietnam(now).date()
        self._held: dict[tuple[str, str], People] = {}
        self._awaited: dict[tuple[str, str, int | None], People] = {}
        self._parents: dict[str, str] | None = None

    def awaited(self, role: str, unit: str, person: int | None) -> People:
        """Return who may speak at a turn: the holders, or the person named, and substitutes."""
        key = role, unit, person
        if key not in self._awaited:
            turn = Turn(role=role, unit=unit, person_id=person)
            self._awaited[key] = frozenset(may_take(turn, on=self._today))
        return self._awaited[key]

    def board(self, unit: str) -> People:
        """Return who may confirm a fast track of the unit's site."""
        return self._holding(tuple(BOARD), unit)

    def told_by(self, rung: Rung, unit: str, portal: str) -> People:
        """Return whom a rung tells besides those awaited."""
        if rung.to is To.PERSON:
            return frozenset(User.objects.filter(username=rung.person, is_active=True))
        roles, where = {
            To.AWAITED: ((), unit),
            To.HEAD: (HEADS, rung.unit or unit),
            To.SUPERIOR: (HEADS, self._parent(unit)),
            To.PORTAL_BOARD: (PORTAL_BOARD, portal),
            To.ADMINISTRATORS: ((Role.ADMINISTRATOR,), portal),
            To.ROLE: ((rung.role,), rung.unit or unit),
        }[rung.to]
        return self._holding(roles, where)

    def _holding(self, roles: tuple[str, ...], unit: str) -> People:
        for role in roles:
            if (role, unit) not in self._held:
                self._held[role, unit] = frozenset(holders(role, unit, on=self._today))
        return frozenset().union(*(self._held[role, unit] for role in roles))

    def _parent(self, unit: str) -> str:
        if self._parents is None:
            rows = Unit.objects.exclude(parent=None).values_list("code", "parent__code")
            self._parents = {code: parent for code, parent in rows if parent}
        return self._parents.get(unit, "")
