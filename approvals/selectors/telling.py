"""By which channel a person hears of an event: what was chosen, else the default of the roles."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from approvals.models import NoticeChoice
from core.models import RoleAssignment, User

_DATA = Path(__file__).parents[1] / "notice_defaults.toml"
# Notices by what people choose about; what is not named here is talk about an item.
KIND = {
    "waiting": "waiting", "request_changes": "returned", "reject": "returned",
    "publish": "published", "recall": "recalled", "take_down": "take_down",
    "source_changed": "take_down",
    "remind": "escalate", "escalate": "escalate", "confirm": "confirm",
    "unreleased": "unreleased",
}  # fmt: skip
TALK = "comment"
LOUDEST = ("now", "digest", "none")


@dataclass(frozen=True)
class Channels:
    """Whether a notice is shown in the desk, and whether and when it goes out by mail."""

    in_app: bool
    mail: str


@dataclass(frozen=True)
class Default:
    """What holds for an event until a person chooses: for everybody, and for some roles."""

    kind: str
    channels: Channels
    roles: dict[str, str]
    must_reach: bool

    def of(self, roles: Iterable[str]) -> Channels:
        """Return the channels of a person: of several roles the loudest holds."""
        mails = {self.roles.get(role, self.channels.mail) for role in roles}
        loudest = next((mail for mail in LOUDEST if mail in mails), self.channels.mail)
        return Channels(self.channels.in_app, loudest)


@cache
def defaults() -> dict[str, Default]:
    """Return the defaults by kind of event, in the order in which the profile shows them."""
    with _DATA.open("rb") as file:
        data: dict[str, dict[str, Any]] = tomllib.load(file)
    return {
        kind: Default(
            kind,
            Channels(row["in_app"], row["mail"]),
            row.get("roles", {}),
            row.get("must_reach", False),
        )
        for kind, row in data.items()
    }


def channels_of(people: Iterable[User], event: str) -> dict[int, Channels]:
    """Return the channels of an event for each of the people, in two statements."""
    keys = [person.pk for person in people]
    if not keys:
        return {}
    kind = KIND.get(event, TALK)
    default = defaults()[kind]
    roles: dict[int, set[str]] = {}
    for key, role in RoleAssignment.objects.filter(user__in=keys).values_list("user_id", "role"):
        roles.setdefault(key, set()).add(role)
    found = {key: default.of(roles.get(key, ())) for key in keys}
    chosen = NoticeChoice.objects.filter(person__in=keys, kind=kind)
    return found | {row.person_id: Channels(row.in_app, row.mail) for row in chosen}


def choices_of(user: User) -> list[tuple[Default, Channels]]:
    """Return what holds for the person, event by event, with the defaults beside it."""
    chosen = {row.kind: Channels(row.in_app, row.mail) for row in user.notice_choices.all()}
    roles = set(user.role_assignments.values_list("role", flat=True))
    return [(one, chosen.get(kind, one.of(roles))) for kind, one in defaults().items()]
