"""The exact content that people decide on, as one dictionary with one canonical form."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "duyet/content/1"
# What stands in content.json only where something was given: hashes of before stay valid.
OPTIONAL = ("fields", "translation_of")


@dataclass(frozen=True)
class Source:
    """Where the content comes from (Decision 39/2023, Article 4 clause 4)."""

    kind: str = ""
    name: str = ""
    url: str = ""
    permission: str = ""


@dataclass(frozen=True)
class Fields:
    """What an author fills in; everything here is under the content hash.

    `fields` are those of the structured kind (its code under "type"); `translation_of` is the
    content hash of the text that was translated.
    """

    title: str
    document_type: str
    category: str = ""
    language: str = "vi"
    summary: str = ""
    body: str = ""
    number: str = ""
    issued_on: str = ""
    effective_on: str = ""
    source: Source = Source()
    author_name: str = ""
    change_note: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    translation_of: str = ""

    def changed(self, **changes: Any) -> "Fields":
        """Return a copy with `changes`."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True)
class Place:
    """Where the content belongs: its document, site and issuing unit."""

    document_id: str
    site: str
    unit_code: str
    unit_name: str


def build(fields: Fields, place: Place, attachments: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return content.json as a dictionary; equal input gives equal bytes once canonical."""
    given = dataclasses.asdict(fields)
    return {
        "schema": SCHEMA,
        "document_id": place.document_id,
        "site": place.site,
        "unit": {"code": place.unit_code, "name": place.unit_name},
        **{name: value for name, value in given.items() if value or name not in OPTIONAL},
        "translations": [],
        "attachments": [dict(attachment) for attachment in attachments],
    }


def fields_of(content: Mapping[str, Any]) -> Fields:
    """Return the author's fields out of a content dictionary."""
    names = [one.name for one in dataclasses.fields(Fields) if one.name != "source"]
    plain = {name: content[name] for name in names if name in content or name not in OPTIONAL}
    return Fields(**plain, source=Source(**content["source"]))
