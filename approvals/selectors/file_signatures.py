"""What is known of the digital signatures of files."""

from collections.abc import Iterable
from typing import Any

from approvals.models import Attachment, FileSignatures

PDF = "application/pdf"


def signatures_of(files: Iterable[dict[str, Any]]) -> dict[str, FileSignatures]:
    """Return the verdicts by hash, for files as content.json lists them; unsigned have none."""
    keys = {row["sha256"] for row in files if row["media_type"] == PDF}
    if not keys:
        return {}
    return {row.sha256: row for row in FileSignatures.objects.filter(sha256__in=keys)}


def with_signatures(rows: list[Attachment]) -> list[Attachment]:
    """Return the files, each with the verdict on its signatures as `signed` (or None)."""
    listed = [{"sha256": row.sha256, "media_type": row.media_type} for row in rows]
    found = signatures_of(listed)
    for row in rows:
        row.signed = found.get(row.sha256)  # type: ignore[attr-defined]
    return rows
