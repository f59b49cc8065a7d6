"""The filters and the one tag that the portal's templates use; each wraps one pure function."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from publishing.rendering import formats
from publishing.rendering.line import line_html
from publishing.rendering.origin_shapes import Companion
from publishing.rendering.shapes import VIETNAMESE, ItemLine, MenuEntry, SiteView

register = template.Library()


@register.filter
def day(value: date | datetime | str, language: str) -> str:
    """Say a date in `language`."""
    return formats.day(value, language)


@register.filter
def moment(value: datetime, language: str) -> str:
    """Say a date with its time in `language`."""
    return formats.moment(value, language)


@register.filter
def machine_time(value: date | datetime | str) -> str:
    """Write a date for machines."""
    return formats.machine_time(value)


@register.filter
def file_size(value: int, language: str) -> str:
    """Say the size of a file in `language`."""
    return formats.size(value, language)


@register.filter
def file_kind(attachment: dict[str, Any]) -> str:
    """Name the kind of an attachment."""
    return formats.kind(str(attachment["media_type"]), str(attachment["file_name"]))


@register.filter
def name_in(named: Any, language: str) -> str:
    """Return the name of a site or a category in `language`."""
    return str(named.name_in(language))


@register.filter
def unit_in(site: SiteView, language: str) -> str:
    """Return the agency's full name in `language`."""
    return site.unit_in(language)


@register.filter
def category_of(line: ItemLine, site: SiteView) -> str:
    """Return the name of the category in which an item stands."""
    return site.category(line.category).name_in(line.language)


@register.filter
def asset(site: SiteView, name: str) -> str:
    """Return the published file name of an asset."""
    return site.assets[name]


@register.filter
def site_name(place: Companion, language: str) -> str:
    """Return the name of the site that has the same item, in `language`."""
    return place.site_name if language == VIETNAMESE else place.site_name_en or place.site_name


@register.filter
def placed(name: str, root: str) -> str:
    """Return where an asset of the site's own stands: absolute as it is, or among its assets."""
    return name if name.startswith("/") else f"{root}assets/{name}"


@register.filter
def label_in(entry: MenuEntry, language: str) -> str:
    """Return the label of a menu entry in `language`."""
    return entry.label_in(language)


@register.simple_tag(takes_context=True)
def list_line(
    context: template.Context, line: ItemLine, *, level: int, show_category: int = 0, short: int = 0
) -> SafeString:
    """Write an item as lists show it."""
    site: SiteView = context["site"]
    return line_html(
        line,
        language=context["language"],
        root=context["root"],
        own_unit=site.unit_name,
        category=category_of(line, site) if show_category else "",
        level=level,
        short=bool(short),
    )
