"""What a rule pack says: grounds, checks, categories, formats and clocks in force for a time."""

from dataclasses import dataclass
from datetime import date


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
    """What must be said in English too, on which kinds of site."""

    categories: tuple[str, ...] = ()
    site_kinds: tuple[str, ...] = ()
    article_vi: str = ""
    article_en: str = ""


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
    """Where items stand; `clock` names the posting clock, empty limits let everything in."""

    code: str
    vi: str
    en: str
    clock: str
    document_types: tuple[str, ...] = ()
    site_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class PostingClock:
    """How soon an item must be online: working days from an event; `None` means at once."""

    code: str
    event: str
    working_days: int | None
    source: str


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
