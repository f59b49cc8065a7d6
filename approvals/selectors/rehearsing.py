"""What would change if other rules took over: run over the stored inputs of present items."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from approvals.models import Submission, Verdict
from approvals.rulepacks import RulePack
from approvals.selectors.replaying import Difference, Replay, under

MOST_ITEMS = 200
MOST_WAITING = 150
MOST_BYTES = 20_000_000
WAITING = ("submitted", "reviewed")

Runner = Callable[[Verdict], Replay]


@dataclass(frozen=True)
class Change:
    """One item whose checks would end otherwise."""

    submission: Submission
    differences: tuple[Difference, ...]
    problem: str = ""

    @property
    def hinders(self) -> bool:
        """Tell whether the item would newly be kept from being published."""
        return any(d.after == "block" and d.before != "block" for d in self.differences)


@dataclass(frozen=True)
class Rehearsal:
    """What was looked at, what would change, and whether there was more than the limit."""

    looked_at: int
    changes: tuple[Change, ...]
    cut: bool

    @property
    def hindered(self) -> int:
        """How many items would newly be hindered."""
        return sum(change.hinders for change in self.changes)


def rehearse(run: Runner) -> Rehearsal:
    """Run the last verdict of each waiting item again, then of the newest others.

    Bounded: at most 200 items (150 of them waiting) and 20 MB of text; `cut` says that there
    is more. Nothing is stored.
    """
    changes: list[Change] = []
    looked_at, read, cut = 0, 0, False
    for verdict in last_verdicts():
        read += len(verdict.inputs.get("body_html", ""))
        if looked_at == MOST_ITEMS or read > MOST_BYTES:
            cut = True
            break
        looked_at += 1
        again = run(verdict)
        other = tuple(one for one in again.differences if one.before != one.after)
        if other or again.problem:
            changes.append(Change(verdict.submission, other, again.problem))
    changes.sort(key=lambda change: not change.hinders)
    return Rehearsal(looked_at, tuple(changes), cut)


def rehearse_pack(rules: RulePack) -> Rehearsal:
    """Tell what would change if that pack took over."""
    return rehearse(lambda verdict: under(verdict, rules))


def last_verdicts() -> Iterator[Verdict]:
    """Yield the last verdict of each waiting item, the most urgent first, then of the newest."""
    rows = Submission.objects.all()
    urgent = rows.filter(state__in=WAITING).order_by("due_at", "id")
    waiting = list(urgent.values_list("pk", flat=True)[:MOST_WAITING])
    newest = rows.exclude(pk__in=waiting).order_by("-created_at", "-id")
    others = newest.values_list("pk", flat=True)[: MOST_ITEMS + 1 - len(waiting)]
    for key in (*waiting, *others):
        last = Verdict.objects.filter(submission=key).select_related("submission")
        yield from last.order_by("-pk")[:1]
