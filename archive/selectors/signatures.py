"""What the signatures of a sealed record are worth today, in one word and line by line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.models import ArchiveRecord
from archive.selectors.packages import file_of
from core.errors import DomainError, StorageFailed

if TYPE_CHECKING:
    from archive.signing.validation import Verdict


@dataclass(frozen=True)
class Signatures:
    """The signatures of one printable."""

    rows: "tuple[Verdict, ...]"
    unreachable: bool = False

    @property
    def status(self) -> str:
        """Return unreachable, unsigned, changed, demo, untrusted or trusted."""
        if self.unreachable:
            return "unreachable"
        if not self.rows:
            return "unsigned"
        if any(not row.intact or row.changed_after for row in self.rows):
            return "changed"
        if all(row.trusted for row in self.rows):
            return "trusted"
        return "demo" if all(row.good for row in self.rows) else "untrusted"


def signatures_of(record: ArchiveRecord) -> Signatures:
    """Validate the printable as the store gives it back; nothing is asked of the network."""
    from archive.signing.configuration import configured_trust  # noqa: PLC0415  takes a second
    from archive.signing.trust import Trust  # noqa: PLC0415
    from archive.signing.validation import validate  # noqa: PLC0415

    try:
        pdf = file_of(record, "record.pdf")
    except StorageFailed:
        return Signatures((), unreachable=True)
    try:
        trust = configured_trust()
    except DomainError:  # a trust folder that cannot be read trusts nobody
        trust = Trust()
    return Signatures(validate(pdf, trust=trust))
