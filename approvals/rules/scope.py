"""Rules about the place of an item: its category, its links, its English counterpart."""

from collections.abc import Iterator

from approvals.rulepacks import RulePack
from approvals.rules.facts import ContentFacts
from approvals.rules.violation import Violation


def scope_category_mismatch(facts: ContentFacts, pack: RulePack) -> Iterator[Violation]:
    """The category is one of the rule pack's, for this kind of site and this type of document."""
    if not facts.category:
        return
    named = {"category": facts.category, "type": facts.document_type}
    entry = pack.categories.get(facts.category)
    elsewhere = entry and entry.site_kinds and facts.site_kind not in entry.site_kinds
    if entry is None or (elsewhere and facts.site_kind):
        yield Violation("SCOPE_CATEGORY_MISMATCH", "category", named)
    elif entry.document_types and facts.document_type not in entry.document_types:
        yield Violation("SCOPE_CATEGORY_MISMATCH", "document_type", named)


def link_broken(facts: ContentFacts) -> Iterator[Violation]:
    """Links to items, files and pages of our own sites lead somewhere."""
    for link in facts.broken_links:
        yield Violation("LINK_BROKEN", "body", {"href": link.href, "text": link.text})


def english_pair_missing(facts: ContentFacts, pack: RulePack) -> Iterator[Violation]:
    """Where the pack asks for English, the site says it in English; `None` was not looked up."""
    asked = pack.asks_for_english(facts.category, facts.site_kind)
    if asked and facts.language != "en" and facts.english_on_site is False:
        yield Violation("ENGLISH_PAIR_MISSING", "language", {"category": facts.category})
