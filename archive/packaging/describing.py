"""What a record is (EAD 3, fields of Circular 05/2025/TT-BNV) and what happened (PREMIS 3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from archive.packaging.marking import XSI, element, written
from core.canonical import sha256_hex
from core.clock import in_vietnam

if TYPE_CHECKING:
    from archive.packaging.earchive import RecordFacts

PREMIS = "http://www.loc.gov/premis/v3"
EAD = "http://ead3.archivists.org/schema/"
SOFTWARE = "Duyệt"


def ead(facts: "RecordFacts", identifier: str, *, data_paths: int) -> bytes:
    """Return EAD.xml: one file (hồ sơ) with the fields the circular lists."""
    root = etree.Element(f"{{{EAD}}}ead", nsmap={None: EAD})
    _control(root, facts, identifier)
    did = element(element(root, "archdesc", level="file"), "did")
    element(element(did, "repository"), "corpname")
    element(did[0][0], "part").text = facts.issuer
    element(did, "unitid").text = facts.reference
    element(did, "unittitle").text = facts.title
    dates = f"{_day(facts.started)}/{_day(facts.ended)}"
    element(did, "unitdate", normal=dates).text = dates
    language = element(element(did, "langmaterial"), "language", langcode=facts.language)
    language.text = facts.language
    for name, value in {
        "arcFileCode": facts.reference,
        "maintenance": facts.retention,
        "mode": facts.access,
        "startDate": _day(facts.started),
        "endDate": _day(facts.ended),
        "keyword": "; ".join(facts.keywords),
        "totalDoc": str(data_paths),
        "numberOfPage": str(facts.pages),
        "format": "PDF/A-3, JSON",
        "inforSign": "PAdES" if facts.signed else "",
        "confidenceLevel": "original",
    }.items():
        if value:
            element(did, "didnote", localtype=name).text = value
    return written(root)


def _control(root: etree._Element, facts: "RecordFacts", identifier: str) -> None:
    control = element(root, "control")
    element(control, "recordid").text = identifier
    title = element(element(control, "filedesc"), "titlestmt")
    element(title, "titleproper").text = facts.title
    element(control, "maintenancestatus", value="new")
    element(element(control, "maintenanceagency"), "agencyname").text = facts.issuer
    event = element(element(control, "maintenancehistory"), "maintenanceevent")
    element(event, "eventtype", value="created")
    element(event, "eventdatetime").text = in_vietnam(facts.sealed).isoformat(timespec="seconds")
    element(event, "agenttype", value="machine")
    element(event, "agent").text = SOFTWARE


def premis(
    facts: "RecordFacts", identifier: str, objects: Sequence[tuple[str, bytes, str]]
) -> bytes:
    """Return PREMIS.xml: every file with its fixity, every act with its person, the software."""
    root = etree.Element(f"{{{PREMIS}}}premis", nsmap={None: PREMIS, "xsi": XSI})
    root.set("version", "3.0")
    _whole(root, identifier, facts)
    for path, data, kind in objects:
        _file(root, path, data, kind)
    events = [*facts.events, ("seal", facts.sealed, SOFTWARE)]
    for number, (verb, at, who) in enumerate(events, start=1):
        _event(root, number, verb, at, who, identifier)
    people = {who for _, _, who in events} - {SOFTWARE}
    for who in sorted(people):
        _agent(root, who, "person")
    _agent(root, SOFTWARE, "software")
    return written(root)


def _whole(root: etree._Element, identifier: str, facts: "RecordFacts") -> None:
    thing = element(root, "object")
    thing.set(f"{{{XSI}}}type", "intellectualEntity")
    _named(thing, "object", "URN", identifier)
    element(thing, "originalName").text = facts.reference


def _file(root: etree._Element, path: str, data: bytes, kind: str) -> None:
    thing = element(root, "object")
    thing.set(f"{{{XSI}}}type", "file")
    _named(thing, "object", "path", path)
    about = element(thing, "objectCharacteristics")
    fixity = element(about, "fixity")
    element(fixity, "messageDigestAlgorithm").text = "SHA-256"
    element(fixity, "messageDigest").text = sha256_hex(data)
    element(about, "size").text = str(len(data))
    designation = element(element(about, "format"), "formatDesignation")
    element(designation, "formatName").text = kind


def _event(
    root: etree._Element, number: int, verb: str, at: datetime, who: str, identifier: str
) -> None:
    event = element(root, "event")
    _named(event, "event", "local", f"event-{number}")
    element(event, "eventType").text = verb
    element(event, "eventDateTime").text = in_vietnam(at).isoformat(timespec="seconds")
    agent = element(event, "linkingAgentIdentifier")
    element(agent, "linkingAgentIdentifierType").text = "local"
    element(agent, "linkingAgentIdentifierValue").text = who
    thing = element(event, "linkingObjectIdentifier")
    element(thing, "linkingObjectIdentifierType").text = "URN"
    element(thing, "linkingObjectIdentifierValue").text = identifier


def _agent(root: etree._Element, who: str, kind: str) -> None:
    agent = element(root, "agent")
    _named(agent, "agent", "local", who)
    element(agent, "agentName").text = who
    element(agent, "agentType").text = kind


def _named(parent: etree._Element, what: str, kind: str, value: str) -> None:
    name = element(parent, f"{what}Identifier")
    element(name, f"{what}IdentifierType").text = kind
    element(name, f"{what}IdentifierValue").text = value


def _day(at: datetime) -> str:
    return in_vietnam(at).date().isoformat()
