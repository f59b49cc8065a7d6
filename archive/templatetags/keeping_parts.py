"""Parts of pages about audits and the store; each asks for what it shows itself."""

from typing import Any

from django import template
from django.utils.translation import get_language

from approvals import reasons
from archive.selectors.keeping_state import ledger_watch, store_state

register = template.Library()


@register.filter
def in_words(code: str) -> str:
    """Say why, in the reader's language, for a code of the catalogue."""
    return reasons.message(code, get_language() or "vi")


@register.inclusion_tag("archive/parts/self_audits.html")
def self_audits() -> dict[str, Any]:
    """Show the last self-audits and what witnesses saw."""
    return {"watch": ledger_watch()}


@register.inclusion_tag("archive/parts/store_fixity.html")
def store_fixity() -> dict[str, Any]:
    """Show how far the store has been read and what was found."""
    return {"state": store_state()}
