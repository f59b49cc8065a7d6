"""How the radar's pages say categories and counts."""

from django import template

from approvals.rulepacks import Category
from approvals.rulepacks.model import EnglishDuty
from approvals.web.structured import language
from publishing.selectors.radar import Radar

register = template.Library()


@register.filter
def category_name(category: Category) -> str:
    """Say a kind of information."""
    return category.name(language())


@register.filter
def category_fresh(category: Category) -> str:
    """Say how often a kind of information is due anew."""
    return category.fresh_en if language() == "en" else category.fresh_vi


@register.filter
def english_basis(duty: EnglishDuty) -> str:
    """Say where the duty to publish in English stands."""
    return duty.article_en if language() == "en" else duty.article_vi


@register.filter
def standing_count(radar: Radar, name: str) -> int:
    """Return how many kinds of information stand that way."""
    return radar.counted(name)
