"""Rules about the fields that the law names for a kind of information (the pack's structures)."""

from collections.abc import Iterator

from approvals.rulepacks import RulePack, Structure
from approvals.rulepacks.structures import TYPE
from approvals.rules.facts import ContentFacts
from approvals.rules.violation import Violation

CORE_LABELS = {
    "number": {"vi": "Số, ký hiệu", "en": "Number and sign"},
    "issued_on": {"vi": "Ngày ban hành", "en": "Date of issue"},
    "effective_on": {"vi": "Ngày có hiệu lực", "en": "Date of effect"},
    "file": {"vi": "Tệp văn bản", "en": "File of the document"},
}


def field_missing(facts: ContentFacts, pack: RulePack) -> Iterator[Violation]:
    """No field is missing that keeps the item back until it is given."""
    yield from _absent(facts, pack, "STRUCTURE_FIELD_MISSING", "block")


def field_advised(facts: ContentFacts, pack: RulePack) -> Iterator[Violation]:
    """Fields the law names, without which the item may still stand, are given."""
    yield from _absent(facts, pack, "STRUCTURE_FIELD_ADVISED", "warn")


def field_malformed(facts: ContentFacts, pack: RulePack) -> Iterator[Violation]:
    """What is given belongs to the kind, is of the field's sort, and dates follow one another."""
    given = {name: value for name, value in facts.fields.items() if name != TYPE}
    structure = _structure(facts, pack)
    if structure is None:
        if facts.fields:
            yield _malformed(TYPE, {"vi": "Kiểu dữ liệu", "en": "Kind"}, facts.fields.get(TYPE, ""))
        return
    for name, value in given.items():
        field = structure.field(name)
        if field is None:
            yield _malformed(name, {"vi": name, "en": name}, value)
            continue
        earlier = given.get(field.after, "")
        if not field.fits(value) or (earlier and value < earlier):
            yield _malformed(name, {"vi": field.vi, "en": field.en}, value)


def _structure(facts: ContentFacts, pack: RulePack) -> Structure | None:
    return pack.structure(facts.category, facts.fields.get(TYPE, ""))


def _absent(facts: ContentFacts, pack: RulePack, code: str, need: str) -> Iterator[Violation]:
    structure = _structure(facts, pack)
    if structure is None:
        return
    kind = {"vi": structure.vi, "en": structure.en}
    core = {
        "number": facts.number,
        "issued_on": facts.issued_on,
        "effective_on": facts.effective_on,
        "file": any(file.role != "picture" for file in facts.attachments),
    }
    for name, weight in structure.core.items():
        if weight == need and not core[name]:
            field = "attachments" if name == "file" else name
            yield Violation(code, field, {"label": CORE_LABELS[name], "structure": kind})
    for one in structure.fields:
        if one.need == need and not facts.fields.get(one.code):
            label = {"vi": one.vi, "en": one.en}
            yield Violation(code, f"fields.{one.code}", {"label": label, "structure": kind})


def _malformed(name: str, label: dict[str, str], value: str) -> Violation:
    told = {"label": label, "value": value[:80]}
    return Violation("STRUCTURE_FIELD_MALFORMED", f"fields.{name}", told)
