"""What the renderer is told: frozen facts about a site, an item, a list; no model, no query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from publishing.rendering.origin_shapes import NOWHERE_ELSE, Origin
from publishing.rendering.site_shapes import (
    VIETNAMESE,
    CategoryView,
    Language,
    MenuEntry,
    SiteView,
)

__all__ = ["VIETNAMESE", "CategoryView", "Language", "MenuEntry", "SiteView"]


@dataclass(frozen=True)
class Alternate:
    """The same item in another language."""

    language: Language
    address: str


@dataclass(frozen=True)
class PreviousVersion:
    """An earlier text that stood at the same address."""

    published_at: datetime
    content_hash: str
    change_note: str = ""
    record_url: str = ""


@dataclass(frozen=True)
class Withdrawal:
    """Why and when an item no longer stands, shown above the text that stays readable."""

    reason: str
    at: datetime


@dataclass(frozen=True)
class ItemLine:
    """An item as a list, a feed or a sitemap names it."""

    address: str
    title: str
    category: str
    published_at: datetime
    summary: str = ""
    number: str = ""
    unit_name: str = ""
    language: Language = VIETNAMESE
    corrected_at: datetime | None = None
    author_name: str = ""
    pictures: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()

    @property
    def changed_at(self) -> datetime:
        """Return the last public change."""
        return self.corrected_at or self.published_at


@dataclass(frozen=True)
class Particular:
    """A field the law names, as readers see it; `kind` says whether it leads somewhere."""

    label: str
    value: str
    kind: str = "text"


@dataclass(frozen=True)
class ItemView:
    """One published item: the approved content (content.json) and where it stands.

    `published_at` is the first publication at this address; a correction adds `corrected_at`,
    `change_note` and `previous_versions`. `superseded_by` is the address (relative to the site's
    root) of an item that replaced this one at another address. `behind` tells in how many passages
    a translation has not followed its original. `picture_sizes` holds width and
    height of its pictures by file name.
    """

    content: Mapping[str, Any]
    content_hash: str
    address: str
    published_at: datetime
    reference: str = ""
    record_url: str = ""
    record_pdf_url: str = ""
    corrected_at: datetime | None = None
    change_note: str = ""
    previous_versions: tuple[PreviousVersion, ...] = ()
    withdrawn: Withdrawal | None = None
    superseded_by: str = ""
    alternates: tuple[Alternate, ...] = ()
    related: tuple[ItemLine, ...] = ()
    origin: Origin = NOWHERE_ELSE
    picture_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)
    particulars: tuple[Particular, ...] = ()
    behind: int = 0

    @property
    def language(self) -> Language:
        """Return the language of the content."""
        return str(self.content.get("language") or VIETNAMESE)

    @property
    def line(self) -> ItemLine:
        """Return the item as lists name it."""
        return ItemLine(
            address=self.address,
            title=str(self.content["title"]),
            category=str(self.content["category"]),
            published_at=self.published_at,
            summary=str(self.content.get("summary") or ""),
            number=str(self.content.get("number") or ""),
            unit_name=str(self.content["unit"]["name"]),
            language=self.language,
            corrected_at=self.corrected_at,
            author_name=str(self.content.get("author_name") or ""),
        )


@dataclass(frozen=True)
class HomeSection:
    """A category with its newest items on the home page."""

    category: CategoryView
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class TakedownNotice:
    """What stands at the address of an item that was taken down.

    gone: nothing stays but the sentence; redirect: readers are sent to `target` (relative to the
    site's root, or absolute); withdrawn: title, number and `public_note` stay readable.
    """

    kind: Literal["gone", "redirect", "withdrawn"]
    address: str
    at: datetime
    language: Language = VIETNAMESE
    title: str = ""
    number: str = ""
    unit_name: str = ""
    public_note: str = ""
    target: str = ""
    reference: str = ""
    record_url: str = ""
