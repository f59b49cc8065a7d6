"""One night's keeping: a backup, its copy in the second store, the server itself, the clearing."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archive.models import Backup
from archive.services.alarms import raise_alarm
from archive.services.backups import backup, describe
from archive.services.clusters import keeps_log, take_base
from archive.services.copying import copy_out
from archive.services.generations import expire
from archive.services.vault import own_vault
from core.errors import DomainError
from core.storage import default_store

NO_SECOND = "BACKUP_URL is not set: no second copy"
DUMPS_ONLY = "the database server is not ours: dumps only, no point in time"


@dataclass
class Night:
    """What one night has made: the backup, a line a step, and what failed."""

    backup: Backup | None = None
    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def keep_safe(*, now: datetime) -> Night:
    """Back up, copy, back the server up, clear what has lived its time; a failed step alarms.

    Without a second store, and with a server of others, it says what is therefore missing. What
    failed is a line, never an exception: the steps that can be done are done.
    """
    night = Night()
    try:
        _keep(night, now=now)
    except (DomainError, OSError) as failed:
        night.failed.append(_said(failed))
    if night.failed:
        text = "\n".join(night.failed)
        raise_alarm("backup_failed", about=f"{now:%Y%m%dT%H%M%S}", text=text, now=now)
    return night


def _keep(night: Night, *, now: datetime) -> None:
    made = night.backup = backup(now=now)
    night.done.append(f"{made.folder} {made.dump_size} bytes, {made.store_objects} objects")
    vault = own_vault()
    if vault is None:
        night.done.append(NO_SECOND)
    else:
        fresh = copy_out(describe(Path(made.folder)), vault, default_store())
        night.done.append(f"second store: copied, {fresh} objects were new")
        if keeps_log():
            night.done.append(f"server: {take_base(vault, now=now)}")
        else:
            night.done.append(DUMPS_ONLY)
    done, failed = expire(vault, now=now)
    night.done += [f"expired {line}" for line in done]
    night.failed += [f"not expired {line}" for line in failed]


def _said(failed: Exception) -> str:
    if isinstance(failed, DomainError):
        return f"{failed.code} {failed.params.get('reason', failed.params)}"
    return f"{type(failed).__name__} {failed}"
