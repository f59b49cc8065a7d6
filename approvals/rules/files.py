"""Rules about the attached files."""

from collections.abc import Iterator

from approvals.rulepacks import RulePack
from approvals.rules.facts import AttachmentFacts, ContentFacts
from approvals.rules.markup import parse
from approvals.rules.violation import Violation

# Shorter than this, the body only announces the file and does not carry its content.
_BODY_CARRIES_CONTENT = 400


def format_not_allowed(facts: ContentFacts, pack: RulePack) -> Iterator[Violation]:
    """Files come in the formats of the rule pack; the detected type counts, not the name."""
    for number, file in enumerate(facts.attachments):
        media_type = _media_type(file)
        if media_type not in pack.media_types:
            yield Violation(
                "FORMAT_NOT_ALLOWED",
                f"attachments.{number}",
                {"file": _name(file), "media_type": media_type or "?"},
            )


def every_file_scanned(facts: ContentFacts) -> bool:
    """Tell whether a virus scanner looked at every file, or already found something."""
    return all(file.infected is not None for file in facts.attachments) or any(
        file.infected for file in facts.attachments
    )


def file_infected(facts: ContentFacts) -> Iterator[Violation]:
    """No file in which the virus scanner found something."""
    for number, file in enumerate(facts.attachments):
        if file.infected:
            yield Violation("FILE_INFECTED", f"attachments.{number}", {"file": _name(file)})


def scanned_pdf_only(facts: ContentFacts) -> Iterator[Violation]:
    """A scanned PDF does not stand alone: its text is also there to be read, searched, spoken."""
    if len(parse(facts.body_html).text()) >= _BODY_CARRIES_CONTENT:
        return
    for number, file in enumerate(facts.attachments):
        if file.scanned_only:
            yield Violation("SCANNED_PDF_ONLY", f"attachments.{number}", {"file": _name(file)})


def any_file_signed(facts: ContentFacts) -> bool:
    """Tell whether there are signatures to judge at all."""
    return any(file.signatures is not None for file in facts.attachments)


def signature_invalid(facts: ContentFacts) -> Iterator[Violation]:
    """A signed file is what was signed, by a certificate that was not revoked."""
    for number, file in enumerate(facts.attachments):
        if file.signatures == "invalid":
            yield Violation("SIGNATURE_INVALID", f"attachments.{number}", {"file": _name(file)})


def _media_type(file: AttachmentFacts) -> str:
    return (file.detected_media_type or file.media_type).partition(";")[0].strip().lower()


def _name(file: AttachmentFacts) -> str:
    return file.original_name or file.file_name
