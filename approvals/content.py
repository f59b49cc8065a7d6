"""The exact content that people decide on, as one dictionary with one canonical form."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SCHEMA = "duyet/content/1"


@dataclass(frozen=True)
class Source:
    """Where the content comes from (Decision 39/2023, Article 4 clause 4)."""

    kind: str = ""
    name: str = ""
    url: str = ""
    permission: str = ""


@dataclass(frozen=True)
class Fields:
    """What an author fills in; everything here is under the content hash."""

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
    return {
        "schema": SCHEMA,
        "document_id": place.document_id,
        "site": place.site,
        "unit": {"code": place.unit_code, "name": place.unit_name},
        **dataclasses.asdict(fields),
        "translations": [],
        "attachments": [dict(attachment) for attachment in attachments],
    }


def fields_of(content: Mapping[str, Any]) -> Fields:
    """Return the author's fields out of a content dictionary."""
    names = [field.name for field in dataclasses.fields(Fields) if field.name != "source"]
    plain = {name: content[name] for name in names}
    return Fields(**plain, source=Source(**content["source"]))
