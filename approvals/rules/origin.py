"""Rules about what may be published at all, and where it comes from."""

from collections.abc import Iterator

from approvals.rulepacks import RulePack
from approvals.rules import circulation, secrecy
from approvals.rules.facts import ContentFacts
from approvals.rules.violation import Violation

SOURCE_KINDS = ("own", "official", "reused")


def secrecy_mark(facts: ContentFacts) -> Iterator[Violation]:
    """Nothing that carries the stamp MẬT, TỐI MẬT or TUYỆT MẬT (Decision 39/2023, Art. 4(5))."""
    places: list[tuple[str, str, str]] = [
        ("title", "title", facts.title),
        ("summary", "text", facts.summary),
        ("body", "text", facts.body_html),
    ]
    for number, file in enumerate(facts.attachments):
        places.append((f"attachments.{number}", "file_name", file.original_name or file.file_name))
        places.append((f"attachments.{number}", "text", f"{file.caption}\n{file.alt_text}"))
    for field, where, text in places:
        mark = secrecy.find_mark(where, text)
        if mark:
            yield Violation("SECRECY_MARK", field, {"mark": mark.level, "where": mark.where})


def secrecy_undeclared(facts: ContentFacts) -> Iterator[Violation]:
    """Whoever submits declares that nothing in it is a state secret."""
    if not facts.secrecy_declared:
        yield Violation("SECRECY_UNDECLARED", "secrecy_declaration")


def internal_circulation_mark(facts: ContentFacts) -> Iterator[Violation]:
    """Nothing stamped for narrow circulation: LƯU HÀNH NỘI BỘ, XEM XONG TRẢ LẠI."""
    found = {
        "title": circulation.find_in_name(facts.title),
        "summary": circulation.find_circulation_stamp(facts.summary),
        "body": circulation.find_circulation_stamp(facts.body_html),
    }
    for number, file in enumerate(facts.attachments):
        name = file.original_name or file.file_name
        found[f"attachments.{number}"] = circulation.find_in_name(name)
    for field, stamp in found.items():
        if stamp:
            yield Violation("INTERNAL_CIRCULATION_MARK", field, {"mark": stamp})


def embargo_active(facts: ContentFacts) -> Iterator[Violation]:
    """Nothing goes online before the moment the competent authority has set."""
    online_at = max(facts.now, facts.publish_at or facts.now)
    if facts.embargo_until and online_at < facts.embargo_until:
        yield Violation(
            "EMBARGO_ACTIVE", "embargo_until", {"until": facts.embargo_until.isoformat()}
        )


def source_missing(facts: ContentFacts) -> Iterator[Violation]:
    """The kind of source is stated, and a source that is not the unit itself is named."""
    if facts.source_kind not in SOURCE_KINDS:
        yield Violation("SOURCE_MISSING", "source.kind")
    elif facts.source_kind != "own" and not facts.source_name.strip():
        yield Violation("SOURCE_MISSING", "source.name")


def reuse_without_permission(facts: ContentFacts) -> Iterator[Violation]:
    """Reused information needs its provider's written consent (Decision 39/2023, Art. 4(4))."""
    if facts.source_kind == "reused" and not facts.source_permission.strip():
        yield Violation("REUSE_WITHOUT_PERMISSION", "source.permission")


def author_missing(facts: ContentFacts) -> Iterator[Violation]:
    """The author is named (Decision 39/2023, Art. 4(4))."""
    if not facts.author_name.strip():
        yield Violation("AUTHOR_MISSING", "author_name")


def duplicate_suspected(facts: ContentFacts, pack: RulePack) -> Iterator[Violation]:
    """The same text is not published twice unawares."""
    for twin in facts.duplicates:
        if twin.similarity >= pack.duplicate_percent:
            found = {
                "reference": twin.reference,
                "title": twin.title,
                "percent": twin.similarity,
            }
            yield Violation("DUPLICATE_SUSPECTED", "body", found)
