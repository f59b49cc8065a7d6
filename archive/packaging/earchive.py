"""A record as an archival information package: E-ARK CSIP 2.1 with METS, PREMIS 3 and EAD.

The profile of Circular 05/2025/TT-BNV: SHA-256, relative addresses, times at +07:00. The record's
own package lies unchanged below `representations/rep1/data/` and verifies there as ever.
"""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml import etree

from archive.packaging.describing import ead, premis
from archive.packaging.marking import CSIP, METS, NAMESPACES, XLINK, XSI, element, written
from core.canonical import sha256_hex
from core.clock import in_vietnam

SCHEMAS = Path(__file__).parent / "schemas"
DATA = "representations/rep1/data/"
REPRESENTATION = "representations/rep1/METS.xml"
PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
MEDIA_TYPES = {".py": "text/x-python", ".xsd": "application/xml", ".jsonl": "application/json"}


@dataclass(frozen=True)
class RecordFacts:
    """What the archive writes about a record: its place, its people, its times, its class."""

    record_id: str
    fonds: str
    reference: str
    title: str
    language: str
    issuer: str
    keywords: tuple[str, ...]
    access: str
    retention: str
    started: datetime
    ended: datetime
    sealed: datetime
    signed: bool
    events: tuple[tuple[str, datetime, str], ...]  # verb, when, who
    pages: int = 0


@dataclass(frozen=True)
class _File:
    """A file of the package as METS lists it."""

    path: str
    data: bytes

    @property
    def key(self) -> str:
        return f"file-{sha256_hex(self.path.encode())[:16]}"


def package_name(facts: RecordFacts) -> str:
    """Return the package's folder: its identifier, with `_` for each `:`."""
    return identifier(facts).replace(":", "_")


def identifier(facts: RecordFacts) -> str:
    """Return the identifier that METS, PREMIS and EAD share."""
    return f"urn:{facts.fonds}:uuid:{facts.record_id}"


