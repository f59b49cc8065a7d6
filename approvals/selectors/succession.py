"""What became of an agency since: its name now, or who came after it."""

from dataclasses import dataclass

from approvals.models import Reorganisation, Succession
from core.models import Unit


@dataclass(frozen=True)
class Issuer:
    """What became of the agency that issued something: its names now; `ended`: others took over."""

    then: str
    now: tuple[str, ...]
    now_en: tuple[str, ...]
    ended: bool


def issuer_today(code: str, name: str) -> Issuer | None:
    """Return what an issuer is called now, through every reorganisation; None: as it was."""
    start = Unit.objects.filter(code=code).first()
    if start is None:
        return None
    done = Succession.objects.filter(reorganisation__status=Reorganisation.State.DONE)
    links: dict[int, list[Succession]] = {}
    for link in done.select_related("successor", "reorganisation"):
        if link.unit_id != link.successor_id:
            links.setdefault(link.unit_id, []).append(link)
    ends, todo, seen, ended = [], [start], set(), False
    while todo:
        unit = todo.pop(0)
        if unit.pk in seen:
            continue
        seen.add(unit.pk)
        after = links.get(unit.pk, [])
        ended = ended or any(
            one.reorganisation.kind == Reorganisation.Kind.ABOLISH for one in after
        )
        todo += [one.successor for one in after]
        ends += [] if after else [unit]
    names = tuple(one.name for one in ends)
    if names == (name,):
        return None
    return Issuer(name, names, tuple(one.name_en or one.name for one in ends), ended)
