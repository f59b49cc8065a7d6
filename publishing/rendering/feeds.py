"""RSS 2.0 and Atom of a site or of one category, written by Django's feed generator."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from io import StringIO

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.rendering import addresses
from publishing.rendering.formats import without_controls
from publishing.rendering.search_shapes import SearchResult
from publishing.rendering.shapes import (
    VIETNAMESE,
    CategoryView,
    ItemLine,
    Language,
    SiteView,
)

REMEMBERED = 2048
Plain = Rss201rev2Feed | Atom1Feed
# An empty feed has to name a date; the same bytes must come out whenever it is made.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class _Ready:
    """A feed of entries that are XML already, dated by its newest item, never by the clock."""

    entries: tuple[str, ...] = ()
    newest = NEVER

    def latest_post_date(self) -> datetime:
        return self.newest

    def write_items(self, handler: SimplerXMLGenerator) -> None:
        for entry in self.entries:
            handler.ignorableWhitespace(entry)  # the one way to hand it XML as it is


class _Rss(_Ready, Rss201rev2Feed):
    entry = Rss201rev2Feed


class _Atom(_Ready, Atom1Feed):
    entry = Atom1Feed


def render_feed_rss(
    site: SiteView,
    items: Iterable[ItemLine],
    *,
    address: str = addresses.RSS,
    language: Language = VIETNAMESE,
    category: CategoryView | None = None,
) -> str:
    """Return the newest items of the site, or of one category, as RSS 2.0."""
    return _write(_Rss, site, items, address, language, category)


def render_feed_atom(
    site: SiteView,
    items: Iterable[ItemLine],
    *,
    address: str = addresses.ATOM,
    language: Language = VIETNAMESE,
    category: CategoryView | None = None,
) -> str:
    """Return the newest items of the site, or of one category, as Atom."""
    return _write(_Atom, site, items, address, language, category)


def render_search_feed(
    site: SiteView,
    question: str,
    results: Iterable[SearchResult],
    address: str,
    *,
    language: Language = VIETNAMESE,
    atom: bool = False,
) -> str:
    """Return answers to a question as RSS 2.0 or Atom; their addresses are whole."""
    found, kind = list(results), _Atom if atom else _Rss
    feed = kind(
        title=without_controls(f"{question} - {site.name_in(language)}"),
        link=address,
        description=without_controls(f"{question} - {site.unit_in(language)}"),
        language=language,
        author_name=site.unit_in(language),
        feed_url=address,
    )
    feed.newest = max((one.published_at for one in found), default=NEVER)
    lines = [
        ItemLine(
            one.href,
            one.title,
            "",
            one.published_at,
            summary="".join(piece.text for piece in one.excerpt),
            unit_name=one.unit_name,
        )
        for one in found
    ]
    feed.entries = tuple(
        _entry(kind.entry, "", one.category_name, line)
        for one, line in zip(found, lines, strict=True)
    )
    return str(feed.writeString("utf-8"))


def _write(
    kind: type[_Rss | _Atom],
    site: SiteView,
    items: Iterable[ItemLine],
    address: str,
    language: Language,
    category: CategoryView | None,
) -> str:
    root, lines = site.public_root, list(items)
    name, link = (
        without_controls(site.name_in(language)),
        addresses.home_address(language, main=site.language),
    )
    if category:
        name, link = f"{category.name_in(language)} - {name}", f"{link}{category.code}/"
    feed = kind(
        title=name,
        link=root + link,
        description=f"{name} - {site.unit_in(language)}",
        language=language,
        author_name=site.unit_in(language),
        feed_url=root + address,
    )
    categories = {one.code: one.name_in(language) for one in site.categories}
    feed.newest = max((line.changed_at for line in lines), default=NEVER)
    feed.entries = tuple(
        _entry(kind.entry, root, categories.get(line.category, line.category), line)
        for line in lines
    )
    return str(feed.writeString("utf-8"))


@lru_cache(maxsize=REMEMBERED)
def _entry(kind: type[Plain], root: str, category: str, line: ItemLine) -> str:
    """Return one item as XML; a new item changes one of the fifty entries, not the others."""
    feed = kind(title="", link="", description="")
    feed.add_item(
        title=without_controls(line.title),
        link=root + line.address,
        description=without_controls(line.summary),
        author_name=without_controls(line.author_name or line.unit_name),
        pubdate=line.published_at,
        updateddate=line.changed_at,
        unique_id=root + line.address,
        categories=(category,),
    )
    text = StringIO()
    feed.write_items(SimplerXMLGenerator(text, "utf-8"))
    return text.getvalue()
