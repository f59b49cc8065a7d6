"""What a rule pack says: grounds, checks, categories, formats and clocks in force for a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from approvals.rulepacks.structures import Act, Basis, Structure


class BrokenRulePack(ValueError):  # noqa: N818
    """A rule pack contradicts itself or lacks a part."""


@dataclass(frozen=True)
class Instrument:
    """The act a pack follows."""

    number: str
    issued_on: date
    title_vi: str
    title_en: str


@dataclass(frozen=True)
class Part:
    """One of the acts a pack is made of; acts in force on the same day stand beside each other."""

    code: str
    version: str
    valid_from: date
    valid_to: date | None
    instrument: Instrument


@dataclass(frozen=True)
class Duty:
    """Information the act obliges agencies to give, and the category it is given under."""

    vi: str
    en: str
    article_vi: str
    article_en: str
    category: str = ""


@dataclass(frozen=True)
class EnglishDuty:
    """What must be said in English too, on which kinds of site.

    `paired`: an item of these categories waits until a translation that is being decided on may
    go with it.
    """

    categories: tuple[str, ...] = ()
    site_kinds: tuple[str, ...] = ()
    article_vi: str = ""
    article_en: str = ""
    paired: bool = False


@dataclass(frozen=True)
class OpenPoint:
    """Something the act may ask that nobody has read yet, so nothing is claimed about it."""

    vi: str
    en: str


@dataclass(frozen=True)
class GroundEntry:
    """A ground for refusal and the provision it stands in."""

    code: str
    article_vi: str
    article_en: str


@dataclass(frozen=True)
class CheckEntry:
    """How heavily a check weighs under this pack."""

    code: str
    severity: str
    ground: str = ""
    overridable: bool = False
    article_vi: str = ""
    article_en: str = ""


@dataclass(frozen=True)
class Category:
    """Where items stand; `clock` names the posting clock, empty limits let everything in.

    `number` is its place among the kinds of information the law wants published (0: none of them),
    `under` the category on whose place of the menu it stands, `fresh_days` how old its newest item
    may be. What is `generated` the platform makes itself.
    """

    code: str
    vi: str
    en: str
    clock: str
    document_types: tuple[str, ...] = ()
    site_kinds: tuple[str, ...] = ()
    number: int = 0
    under: str = ""
    basis: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    fresh_days: int = 0
    fresh_vi: str = ""
    fresh_en: str = ""
    generated: bool = False

    def name(self, language: str) -> str:
        """Return the category's name in `language`; anything but English reads Vietnamese."""
        return self.en if language.startswith("en") else self.vi

    def obliges(self, unit_kind: str) -> bool:
        """Tell whether agencies of that kind owe this information; no limit means all of them."""
        return bool(self.number) and (not self.applies_to or unit_kind in self.applies_to)


@dataclass(frozen=True)
class PostingClock:
    """How soon an item must be online: working or calendar days from an event, or at once."""

    code: str
    event: str
    working_days: int | None
    source: str
    calendar_days: int | None = None


@dataclass(frozen=True)
class RulePack:
    """One dated set of rules; a verdict names it by `identity`."""

    code: str
    version: str
    content_hash: str
    valid_from: date
    valid_to: date | None
    instrument: Instrument
    grounds: dict[str, GroundEntry]
    checks: dict[str, CheckEntry]
    categories: dict[str, Category]
    clocks: dict[str, PostingClock]
    media_types: frozenset[str]
    required_fields: tuple[str, ...]
    confirm_working_hours: int
    duplicate_percent: int
    parts: tuple[Part, ...] = ()
    duties: tuple[Duty, ...] = ()
    english: EnglishDuty = EnglishDuty()
    open_points: tuple[OpenPoint, ...] = ()
    structures: Mapping[str, Structure] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Return the name that pins this exact text: code, version and hash."""
        return f"{self.code}@{self.version}#{self.content_hash[:12]}"

    @property
    def name(self) -> str:
        """Return the name people call this version by: code and version."""
        return f"{self.code}@{self.version}"

    def in_force(self, on: date) -> bool:
        """Tell whether the pack applies on that day, its last day included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def posting_clock(self, category: str) -> PostingClock | None:
        """Return the clock of a category; none when the pack does not know the category."""
        entry = self.categories.get(category)
        return self.clocks[entry.clock] if entry else None

    def asks_for_english(self, category: str, site_kind: str) -> bool:
        """Tell whether what stands in the category of such a site must be said in English too."""
        duty = self.english
        return category in duty.categories and site_kind in duty.site_kinds

    def structures_of(self, category: str) -> tuple[Structure, ...]:
        """Return the structured kinds that items of the category come in."""
        entry = self.categories.get(category)
        return tuple(self.structures[code] for code in entry.structures) if entry else ()

    def structure(self, category: str, code: str = "") -> Structure | None:
        """Return the kind with that code in the category; its first one where none is named."""
        kinds = self.structures_of(category)
        if not code:
            return kinds[0] if kinds else None
        return next((kind for kind in kinds if kind.code == code), None)

    def duties_of(self, unit_kind: str) -> tuple[Category, ...]:
        """Return the kinds of information that agencies of that kind owe, in the law's order."""
        owed = (one for one in self.categories.values() if one.obliges(unit_kind))
        return tuple(sorted(owed, key=lambda one: one.number))

    def basis_of(self, named: tuple[str, ...]) -> tuple[Basis, ...]:
        """Return where a duty stands, act by act."""
        pairs = (one.split(" ", 1) for one in named)
        return tuple(Basis(self.acts[act], place) for act, place in pairs)
