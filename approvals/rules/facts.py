"""What the rules look at: one frozen record of the content, the same at submit and at replay."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class AttachmentFacts:
    """What is known of one attached file; `None` means that nobody has looked yet."""

    file_name: str
    original_name: str = ""
    media_type: str = ""
    detected_media_type: str = ""
    alt_text: str = ""
    caption: str = ""
    role: str = "file"
    size: int = 0
    scanned_only: bool | None = None
    infected: bool | None = None
    signatures: str | None = None  # valid, invalid, unknown; None: it carries none


@dataclass(frozen=True)
class DuplicateFact:
    """Another document that reads almost the same; `similarity` is in percent, 0 to 100."""

    reference: str
    title: str = ""
    similarity: int = 100


@dataclass(frozen=True)
class BrokenLink:
    """A link of the text to an item, file or page of our own sites that is not there."""

    href: str
    text: str = ""


@dataclass(frozen=True)
class ContentFacts:
    """Everything the rules may know about one revision; no rule asks anybody else."""

    now: datetime
    title: str = ""
    summary: str = ""
    body_html: str = ""
    number: str = ""
    issued_on: str = ""
    effective_on: str = ""
    source_kind: str = ""
    source_name: str = ""
    source_url: str = ""
    source_permission: str = ""
    author_name: str = ""
    document_type: str = ""
    category: str = ""
    language: str = "vi"
    secrecy_declared: bool = False
    embargo_until: datetime | None = None
    publish_at: datetime | None = None
    site_code: str = ""
    unit_code: str = ""
    attachments: tuple[AttachmentFacts, ...] = ()
    duplicates: tuple[DuplicateFact, ...] = ()
    site_kind: str = ""
    broken_links: tuple[BrokenLink, ...] = ()
    english_on_site: bool | None = None
    repaired: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for moment in (self.now, self.embargo_until, self.publish_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("facts take aware datetimes only")

    def as_inputs(self) -> dict[str, Any]:
        """Return the facts as plain JSON values, to be stored with the verdict."""
        return {name: _as_json(value) for name, value in asdict(self).items()}

    @classmethod
    def from_inputs(cls, inputs: dict[str, Any]) -> "ContentFacts":
        """Rebuild the facts a verdict was reached on; refuses fields it does not know."""
        unknown = inputs.keys() - {one.name for one in fields(cls)}
        if unknown:
            raise ValueError(f"unknown facts: {sorted(unknown)}")
        values = dict(inputs)
        for name in ("now", "embargo_until", "publish_at"):
            values[name] = _as_moment(values.get(name))
        values["attachments"] = tuple(AttachmentFacts(**row) for row in values["attachments"])
        values["duplicates"] = tuple(DuplicateFact(**row) for row in values["duplicates"])
        values["repaired"] = tuple(values.get("repaired", ()))
        links = values.get("broken_links", ())  # verdicts of before 1.1 know none
        values["broken_links"] = tuple(BrokenLink(**row) for row in links)
        return cls(**values)


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return list(value) if isinstance(value, tuple) else value


def _as_moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
