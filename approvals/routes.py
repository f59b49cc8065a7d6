"""The way to approval as plain data: stages in order, each in the review or the approval phase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

ALL = 0  # everybody who holds the stage's role and may speak there
MOST_STAGES = 12


class Phase(StrEnum):
    """The half of the route a stage belongs to."""

    REVIEW = "review"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Stage:
    """One step: who decides, in which phase, within how many working hours.

    `person` names one user instead of the holders of the role. `needs` is how many of them must
    agree (`ALL` for every one). A stage `together` with the one before is open at the same time.
    `merges` lets one person hold it beside another stage: the exception of a small commune.
    """

    position: int
    phase: Phase
    role: str
    unit: str
    label: str
    label_en: str
    due_hours: int
    person: str = ""
    needs: int = 1
    together: bool = False
    merges: bool = False


@dataclass(frozen=True)
class Endorsed:
    """One person's word on one content hash at one stage; `needed` words satisfied it then."""

    position: int
    person: int
    on_behalf_of: int | None = None
    needed: int = 1

    @property
    def people(self) -> frozenset[int]:
        """Everybody whose word this is: the one who acted and the one acted for."""
        return frozenset({self.person} | ({self.on_behalf_of} if self.on_behalf_of else set()))


def parse_stages(rows: Iterable[Mapping[str, Any]]) -> tuple[Stage, ...]:
    """Return the stages of a route version in order; raises ValueError where they make no route."""
    stages = tuple(_parse(position, row) for position, row in enumerate(rows))
    phases = [stage.phase for stage in stages]
    if phases != sorted(phases, key=list(Phase).index) or set(phases) != set(Phase):
        raise ValueError("a route needs review stages first, then approval stages")
    if len(stages) > MOST_STAGES:
        raise ValueError("a route has too many stages")
    for before, stage in pairwise(stages):
        if stage.together and before.phase is not stage.phase:
            raise ValueError("stages that are open together belong to one phase")
    if stages[0].together:
        raise ValueError("the first stage has none before it to be open together with")
    return stages


def _parse(position: int, row: Mapping[str, Any]) -> Stage:
    needs = row.get("needs", 1)
    return Stage(
        position=position,
        phase=Phase(row["phase"]),
        role=row["role"],
        unit=row["unit"],
        label=row["label"],
        label_en=row.get("label_en", row["label"]),
        due_hours=int(row.get("due_hours", 16)),
        person=row.get("person", ""),
        needs=ALL if needs == "all" else int(needs),
        together=bool(row.get("together", False)),
        merges=bool(row.get("merges", False)),
    )


def is_satisfied(stage: Stage, endorsed: tuple[Endorsed, ...]) -> bool:
    """Tell whether enough people spoke at the stage; where all must, the last word knows how many.

    Who holds a role may change between two words, never after the last one.
    """
    words = [word for word in endorsed if word.position == stage.position]
    if stage.needs == ALL:
        return bool(words) and len(words) >= words[-1].needed
    return len(words) >= stage.needs


def open_stages(
    stages: tuple[Stage, ...], endorsed: tuple[Endorsed, ...], phase: Phase
) -> tuple[Stage, ...]:
    """Return the stages whose turn it is: what is missing of the first group not yet satisfied."""
    for group in _groups(s for s in stages if s.phase is phase):
        missing = tuple(stage for stage in group if not is_satisfied(stage, endorsed))
        if missing:
            return missing
    return ()


def _groups(stages: Iterable[Stage]) -> list[list[Stage]]:
    groups: list[list[Stage]] = []
    for stage in stages:
        if stage.together and groups:
            groups[-1].append(stage)
        else:
            groups.append([stage])
    return groups
