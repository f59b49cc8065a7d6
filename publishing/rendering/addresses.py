"""Where pages stand, relative to their site's root; addresses of folders end with a slash."""

import re
import unicodedata
from uuid import UUID

from publishing.rendering.shapes import VIETNAMESE, Language

SLUG_LENGTH = 80
ASSETS = "assets/"
RSS = "feed.xml"
ATOM = "atom.xml"
SITEMAP_INDEX = "sitemap.xml"
SITEMAP_PAGE = "sitemap/"
NOT_FOUND = "404.html"
ALL_ITEMS = "all"

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Return `text` in ASCII for an address: đ→d, tones stripped, at most 80 characters."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = plain.encode("ascii", "ignore").decode().lower()
    words = _NOT_SLUG.sub("-", letters).strip("-")
    if len(words) <= SLUG_LENGTH:
        return words
    cut = words[: SLUG_LENGTH + 1]
    return (cut.rpartition("-")[0] or cut)[:SLUG_LENGTH]


def home_address(language: Language = VIETNAMESE, *, main: Language = VIETNAMESE) -> str:
    """Return the folder of the home page; other languages than the site's own stand below one."""
    return "" if language == main else f"{language}/"


def is_in(address: str, language: Language, *, main: Language = VIETNAMESE) -> bool:
    """Tell whether an item's address is that of its version in `language`."""
    above = address.count("/") - 2  # <category>/<item>/ stand below the language's folder
    return address.startswith(f"{language}/") and above > 0 if language != main else above == 0


def item_address(
    *,
    category: str,
    title: str,
    document_id: UUID | str,
    language: Language = VIETNAMESE,
    main: Language = VIETNAMESE,
) -> str:
    """Return the lasting folder of an item: `<category>/<slug>-<8 hex of the document>/`.

    Call it once, at the first publication, and keep the answer: a correction stays where it is
    even when its title changes.
    """
    short = UUID(str(document_id)).hex[:8]
    name = f"{slug(title)}-{short}".lstrip("-")
    return f"{home_address(language, main=main)}{category}/{name}/"


def list_address(
    category: str = ALL_ITEMS,
    *,
    page: int = 0,
    language: Language = VIETNAMESE,
    main: Language = VIETNAMESE,
) -> str:
    """Return the folder of a list: its front (page 0) or one of its archive pages (1 is oldest)."""
    front = f"{home_address(language, main=main)}{category}/"
    return f"{front}page/{page}/" if page else front


def sitemap_chunk(number: int) -> str:
    """Return the address of one part of the XML sitemap (1 holds the oldest items)."""
    return f"sitemap-{number}.xml"


def attachment_path(address: str, file_name: str) -> str:
    """Return where a file of the item at `address` stands."""
    return f"{address}attachments/{file_name}"


def file_of(address: str) -> str:
    """Return the file that answers at `address`."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def root_from(address: str) -> str:
    """Return the way from the page at `address` up to the site's root: "./", "../", "../../"…"""
    return "../" * address.count("/") or "./"
