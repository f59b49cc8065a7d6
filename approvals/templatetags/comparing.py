"""How comparisons are said: where a passage stands, and codes as words."""

from datetime import date

from django import template
from django.utils.translation import gettext, gettext_lazy

from approvals.diffing import Place, Spot
from approvals.templatetags.desk import category_label, field_label, type_label
from approvals.web import words
from approvals.web.forms import SOURCE_KINDS

register = template.Library()
PLACES = {
    "appendix": gettext_lazy("Phụ lục %s"),
    "part": gettext_lazy("Phần %s"),
    "chapter": gettext_lazy("Chương %s"),
    "section": gettext_lazy("Mục %s"),
    "article": gettext_lazy("Điều %s"),
    "clause": gettext_lazy("khoản %s"),
    "point": gettext_lazy("điểm %s"),
    "heading": gettext_lazy("mục “%s”"),
    "paragraph": gettext_lazy("đoạn %s"),
    "table": gettext_lazy("bảng %s"),
    "row": gettext_lazy("hàng %s"),
    "column": gettext_lazy("cột %s"),
    "file": gettext_lazy("tệp %s"),
}


@register.filter
def comment_kind(kind: str) -> str:
    """Say what kind of word was said."""
    return str(words.COMMENT_KINDS[kind])


@register.filter
def place_label(place: Place) -> str:
    """Say where a passage stands, outermost first."""
    said = ", ".join(str(PLACES[kind]) % number for kind, number in place)
    return said[:1].upper() + said[1:]


@register.filter
def spot_place(spot: Spot) -> str:
    """Say which field changed, and where in it."""
    name = str(field_label(spot.field))
    if spot.field == "body" and not spot.place:
        return gettext("Cách trình bày")
    return place_label(spot.place) if spot.place else name


@register.filter
def value_in(value: str, field: str) -> str:
    """Say the value of a field that holds a code or a day; words stay as they are."""
    if field == "category":
        return category_label(value)
    if field == "document_type":
        return type_label(value)
    if field in {"issued_on", "effective_on"}:
        return _day(value)
    names = {"source.kind": dict(SOURCE_KINDS), "language": words.LANGUAGES}.get(field, {})
    return str(names.get(value, value))


def _day(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value
