"""The database's log on its way to the second store, segment by segment, and new objects with it.

pg_receivewal writes what the server commits into a folder of ours; a segment that is complete is
encrypted, stored and forgotten here. The server closes a segment at the latest every
LOG_SECONDS, so that a machine that burns takes no more than a minute of work along.
"""

import os
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from approvals.models import Attachment
from archive.models import ArchiveRecord
from archive.selectors.safekeeping import SHIPPED
from archive.services.clusters import LOG
from archive.services.copying import copy_objects
from archive.services.vault import Vault
from core.heartbeat import beat
from core.platform.databases import LOG_SLOT
from core.platform.postgres import client
from core.storage import ObjectStore

LOOK_BACK = timedelta(minutes=10)
MOST_AT_ONCE = 500


def log_folder() -> Path:
    """Return where the log waits to be shipped."""
    return Path(settings.DUYET_HOME) / "log"


def start_receiver(conninfo: str, folder: Path) -> "subprocess.Popen[bytes]":
    """Start pg_receivewal on the slot that keeps what we have not read yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    parts = conninfo_to_dict(conninfo)
    password = str(parts.pop("password", "") or "")
    parts.pop("dbname", None)
    command = [
        *(str(client("pg_receivewal")), "--no-password", f"--dbname={make_conninfo('', **parts)}"),
        *(f"--directory={folder}", f"--slot={LOG_SLOT}", "--compress=gzip:1"),
        *("--status-interval=5", "--synchronous"),
    ]
    return subprocess.Popen(command, env=os.environ | {"PGPASSWORD": password})


def ship_log(vault: Vault, *, system: str, folder: Path, now: datetime) -> list[str]:
    """Store every complete segment and forget it here; returns the segments.

    A crash in between leaves a segment in both places; the next round finds it stored.
    """
    shipped = []
    for path in sorted(folder.glob("*")):
        if path.suffix == ".partial":
            continue
        vault.put(f"{LOG}{system}/{path.name}", path.read_bytes())
        path.unlink()
        shipped.append(path.name)
    if shipped:
        beat(SHIPPED, now=now)
    return shipped


def ship_objects(vault: Vault, store: ObjectStore, *, now: datetime) -> int:
    """Store the files that came in during the last minutes; the nightly backup finds all."""
    return copy_objects(vault, store, _fresh_rows(now - LOOK_BACK))


def _fresh_rows(since: datetime) -> Iterator[dict[str, Any]]:
    files = Attachment.objects.filter(created_at__gte=since).order_by("-id")[:MOST_AT_ONCE]
    for file in files:
        yield {"key": file.storage_key, "sha256": file.sha256}
    for record in ArchiveRecord.objects.filter(sealed_at__gte=since)[:MOST_AT_ONCE]:
        for name, row in record.files.items():
            yield {"key": f"{record.folder}/{name}", "sha256": row["sha256"]}
