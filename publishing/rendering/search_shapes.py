"""What the renderer is told about a search: the question, one page of answers, and facets."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Passage:
    """A piece of a search result's excerpt; `marked` pieces matched the question."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class SearchResult:
    """A found item; `href` is relative to the page the results stand on, or absolute.

    `file_href` and `file_label` name the file that holds the words, where the item does not.
    """

    href: str
    title: str
    published_at: datetime
    excerpt: tuple[Passage, ...] = ()
    number: str = ""
    unit_name: str = ""
    category_name: str = ""
    site_name: str = ""
    file_href: str = ""
    file_label: str = ""


@dataclass(frozen=True)
class FacetValue:
    """A value by which answers can be narrowed; following a chosen one lets it go."""

    label: str
    count: int
    href: str
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """One property by which answers can be narrowed."""

    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class SearchPage:
    """A question and one page of answers; `total_label` may say "1000+".

    `corrected` is what was answered instead of a mistyped question; `partly` tells that answers
    hold some of the words only. `kept` are values that the form sends along unseen.
    """

    query: str = ""
    results: tuple[SearchResult, ...] = ()
    total_label: str = ""
    category: str = ""
    since: str = ""
    until: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    corrected: str = ""
    partly: bool = False
    facets: tuple[Facet, ...] = ()
    newest: bool = False
    other_order_href: str = ""
    feed_href: str = ""
    atom_href: str = ""
    pinned: tuple[SearchResult, ...] = ()
    previous_href: str = ""
    next_href: str = ""
