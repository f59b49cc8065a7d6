"""How long backups live: every night for five weeks, the first of a month for a year."""

import json
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from archive.services.backups import DESCRIPTION, DUMP, OBJECTS, backups_folder
from archive.services.clusters import LOG, base_made_at, bases
from archive.services.copying import CONTENTS, GENERATIONS, content_key, generations
from archive.services.vault import Vault
from core import ledger
from core.errors import StorageFailed

MONTH = 31


def made_at(name: str) -> datetime:
    """Return when a generation was made, from its name."""
    return datetime.strptime(name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def ends_at(name: str, among: Iterable[str]) -> datetime:
    """Return the day a generation may be deleted; the first of a month lives longer."""
    month = made_at(name).strftime("%Y%m")
    first = min((one for one in among if one.startswith(month)), default=name)
    days = settings.BACKUP_KEEP_DAYS
    if name == first:
        days = max(days, settings.BACKUP_KEEP_MONTHS * MONTH)
    return made_at(name) + timedelta(days=days)


def local_generations() -> list[str]:
    """Return the generations that lie here, whole or as a list alone, oldest first."""
    found = backups_folder().glob(f"*Z/{DESCRIPTION}")
    return sorted(path.parent.name for path in found)


def expire(vault: Vault | None, *, now: datetime) -> tuple[list[str], list[str]]:
    """Delete what has lived its time, here and in the second store; returns done and failed.

    Dumps here: the newest BACKUP_KEEP_LOCAL stay. The newest generation always stays. Contents go
    when no list that is left names them, and only if all lists are here to be asked.
    """
    done = [f"{name}: dump here" for name in _expire_here(has_copies=vault is not None)]
    failed: list[str] = []
    if vault is None:
        return done, failed
    among = generations(vault)
    for name in among[:-1]:
        if ends_at(name, among) > now:
            continue
        try:
            for key in list(vault.names(f"{GENERATIONS}{name}/")):
                vault.delete(key)
        except StorageFailed as kept:
            failed.append(f"{name}: {kept.code}")
            continue
        shutil.rmtree(backups_folder() / name, ignore_errors=True)
        act = ledger.Act("backup_expire", "backup", name, "system")
        ledger.record(act, now=now)
        done.append(f"{name}: second store")
    if any("second store" in line for line in done):
        done += _drop_contents(vault)
    done += _expire_servers(vault, now=now)
    return done, failed


def _expire_servers(vault: Vault, *, now: datetime) -> list[str]:
    """Delete chains of server backups whose newest link is too old, and the log before the rest."""
    limit = now - timedelta(days=settings.BACKUP_LOG_DAYS)
    chains: dict[str, list[str]] = {}
    for key in bases(vault):
        chains.setdefault(key.rpartition("/")[0], []).append(key)
    newest = max((links[-1] for links in chains.values()), default="", key=_made_last)
    old = {chain for chain, links in chains.items() if base_made_at(links[-1]) < limit}
    gone = [chain for chain in old if newest not in chains[chain]]
    for chain in gone:
        for name in list(vault.names(f"{chain}/")):
            vault.delete(name)
    kept = [links[0] for chain, links in chains.items() if chain not in gone]
    since = min((base_made_at(key) for key in kept), default=None)
    segments = _expire_log(vault, since) if since else 0
    return [f"{len(gone)} server backups, {segments} segments of the log"] if gone else []


def _made_last(key: str) -> str:
    """Return what orders server backups in time, whatever server they are of."""
    return key.rpartition("/")[2]


def _expire_log(vault: Vault, since: datetime) -> int:
    """Delete what was shipped before the oldest backup that is left; names are in that order."""
    count = 0
    for name in list(vault.names(LOG)):
        if vault.stored_at(name) < since - timedelta(hours=1):
            vault.delete(name)
            count += 1
    return count


def _expire_here(*, has_copies: bool) -> list[str]:
    """Drop dumps beyond the newest few; the lists stay while the second store has copies."""
    gone = []
    for name in local_generations()[: -settings.BACKUP_KEEP_LOCAL or None]:
        folder = backups_folder() / name
        if has_copies:
            if (folder / DUMP).exists():
                (folder / DUMP).unlink()
                gone.append(name)
        else:
            shutil.rmtree(folder)
            gone.append(name)
    return gone


def _drop_contents(vault: Vault) -> list[str]:
    named: set[str] = set()
    for name in generations(vault):
        listing = backups_folder() / name / OBJECTS
        if not listing.is_file():
            return []  # a generation of another life of this installation: keep everything
        named |= set(_contents(listing))
    gone = [key for key in list(vault.names(CONTENTS)) if key not in named]
    for key in gone:
        vault.delete(key)
    return [f"{len(gone)} contents no list names any more"] if gone else []


def _contents(listing: Path) -> Iterable[str]:
    with listing.open(encoding="utf-8") as lines:
        for line in lines:
            yield content_key(json.loads(line)["sha256"])
