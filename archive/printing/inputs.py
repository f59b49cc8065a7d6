"""What a printable record is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class IssuingHeader:
    """The issuing side of the national header (Decree 30/2020, Appendix I)."""

    superior: str  # cơ quan chủ quản; may be empty
    issuer: str  # tên cơ quan ban hành
    place: str  # địa danh
    issued_on: date


@dataclass(frozen=True)
class RecordInput:
    """One record: both JSON documents, a reader of attachments, and where it is verified."""

    content: dict[str, Any]  # duyet/content/1
    decision: dict[str, Any]  # duyet/decision/1
    header: IssuingHeader
    verify_url: str
    attachment: Callable[[str], bytes]  # file name → bytes; LookupError or OSError when missing
    sealing: str = "unsigned"  # what the print says of its signature: unsigned | demo | signed

    @property
    def language(self) -> str:
        """The language of the labels: English for English items, else Vietnamese."""
        return "en" if self.content.get("language") == "en" else "vi"

    @property
    def refused(self) -> bool:
        """Whether this is the record of a refusal."""
        return bool(self.decision["outcome"] == "rejected")