def build_aip(facts: RecordFacts, record: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every file of the package by its path; the same record gives the same bytes."""
    made = _moment(facts.sealed)
    data = [_File(DATA + name, body) for name, body in sorted(record.items())]
    readme = _File("documentation/README.txt", record["README.txt"])
    schemas = [_File(f"schemas/{path.name}", path.read_bytes()) for path in _schemas()]
    name = identifier(facts)
    described = ead(facts, name, data_paths=len(data))
    descriptive = _File("metadata/descriptive/EAD.xml", described)
    objects = [(file.path, file.data, media_type(file.path)) for file in data]
    preserving = _File("metadata/preservation/PREMIS.xml", premis(facts, name, objects))
    inner = _File(REPRESENTATION, _representation(facts, data, made))
    root = _Mets(facts, name, made)
    root.metadata(descriptive, preserving)
    root.group("Documentation", [readme])
    root.group("Schemas", schemas)
    root.group("Representations/rep1", [inner])
    root.structure(representation=inner)
    files = [readme, *schemas, descriptive, preserving, inner, *data]
    found = {file.path: file.data for file in files} | {"METS.xml": root.written()}
    return dict(sorted(found.items()))


def media_type(path: str) -> str:
    """Return the registered media type of a file of the package."""
    ending = Path(path).suffix.lower()
    known = MEDIA_TYPES.get(ending) or mimetypes.guess_type(path)[0]
    return known or "application/octet-stream"


def wrong_files(files: Mapping[str, bytes]) -> list[str]:
    """Return what differs from the package's own METS: its fixity, checked by ourselves.

    The E-ARK validator checks structure, schemas and vocabularies; it does not read the files.
    """
    findings: list[str] = []
    listed = {"METS.xml"}
    for place in ("METS.xml", REPRESENTATION):
        if place not in files:
            findings.append(f"{place}: missing")
            continue
        for path, digest, size in _fixities(files[place]):
            listed.add(path)
            data = files.get(path)
            if data is None:
                findings.append(f"{path}: missing")
            elif (sha256_hex(data), len(data)) != (digest, size):
                findings.append(f"{path}: differs from {place}")
    return findings + [f"{path}: not listed" for path in sorted(set(files) - listed)]


def _fixities(mets: bytes) -> list[tuple[str, str, int]]:
    tree = etree.fromstring(mets)
    rows = []
    for node in tree.iter(f"{{{METS}}}mdRef", f"{{{METS}}}file"):
        place = node if node.tag.endswith("mdRef") else node[0]
        path = place.get(f"{{{XLINK}}}href") or ""
        rows.append((path, node.get("CHECKSUM", ""), int(node.get("SIZE", "0"))))
    return rows


def _representation(facts: RecordFacts, data: Sequence[_File], made: str) -> bytes:
    mets = _Mets(facts, f"{identifier(facts)}:rep1", made)
    mets.group("Data", data)
    mets.structure(representation=None)
    return mets.written()


class _Mets:
    """One METS file while it is being written."""

    def __init__(self, facts: RecordFacts, name: str, made: str) -> None:
        self._made, self._name = made, name
        self.root = etree.Element(f"{{{METS}}}mets", nsmap=NAMESPACES)
        for key, value in {
            "OBJID": name,
            "LABEL": facts.title,
            "TYPE": "Textual works – Digital",
            "PROFILE": PROFILE,
            f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "OTHER",
            f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE": "duyet/record/1",
            f"{{{XSI}}}schemaLocation": (
                f"{METS} schemas/mets.xsd {CSIP} schemas/DILCISExtensionMETS.xsd"
            ),
        }.items():
            self.root.set(key, value)
        head = element(self.root, "metsHdr", CREATEDATE=made, LASTMODDATE=made)
        head.set(f"{{{CSIP}}}OAISPACKAGETYPE", "AIP")
        agent = element(head, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
        element(agent, "name").text = "Duyệt"
        note = element(agent, "note")
        note.set(f"{{{CSIP}}}NOTETYPE", "SOFTWARE VERSION")
        note.text = "1"
        self._links: dict[str, str] = {}
        self._groups: dict[str, etree._Element] = {}
        self._files: etree._Element | None = None

    def metadata(self, descriptive: _File, preserving: _File) -> None:
        """Point to EAD and PREMIS."""
        described = element(self.root, "dmdSec", ID="dmd-ead", CREATED=self._made, STATUS="CURRENT")
        self._reference(described, descriptive, "EAD")
        events = element(element(self.root, "amdSec", ID="amd"), "digiprovMD")
        events.set("ID", "amd-premis")
        events.set("CREATED", self._made)
        events.set("STATUS", "CURRENT")
        self._reference(events, preserving, "PREMIS")
        self._links = {"DMDID": "dmd-ead", "ADMID": "amd-premis"}

    def group(self, use: str, files: Sequence[_File]) -> None:
        """List files under a use, each with size and hash."""
        if self._files is None:
            self._files = element(self.root, "fileSec", ID="files")
        group = element(self._files, "fileGrp", USE=use, ID=f"group-{use.replace('/', '-')}")
        group.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "OTHER")
        group.set(f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE", "duyet/record/1")
        self._groups[use] = group
        for file in files:
            row = element(group, "file", ID=file.key, **self._fixity(file))
            self._place(element(row, "FLocat"), file)

    def structure(self, *, representation: _File | None) -> None:
        """Write the structural map that CSIP asks for."""
        structure = element(self.root, "structMap", TYPE="PHYSICAL", LABEL="CSIP", ID="structure")
        top = element(structure, "div", ID="div-top", LABEL=self._name)
        element(top, "div", ID="div-metadata", LABEL="Metadata", **self._links)
        for use, group in self._groups.items():
            if use.startswith("Representations"):
                continue
            place = element(top, "div", ID=f"div-{use.lower()}", LABEL=use)
            for file in group:
                element(place, "fptr", FILEID=file.get("ID", ""))
        if representation is None:
            return
        place = element(top, "div", ID="div-representations", LABEL="Representations")
        element(place, "fptr", FILEID=representation.key)
        one = element(place, "div", ID="div-rep1", LABEL="Representations/rep1")
        pointer = element(one, "mptr", LOCTYPE="URL")
        pointer.set(f"{{{XLINK}}}type", "simple")
        pointer.set(f"{{{XLINK}}}href", representation.path)
        pointer.set(f"{{{XLINK}}}title", self._groups["Representations/rep1"].get("ID", ""))

    def written(self) -> bytes:
        """Return the bytes."""
        return written(self.root)

    def _reference(self, parent: etree._Element, file: _File, kind: str) -> None:
        row = element(parent, "mdRef", MDTYPE=kind, **self._fixity(file))
        row.set("ID", file.key)
        self._place(row, file)

    def _fixity(self, file: _File) -> dict[str, str]:
        return {
            "MIMETYPE": media_type(file.path),
            "SIZE": str(len(file.data)),
            "CREATED": self._made,
            "CHECKSUM": sha256_hex(file.data),
            "CHECKSUMTYPE": "SHA-256",
        }

    @staticmethod
    def _place(row: etree._Element, file: _File) -> None:
        row.set("LOCTYPE", "URL")
        row.set(f"{{{XLINK}}}type", "simple")
        row.set(f"{{{XLINK}}}href", file.path)


def _schemas() -> list[Path]:
    return sorted(SCHEMAS.glob("*.xsd"))


def _moment(at: datetime) -> str:
    return in_vietnam(at).isoformat(timespec="seconds")
