"""Who may do what: pure predicates over frozen facts; the last lines are the table of powers."""

from collections.abc import Callable
from dataclasses import dataclass

from approvals.routes import Endorsed, Phase, Stage, open_stages
from core.errors import Problem


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with roles in units, or the system; and who is away meanwhile."""

    id: int | None
    name: str
    roles: frozenset[tuple[str, str]] = frozenset()
    stands_in_for: tuple["Actor", ...] = ()

    @property
    def is_system(self) -> bool:
        """The system acts where no person does: publishing, sealing, intake."""
        return self.id is None

    def holds(self, role: str, unit: str) -> bool:
        """Tell whether the actor holds `role` in `unit`."""
        return (role, unit) in self.roles

    def holds_any(self, roles: frozenset[str], unit: str) -> bool:
        """Tell whether the actor holds one of `roles` in `unit`."""
        return any((role, unit) in self.roles for role in roles)


@dataclass(frozen=True)
class Ground:
    """A legal ground for a refusal, with the explanation that goes with it."""

    code: str
    explanation: str


@dataclass(frozen=True)
class Evidence:
    """What an outside effect left behind: the hash that was meant, and the hash read back."""

    content_hash: str
    written_hash: str
    read_back_hash: str


@dataclass(frozen=True)
class Facts:
    """All that a policy or a guard may look at; built by `services.advance` under the row lock."""

    state: str
    actor: Actor
    unit: str
    site_unit: str
    stages: tuple[Stage, ...] = ()
    endorsed: tuple[Endorsed, ...] = ()
    authors: frozenset[int] = frozenset()
    content_hash: str = ""
    missing_fields: tuple[str, ...] = ()
    blocking: tuple[Problem, ...] = ()
    rules_ran: bool = False
    mandate: bool = False
    signs_for: int | None = None
    verb: str = ""
    grounds: tuple[Ground, ...] = ()
    known_grounds: frozenset[str] = frozenset()
    remark: str = ""
    evidence: Evidence | None = None
    public: bool = False
    confirmed: bool = True

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages whose turn it is in the present state."""
        phase = PHASE_OF.get(self.state)
        return open_stages(self.stages, self.endorsed, phase) if phase else ()

    @property
    def stage(self) -> Stage | None:
        """The stage the actor may take now; the first open one where the actor may take none."""
        found = self.open_stages
        if self.verb == "fast_track":
            found = tuple(stage for stage in self.stages if stage.phase is Phase.APPROVAL)
        return next((s for s in found if takers(self.actor, s)), found[0] if found else None)

    @property
    def spoken(self) -> frozenset[int]:
        """Everybody whose word was given already, in person or by somebody else."""
        return frozenset(person for word in self.endorsed for person in word.people)

    @property
    def completes(self) -> bool:
        """Tell whether the actor's word would satisfy the phase; where all must agree, perhaps."""
        stage = self.stage
        if stage is None or self.actor.id is None or self.verb == "fast_track":
            return True
        said = (*self.endorsed, Endorsed(stage.position, self.actor.id))
        return not open_stages(self.stages, said, stage.phase)

    @property
    def acted_for(self) -> int | None:
        """On whose behalf the actor acts: who is away, or whom the signing mandate names."""
        stage = self.stage
        taking = takers(self.actor, stage) if stage else ()
        if taking and self.actor.id not in taking:
            free = [key for key in taking if key not in self.authors | self.spoken]
            return (free or taking)[0]
        return self.signs_for if self.verb in SIGNED else None

    @property
    def acting(self) -> frozenset[int | None]:
        """Everybody the act would be the word of."""
        signs_for = self.signs_for if self.verb in SIGNED else None
        return frozenset({self.actor.id, self.acted_for, signs_for}) - {None}


PENNED = frozenset({"draft", "returned"})
SIGNED = frozenset({"approve", "fast_track"})
PHASE_OF = {"submitted": Phase.REVIEW, "reviewed": Phase.APPROVAL}


def takers(actor: Actor, stage: Stage) -> tuple[int | None, ...]:
    """Return as whom the actor may speak at the stage: in person, or for those who are away."""
    candidates = (actor, *actor.stands_in_for)
    if stage.person:
        return tuple(who.id for who in candidates if who.name == stage.person)
    return tuple(who.id for who in candidates if (stage.role, stage.unit) in who.roles)


Policy = Callable[[Facts], bool]

UNIT_MEMBERS = frozenset({"contributor", "editor", "secretary", "agency_head", "board_head"})
BOARD = frozenset({"editor", "secretary", "agency_head", "board_head"})


def is_system(facts: Facts) -> bool:
    """The publishing and archive services act in the system's own name."""
    return facts.actor.is_system


def is_archivist(facts: Facts) -> bool:
    """An archivist of any unit keeps records."""
    return any(role == "archivist" for role, _ in facts.actor.roles)


def is_author(facts: Facts) -> bool:
    """The person wrote or edited the item since its last return, or submitted it."""
    return facts.actor.id in facts.authors


def works_in_issuing_unit(facts: Facts) -> bool:
    """The person belongs to the unit that answers for the content."""
    return facts.actor.holds_any(UNIT_MEMBERS, facts.unit)


def owns_the_state(facts: Facts) -> bool:
    """The person holds the role whose turn it is, or stands in for who does."""
    return any(takers(facts.actor, stage) for stage in facts.open_stages)


def may_approve_here(facts: Facts) -> bool:
    """The person holds the role of an approval stage of this route, or stands in for who does."""
    approval = (stage for stage in facts.stages if stage.phase is Phase.APPROVAL)
    return any(takers(facts.actor, stage) for stage in approval)


def sits_on_the_board(facts: Facts) -> bool:
    """The person belongs to the editorial board of the site."""
    return facts.actor.holds_any(BOARD, facts.site_unit)


def holds_the_pen(facts: Facts) -> bool:
    """The item is a draft, or was returned, and the person may edit it."""
    return facts.state in PENNED and (is_author(facts) or works_in_issuing_unit(facts))


def either(*policies: Policy) -> Policy:
    """Return the policy that holds when one of `policies` does."""

    def holds(facts: Facts) -> bool:
        return any(policy(facts) for policy in policies)

    holds.__name__ = " or ".join(policy.__name__ for policy in policies)
    return holds


# The table of powers
may_create = works_in_issuing_unit
may_edit = either(is_author, works_in_issuing_unit)
may_submit = may_edit
may_request_changes = owns_the_state
may_withdraw = is_author
may_review = owns_the_state
may_approve = owns_the_state
may_fast_track = may_approve_here
may_reject = owns_the_state
may_recall = either(may_approve_here, sits_on_the_board)
may_publish = is_system
may_archive = either(is_system, is_archivist)
may_receive = is_system
may_adopt = sits_on_the_board
may_confirm = sits_on_the_board
may_override = either(owns_the_state, holds_the_pen)
may_take_down = may_approve_here
