"""Rules about the characters the content is written in."""

import unicodedata
from collections.abc import Iterator

from approvals.rules import legacy
from approvals.rules.facts import ContentFacts
from approvals.rules.violation import Violation

_EXCERPT = 300


def legacy_encoding(facts: ContentFacts) -> Iterator[Violation]:
    """Text is Unicode (TCVN 6909:2001), not TCVN3 or VNI codes; a converted text is proposed."""
    for field, text in _texts(facts):
        encoding = legacy.detect(text)
        if encoding:
            proposal = legacy.propose(text, encoding)[:_EXCERPT]
            yield Violation("LEGACY_ENCODING", field, {"encoding": encoding, "proposal": proposal})


def not_nfc(facts: ContentFacts) -> Iterator[Violation]:
    """Letters are composed (NFC), so that the same word is always the same bytes.

    What was repaired on its way in is noted too.
    """
    present = [field for field, text in _texts(facts) if not _is_composed(text)]
    for field in dict.fromkeys((*facts.repaired, *present)):
        yield Violation("NOT_NFC", field)


def to_repair(**texts: str) -> tuple[str, ...]:
    """Return the names of the texts whose letters are not composed."""
    return tuple(name for name, text in texts.items() if not _is_composed(text))


def repaired(text: str) -> str:
    """Return `text` composed (NFC): what is stored after NOT_NFC was noted."""
    return unicodedata.normalize("NFC", text)


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def _texts(facts: ContentFacts) -> Iterator[tuple[str, str]]:
    yield "title", facts.title
    yield "summary", facts.summary
    yield "body", facts.body_html
    yield "author_name", facts.author_name
    yield "source.name", facts.source_name
    for name, value in facts.fields.items():
        yield f"fields.{name}", value
    for number, file in enumerate(facts.attachments):
        yield f"attachments.{number}.alt_text", file.alt_text
        yield f"attachments.{number}.caption", file.caption
