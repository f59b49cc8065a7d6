"""The structured fields of an item, for the desk's pages."""

from typing import Any

from django import template

from approvals.selectors.structured import Row
from approvals.web import structured, words

register = template.Library()


@register.filter
def structured_rows(content: dict[str, Any]) -> list[Row]:
    """Return the fields of a structured item with their labels."""
    return structured.rows_for_desk(content)


@register.filter
def language_label(code: str) -> str:
    """Say a language items are written in."""
    return str(words.LANGUAGES.get(code, code))
