"""RSS 2.0 and Atom of a site or of one category, written by Django's feed generator."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from publishing.rendering import addresses
from publishing.rendering.formats import without_controls
from publishing.rendering.shapes import VIETNAMESE, ItemLine, Language, SiteView

# An empty feed has to name a date; the same bytes must come out whenever it is made.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class _Rss(Rss201rev2Feed):
    """RSS whose date is that of its newest item, never the clock's."""

    def latest_post_date(self) -> datetime:
        return _newest(self)


class _Atom(Atom1Feed):
    """Atom whose date is that of its newest item, never the clock's."""

    def latest_post_date(self) -> datetime:
        return _newest(self)


def render_feed_rss(
    site: SiteView,
    items: Iterable[ItemLine],
    *,
    address: str = addresses.RSS,
    language: Language = VIETNAMESE,
) -> str:
    """Return the newest items as RSS 2.0."""
    return _write(_Rss, site, items, address, language)


def render_feed_atom(
    site: SiteView,
    items: Iterable[ItemLine],
    *,
    address: str = addresses.ATOM,
    language: Language = VIETNAMESE,
) -> str:
    """Return the newest items as Atom."""
    return _write(_Atom, site, items, address, language)


def _write(
    kind: type[SyndicationFeed],
    site: SiteView,
    items: Iterable[ItemLine],
    address: str,
    language: Language,
) -> str:
    root = site.public_root
    name = without_controls(site.name_in(language))
    feed = kind(
        title=name,
        link=root + addresses.home_address(language, main=site.language),
        description=f"{name} - {site.unit_in(language)}",
        language=language,
        author_name=site.unit_in(language),
        feed_url=root + address,
    )
    for line in items:
        feed.add_item(
            title=without_controls(line.title),
            link=root + line.address,
            description=without_controls(line.summary),
            author_name=without_controls(line.author_name or line.unit_name),
            pubdate=line.published_at,
            updateddate=line.changed_at,
            unique_id=root + line.address,
            categories=(site.category(line.category).name_in(language),),
        )
    return str(feed.writeString("utf-8"))


def _newest(feed: SyndicationFeed) -> datetime:
    return max((item["updateddate"] for item in feed.items), default=NEVER)
