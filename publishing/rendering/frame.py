"""What surrounds the content of every page: the way to the root, header, footer, languages."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from publishing.rendering import addresses
from publishing.rendering.engine import fill
from publishing.rendering.metadata import PageMeta
from publishing.rendering.shapes import Language, SiteView

# The one address besides search that is no file: it answers on every host of the instance.
VERIFY = "/verify/"
# Header and footer are the same on thousands of pages; filling them is half the work of a page.
REMEMBERED = 512


@dataclass(frozen=True)
class Surroundings:
    """All that a header and a footer depend on."""

    site: SiteView
    language: Language
    root: str
    home: str
    switches: tuple[tuple[Language, str], ...]
    current: str = ""
    current_is: str = "page"


def frame(
    site: SiteView,
    meta: PageMeta,
    *,
    root: str = "",
    current: str = "",
    current_is: str = "page",
    query: str = "",
) -> dict[str, Any]:
    """Return what the frame of a page needs.

    `current` is the entry of the menu that is marked, as the page itself ("page") or as the part
    of the site in which the page stands ("true").
    """
    root = root or addresses.root_from(meta.address)
    language = meta.language
    around = Surroundings(
        site=site,
        language=language,
        root=root,
        home=root + addresses.home_address(language, main=site.language),
        switches=_switches(site, meta, root),
        current=current,
        current_is=current_is,
    )
    top = fill("top.html", **_values(around), query=query) if query else _top(around)
    return {**_values(around), "meta": meta, "top": top, "foot": _foot(around)}


@lru_cache(maxsize=REMEMBERED)
def _top(around: Surroundings) -> SafeString:
    return SafeString(fill("top.html", **_values(around)))


@lru_cache(maxsize=REMEMBERED)
def _foot(around: Surroundings) -> SafeString:
    return SafeString(fill("foot.html", **_values(around)))


def _values(around: Surroundings) -> dict[str, Any]:
    return {**vars(around), "verify": VERIFY}


def _switches(site: SiteView, meta: PageMeta, root: str) -> tuple[tuple[Language, str], ...]:
    """Each other language with the same page in it, or with its home page."""
    others = {alternate.language: alternate.address for alternate in meta.alternates}
    return tuple(
        (one, root + others.get(one, addresses.home_address(one, main=site.language)))
        for one in site.languages
        if one != meta.language
    )
