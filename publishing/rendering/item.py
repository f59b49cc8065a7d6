"""The page of one item, as citizens read it and as the desk previews it."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext, override

from publishing.rendering.body import prepare
from publishing.rendering.engine import fill
from publishing.rendering.formats import day, web_address
from publishing.rendering.frame import frame
from publishing.rendering.metadata import item_meta
from publishing.rendering.shapes import ItemView, SiteView

FACEBOOK = "https://www.facebook.com/sharer/sharer.php?"


def render_item(site: SiteView, item: ItemView) -> str:
    """Return the page of a published item, every link relative to where it stands."""
    meta = item_meta(site, item)
    around = frame(site, meta, current=item.line.category, current_is="true")
    return fill("item.html", **around, **_item_values(site, item))


def render_preview(site: SiteView, item: ItemView, *, root: str, attachments: str) -> str:
    """Return the page as the portal will show it, under a banner that says it is a preview.

    `root` is where the site's assets and pages answer (`/sites/<code>/`); `attachments` is the
    folder (ending in "/") from which the unpublished files are served.
    """
    meta = item_meta(site, item)
    values = _item_values(site, item, attachments=attachments)
    around = frame(site, meta, root=root, current=item.line.category, current_is="true")
    return fill("item.html", **around, **values, preview=True)


def _item_values(
    site: SiteView, item: ItemView, *, attachments: str = "attachments/"
) -> dict[str, Any]:
    content = item.content
    with override(item.language):
        body = prepare(str(content["body"]), attachments=attachments, sizes=item.picture_sizes)
        citation = cite(site, item)
    files = [one for one in content.get("attachments", ()) if one["role"] != "picture"]
    return {
        "item": item,
        "line": item.line,
        "content": content,
        "body": body,
        "files": files,
        "attachments": attachments,
        "category": site.category(item.line.category),
        "citation": citation,
        "source_url": web_address(str(content["source"].get("url") or "")),
        "share": share_links(site, item),
    }


def cite(site: SiteView, item: ItemView) -> str:
    """Return the sentence with which others should name the source (call it in its language)."""
    words = gettext("Theo %(site)s, “%(title)s”, đăng ngày %(day)s") % {
        "site": site.name_in(item.language),
        "title": item.line.title,
        "day": day(item.published_at, item.language),
    }
    return f"{words}, {site.public_root}{item.address}" if site.base_url else f"{words}."


def share_links(site: SiteView, item: ItemView) -> dict[str, str]:
    """Return plain links that share the page; nothing of others is loaded before a click."""
    if not site.base_url:
        return {}
    address = site.public_root + item.address
    mail = urlencode({"subject": item.line.title, "body": address}).replace("+", "%20")
    return {"mail": f"mailto:?{mail}", "facebook": FACEBOOK + urlencode({"u": address})}
