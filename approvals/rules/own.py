"""Checks that administrators add, as bounded expressions of the Common Expression Language.

CEL has no loops, no writing, no input or output; what could still take long is bounded here:
length, lists, texts, and no list inside a list (ADR 0017).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import cel

from approvals.rulepacks import RulePack
from approvals.rules import CheckResult, Violation
from approvals.rules.facts import ContentFacts
from approvals.rules.markup import parse
from core.canonical import canonical_bytes, sha256_hex
from core.errors import Problem

LONGEST = 500
MOST_MACROS = 3
MOST_ROWS = 100
LONGEST_TEXT = 50_000
CODE = re.compile(r"OWN_[A-Z][A-Z0-9_]{2,30}")
_MACRO = re.compile(r"\.\s*(all|exists|exists_one|filter)\s*\(")
_FORBIDDEN = re.compile(r"\.\s*map\s*\(")
_STRING = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_PLAIN = (
    "title", "summary", "number", "issued_on", "effective_on", "source_kind", "source_name",
    "source_url", "source_permission", "author_name", "document_type", "category", "language",
    "site_code", "site_kind", "unit_code",
)  # fmt: skip
_FILE = ("file_name", "original_name", "media_type", "alt_text", "caption", "role", "size")


@dataclass(frozen=True)
class OwnRule:
    """One version of an added check; what it says comes with it in both languages."""

    code: str
    version: int
    expression: str
    severity: str
    ground: str
    overridable: bool
    said: tuple[str, str]
    remedy: tuple[str, str]

    @property
    def fingerprint(self) -> str:
        """Return the hash of everything that makes this version what it is."""
        parts = [self.code, self.version, self.expression, self.severity, self.ground]
        return sha256_hex(canonical_bytes([*parts, self.overridable, *self.said, *self.remedy]))


def identity_with(pack: RulePack, rules: tuple[OwnRule, ...]) -> str:
    """Return the name of the pack with the added checks of the day; replaying finds both."""
    if not rules:
        return pack.identity
    prints = sorted(rule.fingerprint for rule in rules)
    return f"{pack.identity}~{sha256_hex(canonical_bytes(prints))[:10]}"


def run_own(rule: OwnRule, facts: ContentFacts) -> CheckResult:
    """Run one added check; where the expression breaks nothing is blocked, and `error` says why."""
    said = {
        "said": {"vi": rule.said[0], "en": rule.said[1]},
        "remedy": {"vi": rule.remedy[0], "en": rule.remedy[1]},
    }
    error = ""
    violations: tuple[Violation, ...] = ()
    try:
        if holds(rule.expression, facts):
            violations = (Violation(rule.code, "", said),)
    except BrokenExpression as problem:
        error = str(problem)
    return CheckResult(
        rule.code, rule.severity, rule.ground, rule.overridable, violations, rule.version, error
    )


class BrokenExpression(ValueError):  # noqa: N818
    """An expression cannot be read, or does not answer yes or no."""


def holds(expression: str, facts: ContentFacts) -> bool:
    """Tell whether the expression finds something; raises BrokenExpression."""
    faults = tuple(expression_faults(expression))
    if faults:
        raise BrokenExpression(faults[0].code)
    try:
        answer = _compiled(expression).execute(_context(facts))
    except Exception as problem:  # the library raises many kinds, all about the expression
        raise BrokenExpression(str(problem)[:300]) from problem
    if not isinstance(answer, bool):
        raise BrokenExpression(f"answers {type(answer).__name__}, not true or false")
    return answer


def expression_faults(expression: str) -> Iterator[Problem]:
    """Yield why an expression is not taken: too long, unreadable, or not surely quick."""
    bare = _STRING.sub('""', expression)
    macros = list(_MACRO.finditer(bare))
    if not expression.strip() or len(expression) > LONGEST:
        yield Problem("EXPRESSION_TOO_LONG", "expression", {"limit": LONGEST})
    elif _FORBIDDEN.search(bare) or len(macros) > MOST_MACROS or _nested(bare, macros):
        yield Problem("EXPRESSION_UNBOUNDED", "expression", {"limit": MOST_MACROS})
    else:
        try:
            _compiled(expression)
        except ValueError as problem:
            said = str(problem).partition("ERROR:")[2] or str(problem)
            said = " ".join(said.split())[:200]
            yield Problem("EXPRESSION_UNREADABLE", "expression", {"detail": said})


def variables(facts: ContentFacts) -> dict[str, Any]:
    """Return what an expression may name; texts and lists are cut where they are very long."""
    page = parse(facts.body_html)
    files = facts.attachments[:MOST_ROWS]
    links = page.elements("a")[:MOST_ROWS]
    return {
        **{name: getattr(facts, name)[:LONGEST_TEXT] for name in _PLAIN},
        "text": page.text()[:LONGEST_TEXT],
        "headings": [text for _, text in page.headings()[:MOST_ROWS]],
        "links": [link.get("href", "") for link in links],
        "attachments": [{name: getattr(file, name) for name in _FILE} for file in files],
        "scheduled": facts.publish_at is not None,
        "now": facts.now.astimezone(UTC),
    }


def _context(facts: ContentFacts) -> Any:
    # The library's own size() counts bytes, which is not what Vietnamese readers count.
    return cel.Context(variables=variables(facts), functions={"letters": len})


def sample() -> ContentFacts:
    """Return plain facts on which an expression is first tried."""
    return ContentFacts(now=datetime(2026, 1, 1, tzinfo=UTC), title="Tin", body_html="<p>Tin</p>")


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Any:
    return cel.compile(expression)


def _nested(bare: str, macros: list[re.Match[str]]) -> bool:
    """Tell whether a list is walked inside the walk of a list."""
    for macro in macros:
        depth, place = 1, macro.end()
        while place < len(bare) and depth:
            depth += {"(": 1, ")": -1}.get(bare[place], 0)
            place += 1
        if _MACRO.search(bare, macro.end(), place):
            return True
    return False
