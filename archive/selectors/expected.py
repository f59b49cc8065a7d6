"""What an object of the store must be, by its evidence outside the store's own descriptions."""

import mimetypes
import re
from collections.abc import Sequence

from django.db.models import Q

from approvals.models import Attachment
from archive.models import ArchiveRecord, DisposalItem
from core.canonical import sha256_hex
from core.models import LedgerEntry

BY_CONTENT = re.compile(r"attachments/([0-9a-f]{64})")
BY_NAME = re.compile(r"ledger/(?:entries|checkpoints|census|manifests)/.*-([0-9a-f]{12})\.\w+")
RECORD = re.compile(r"(records/\d{4}/([0-9a-f-]{36})/\d+)/(.+)")
OF_ITEM = re.compile(r"attachments/([0-9a-f]{64})$|(?:records/\d{4}|signatures)/([0-9a-f-]{36})/")
TYPES = {".jsonl": "application/jsonl", ".py": "text/x-python"}


class Expectations:
    """Asks the evidence of one key after the other; a record's row is read once for its files."""

    def __init__(self, manifest: dict[str, str]) -> None:
        self._manifest = manifest
        self._record: ArchiveRecord | None = None

    def keys(self) -> set[str]:
        """Return what lay there when the last round ended: it must lie there still."""
        return {key for key in self._manifest if not self.gone_by_right(key)}

    def digest(self, key: str) -> str:
        """Return the hash, or its first 12 digits, that the evidence names; else nothing."""
        content = BY_CONTENT.fullmatch(key)
        named = BY_NAME.fullmatch(key)
        if content or named:
            found = content or named
            return found[1] if found else ""
        return self._of_record(key) or self._manifest.get(key, "")

    def judge(self, key: str, told: str, copies: Sequence[bytes | None]) -> bytes | None:
        """Return the copy that is right; None when none is.

        `told` is what the store itself says of the object: it counts where nothing else speaks.
        """
        wanted = self.digest(key) or told
        found = (data for data in copies if data is not None)
        return next((data for data in found if sha256_hex(data).startswith(wanted or "?")), None)

    def _of_record(self, key: str) -> str:
        found = RECORD.fullmatch(key)
        if not found:
            return ""
        if self._record is None or str(self._record.pk) != found[2]:
            self._record = ArchiveRecord.objects.filter(pk=found[2]).first()
        if self._record is None or self._record.folder != found[1]:
            return ""
        return str(self._record.files.get(found[3], {}).get("sha256", ""))

    def gone_by_right(self, key: str) -> bool:
        """Say whether a disposal or a purge took the object away."""
        found = OF_ITEM.match(key)
        if not found:
            return False
        acts = LedgerEntry.objects.filter(verb="purge", subject_type="submission")
        if found[1]:  # a file: purged with the last row that named it
            rows = Attachment.objects.filter(Q(sha256=found[1]) | Q(sha256_uploaded=found[1]))
            return acts.exists() and not rows.exists()
        acts = acts.filter(subject_id=found[2])
        gone = DisposalItem.objects.filter(record__id=found[2], destroyed_at__isnull=False)
        return gone.exists() or acts.exists()


def media_type_of(key: str) -> str:
    """Return the media type under which an object is written again."""
    ending = "." + key.rpartition(".")[2]
    return TYPES.get(ending) or mimetypes.guess_type(key)[0] or "application/octet-stream"
