"""The way to approval as plain data: stages in order, each in the review or the approval phase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """The half of the route a stage belongs to."""

    REVIEW = "review"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Stage:
    """One step: who decides (a role in a unit), in which phase, within how many working hours."""

    position: int
    phase: Phase
    role: str
    unit: str
    label: str
    label_en: str
    due_hours: int


@dataclass(frozen=True)
class Endorsed:
    """One person's word on one content hash at one stage."""

    position: int
    person: int
    on_behalf_of: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Everybody whose word this is: the one who acted and the one acted for."""
        return frozenset({self.person} | ({self.on_behalf_of} if self.on_behalf_of else set()))


def parse_stages(rows: Iterable[Mapping[str, Any]]) -> tuple[Stage, ...]:
    """Return the stages of a route version in order; refuses a route without both phases."""
    stages = tuple(
        Stage(
            position=position,
            phase=Phase(row["phase"]),
            role=row["role"],
            unit=row["unit"],
            label=row["label"],
            label_en=row.get("label_en", row["label"]),
            due_hours=int(row.get("due_hours", 16)),
        )
        for position, row in enumerate(rows)
    )
    phases = [stage.phase for stage in stages]
    if phases != sorted(phases, key=list(Phase).index) or set(phases) != set(Phase):
        raise ValueError("a route needs review stages first, then approval stages")
    return stages


def current_stage(
    stages: tuple[Stage, ...], endorsed: tuple[Endorsed, ...], phase: Phase
) -> Stage | None:
    """Return the first stage of `phase` nobody has endorsed yet, or None when it is satisfied."""
    done = {word.position for word in endorsed}
    open_stages = (s for s in stages if s.phase is phase and s.position not in done)
    return next(open_stages, None)


def is_last_of_phase(stages: tuple[Stage, ...], stage: Stage) -> bool:
    """Tell whether endorsing `stage` satisfies its phase."""
    return stage == [s for s in stages if s.phase is stage.phase][-1]
