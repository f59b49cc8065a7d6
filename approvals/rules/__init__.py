"""The checks: pure functions from facts to violations, run together under one rule pack."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from approvals.rulepacks import RulePack
from approvals.rules import access, files, origin, particulars, scope, structured, wording
from approvals.rules.facts import AttachmentFacts, BrokenLink, ContentFacts, DuplicateFact
from approvals.rules.violation import Violation

__all__ = [
    "RULES",
    "AttachmentFacts",
    "BrokenLink",
    "CheckResult",
    "ContentFacts",
    "DuplicateFact",
    "Rule",
    "Violation",
    "blocking",
    "check",
]


@dataclass(frozen=True)
class Rule:
    """A check under its code; `run` sees the pack for the few rules that the pack parametrises.

    `judges` tells whether the facts suffice: what nobody looked at neither passes nor fails.
    """

    code: str
    run: Callable[[ContentFacts, RulePack], Iterable[Violation]]
    judges: Callable[[ContentFacts], bool] = lambda _facts: True


@dataclass(frozen=True)
class CheckResult:
    """How one check ended: passed, or failed with every violation it found.

    `version` is that of a check administrators added, `error` why its expression broke.
    """

    code: str
    severity: str
    ground: str
    overridable: bool
    violations: tuple[Violation, ...]
    version: int = 0
    error: str = ""

    @property
    def passed(self) -> bool:
        """Tell whether the check found nothing."""
        return not self.violations

    @property
    def blocks(self) -> bool:
        """Tell whether the check, as it ended, keeps the content from being published."""
        return self.severity == "block" and not self.passed


def _on_facts(
    code: str,
    function: Callable[[ContentFacts], Iterable[Violation]],
    judges: Callable[[ContentFacts], bool] = lambda _facts: True,
) -> Rule:
    return Rule(code, lambda facts, _pack: function(facts), judges)


RULES: tuple[Rule, ...] = (
    _on_facts("SECRECY_MARK", origin.secrecy_mark),
    _on_facts("SECRECY_UNDECLARED", origin.secrecy_undeclared),
    _on_facts("INTERNAL_CIRCULATION_MARK", origin.internal_circulation_mark),
    _on_facts("EMBARGO_ACTIVE", origin.embargo_active),
    _on_facts("SOURCE_MISSING", origin.source_missing),
    _on_facts("REUSE_WITHOUT_PERMISSION", origin.reuse_without_permission),
    _on_facts("AUTHOR_MISSING", origin.author_missing),
    Rule("FORMAT_NOT_ALLOWED", files.format_not_allowed),
    _on_facts("FILE_INFECTED", files.file_infected, files.every_file_scanned),
    _on_facts("LEGACY_ENCODING", wording.legacy_encoding),
    _on_facts("NOT_NFC", wording.not_nfc),
    _on_facts("ALT_TEXT_MISSING", access.alt_text_missing),
    _on_facts("HEADING_ORDER", access.heading_order),
    _on_facts("TABLE_HEADER_MISSING", access.table_header_missing),
    _on_facts("LINK_TEXT_UNCLEAR", access.link_text_unclear),
    _on_facts("SCANNED_PDF_ONLY", files.scanned_pdf_only),
    _on_facts("SIGNATURE_INVALID", files.signature_invalid, files.any_file_signed),
    _on_facts("PERSONAL_DATA_SUSPECTED", particulars.personal_data_suspected),
    Rule("DUPLICATE_SUSPECTED", origin.duplicate_suspected),
    _on_facts("NUMBER_MALFORMED", particulars.number_malformed),
    _on_facts("DATE_IMPLAUSIBLE", particulars.date_implausible),
    _on_facts("LINK_BROKEN", scope.link_broken),
    Rule("ENGLISH_PAIR_MISSING", scope.english_pair_missing),
    Rule("SCOPE_CATEGORY_MISMATCH", scope.scope_category_mismatch),
    Rule("STRUCTURE_FIELD_MISSING", structured.field_missing),
    Rule("STRUCTURE_FIELD_ADVISED", structured.field_advised),
    Rule("STRUCTURE_FIELD_MALFORMED", structured.field_malformed),
)


def check(facts: ContentFacts, pack: RulePack) -> tuple[CheckResult, ...]:
    """Run every check the pack asks for, in reading order, and return how each ended.

    Never stops early, so that the submitter sees all problems at once. A check whose facts are not
    there has no result: the record must not say that it passed.
    """
    asked = (rule for rule in RULES if rule.code in pack.checks and rule.judges(facts))
    return tuple(_run(rule, facts, pack) for rule in asked)


def blocking(results: Iterable[CheckResult]) -> tuple[Violation, ...]:
    """Return the violations that keep the content from being published."""
    return tuple(v for result in results if result.blocks for v in result.violations)


def _run(rule: Rule, facts: ContentFacts, pack: RulePack) -> CheckResult:
    entry = pack.checks[rule.code]
    violations = tuple(rule.run(facts, pack))
    return CheckResult(rule.code, entry.severity, entry.ground, entry.overridable, violations)
