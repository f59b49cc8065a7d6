"""What machines read on a page: Dublin Core (TT 24/2011), Open Graph, JSON-LD, canonical."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.safestring import SafeString, mark_safe

from publishing.rendering.formats import machine_time, web_address, without_controls
from publishing.rendering.shapes import VIETNAMESE, Alternate, ItemView, Language, SiteView

LOCALES = {VIETNAMESE: "vi_VN", "en": "en_US"}
SCHEMA_TYPES = {
    "news": "NewsArticle",
    "announcement": "NewsArticle",
    "legal_document": "Legislation",
    "administrative_document": "Article",
    "page": "WebPage",
}
NOTHING = SafeString("")
# A JSON text inside a script element must not be able to close it or to open a comment.
_IN_SCRIPT = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@dataclass(frozen=True)
class PageMeta:
    """The facts every page states about itself.

    title, creator, date, description, publisher and identifier are the six fields that
    TT 24/2011/TT-BTTTT makes mandatory.
    """

    title: str
    description: str
    address: str
    creator: str
    publisher: str
    identifier: str
    date: str = ""
    language: Language = VIETNAMESE
    canonical: str = ""
    dc_type: str = ""
    source: str = ""
    subject: str = ""
    open_graph_type: str = "website"
    picture: str = ""
    published_at: str = ""
    changed_at: str = ""
    indexed: bool = True
    alternates: tuple[Alternate, ...] = ()
    json_ld: SafeString = NOTHING
    dublin_core: ClassVar[str] = "http://purl.org/dc/elements/1.1/"

    @property
    def locale(self) -> str:
        """Return the language as Open Graph writes it."""
        return LOCALES.get(self.language, self.language)


def page_meta(
    site: SiteView,
    *,
    title: str,
    address: str,
    description: str = "",
    language: Language = VIETNAMESE,
    **more: Any,
) -> PageMeta:
    """Return what a page that is not an item says of itself (home, lists, sitemap, notices)."""
    canonical = site.base_url and site.public_root + address
    return PageMeta(
        title=without_controls(title),
        description=without_controls(description) or f"{title} - {site.name_in(language)}",
        address=address,
        creator=site.unit_in(language),
        publisher=site.unit_in(language),
        identifier=site.public_root + address,
        language=language,
        canonical=canonical,
        **more,
    )


def item_meta(site: SiteView, item: ItemView) -> PageMeta:
    """Return what an item's page says of itself."""
    content, line = item.content, item.line
    address = site.public_root + item.address
    picture = _first_picture(content)
    return PageMeta(
        title=without_controls(line.title),
        description=without_controls(line.summary) or without_controls(line.title),
        address=item.address,
        creator=_joined(line.author_name, line.unit_name),
        publisher=line.unit_name,
        identifier=_joined(line.number, address),
        date=content.get("issued_on") or machine_time(item.published_at)[:10],
        language=item.language,
        canonical=_canonical(site, item, address),
        dc_type=str(content.get("document_type") or ""),
        source=str(content["source"].get("name") or ""),
        subject=site.category(line.category).name_in(item.language),
        open_graph_type="article",
        picture=f"{address}attachments/{picture}" if picture and site.base_url else "",
        published_at=machine_time(item.published_at),
        changed_at=machine_time(line.changed_at),
        alternates=item.alternates and (Alternate(item.language, item.address), *item.alternates),
        json_ld=item_json_ld(site, item),
    )


def _canonical(site: SiteView, item: ItemView, address: str) -> str:
    """Return the one address for the item: its source's, where another site has it first."""
    source = item.origin.source
    if source and source.href.startswith("https://"):
        return source.href
    return address if site.base_url else ""


def item_json_ld(site: SiteView, item: ItemView) -> SafeString:
    """Return schema.org facts of an item, safe inside a script element."""
    content, line = item.content, item.line
    unit = {"@type": "GovernmentOrganization", "name": line.unit_name}
    author = {"@type": "Person", "name": line.author_name} if line.author_name else unit
    data = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES.get(str(content.get("document_type")), "Article"),
        "headline": line.title,
        "name": line.title,
        "description": line.summary,
        "inLanguage": item.language,
        "datePublished": machine_time(item.published_at),
        "dateModified": machine_time(line.changed_at),
        "author": author,
        "publisher": unit,
        "identifier": line.number or item.reference,
        "legislationIdentifier": line.number if _is_law(content) else "",
        "legislationDate": content.get("issued_on") if _is_law(content) else "",
        "url": site.public_root + item.address if site.base_url else "",
        "isBasedOn": web_address(str(content["source"].get("url") or "")),
        "sha256": item.content_hash,
    }
    return script_json({name: value for name, value in data.items() if value})


def site_json_ld(site: SiteView, language: Language) -> SafeString:
    """Return schema.org facts of the agency behind a site."""
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": site.unit_in(language),
        "url": site.base_url,
        "telephone": site.phone,
        "email": site.email,
        "address": site.address,
    }
    return script_json({name: value for name, value in data.items() if value})


def script_json(data: dict[str, Any]) -> SafeString:
    """Return `data` as JSON that cannot leave the script element around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_IN_SCRIPT))  # noqa: S308 - escaped on this line


def _is_law(content: Any) -> bool:
    return bool(content.get("document_type") == "legal_document")


def _first_picture(content: Any) -> str:
    pictures = (one for one in content.get("attachments", ()) if one["role"] == "picture")
    first = next(pictures, None)
    return str(first["file_name"]) if first else ""


def _joined(*values: str) -> str:
    """TT 24/2011: several values of a field stand in one, separated by semicolons."""
    return "; ".join(value for value in values if value)
