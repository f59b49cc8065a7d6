"""The catalogue of what is published as DCAT-AP 3 in JSON-LD, with its context inside.

Every item online is a dataset: its page and each of its files are distributions. Dublin Core's six
mandatory fields (Circular 24/2011) are among them: title, creator, date, description, publisher,
identifier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "spdx": "http://spdx.org/rdf/terms#",
}
LANGUAGES = {
    "vi": "http://publications.europa.eu/resource/authority/language/VIE",
    "en": "http://publications.europa.eu/resource/authority/language/ENG",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SHA_256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


@dataclass(frozen=True)
class CatalogueFile:
    """A file of an item, at its whole address."""

    url: str
    title: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class CatalogueItem:
    """An item as the catalogue names it, at its whole address."""

    url: str
    identifier: str
    title: str
    description: str
    language: str
    category: str
    publisher: str
    creator: str
    issued: datetime
    modified: datetime
    number: str = ""
    source: str = ""
    files: tuple[CatalogueFile, ...] = ()


def render_catalogue(
    address: str, title: str, publisher: str, items: Iterable[CatalogueItem], *, following: str = ""
) -> dict[str, Any]:
    """Return one page of the catalogue; `following` is the address of the next one."""
    catalogue: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": address,
        "@type": "dcat:Catalog",
        "dct:title": _in(title, "vi"),
        "dct:description": _in(f"Danh mục thông tin đã công bố: {title}", "vi"),
        "dct:publisher": _agent(publisher),
        "dct:language": [{"@id": one} for one in LANGUAGES.values()],
        "dcat:dataset": [_dataset(item) for item in items],
    }
    if following:
        catalogue["@context"] = CONTEXT | {"hydra": "http://www.w3.org/ns/hydra/core#"}
        catalogue["hydra:next"] = {"@id": following}
    return catalogue


def _dataset(item: CatalogueItem) -> dict[str, Any]:
    dataset: dict[str, Any] = {
        "@id": item.url,
        "@type": "dcat:Dataset",
        "dct:identifier": item.identifier,
        "dct:title": _in(item.title, item.language),
        "dct:description": _in(item.description or item.title, item.language),
        "dct:publisher": _agent(item.publisher),
        "dct:creator": _agent(item.creator or item.publisher),
        "dct:issued": _moment(item.issued),
        "dct:modified": _moment(item.modified),
        "dcat:keyword": _in(item.category, item.language),
        "dcat:landingPage": {"@id": item.url, "@type": "foaf:Document"},
        "dcat:distribution": [_page(item), *(_file(item, file) for file in item.files)],
    }
    if item.language in LANGUAGES:
        dataset["dct:language"] = {"@id": LANGUAGES[item.language]}
    if item.number:
        dataset["dct:alternative"] = item.number
    if item.source.startswith(("http://", "https://")):
        dataset["dct:source"] = {"@id": item.source}
    return dataset


def _page(item: CatalogueItem) -> dict[str, Any]:
    return {
        "@id": f"{item.url}#page",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": item.url},
        "dcat:mediaType": {"@id": f"{MEDIA_TYPES}text/html", "@type": "dct:MediaType"},
    }


def _file(item: CatalogueItem, file: CatalogueFile) -> dict[str, Any]:
    return {
        "@id": file.url,
        "@type": "dcat:Distribution",
        "dct:title": _in(file.title, item.language),
        "dcat:accessURL": {"@id": item.url},
        "dcat:downloadURL": {"@id": file.url},
        "dcat:mediaType": {"@id": MEDIA_TYPES + file.media_type, "@type": "dct:MediaType"},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": SHA_256},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _agent(name: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": name}


def _in(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _moment(moment: datetime) -> dict[str, str]:
    return {"@value": moment.isoformat(), "@type": "xsd:dateTime"}
