"""The monitor: remembers the newest signed head outside the database and the store.

Whoever sets the ledger back, or forks it, also has to reach the monitor's file; each new head is
taken over only when it begins with the one that is remembered.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from core import checkpoints, merkle
from core.ledger_checks import Head
from core.models import LedgerCheckpoint
from core.sealing import DatabaseNodes, public_key

SHRUNK, FORKED, UNSIGNED = "shrunk", "forked", "unsigned"


@dataclass(frozen=True)
class Alarm:
    """What the monitor does not accept, and the heads it stands between."""

    kind: str
    remembered: int
    shown: int
    where: str

    def __str__(self) -> str:
        return (
            f"monitor: {self.where}: the ledger has {self.kind}:"
            f" {self.shown} entries shown, {self.remembered} remembered"
        )


def remembered() -> checkpoints.Checkpoint | None:
    """Return the head the monitor saw last; raises BadCheckpoint when its file was changed."""
    try:
        text = _file().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return checkpoints.verify(text, public_key=public_key(), name=settings.LEDGER_ORIGIN)


def remembered_heads() -> tuple[Head, ...]:
    """Return what is remembered, for the self-audit to compare with the entries."""
    try:
        seen = remembered()
    except checkpoints.BadCheckpoint:
        return ()
    return (Head(seen.size, seen.root, "monitor: the remembered head"),) if seen else ()


def watch(shown: Sequence[tuple[str, str]] = ()) -> list[Alarm]:
    """Compare the newest head, and others that are `shown` (where, text), with what is remembered.

    Takes the newest over when all agree. Returns the alarms; the remembered head then stays.
    """
    try:
        seen = remembered()
    except checkpoints.BadCheckpoint:
        return [Alarm(UNSIGNED, 0, 0, str(_file()))]
    newest = LedgerCheckpoint.objects.order_by("-size").first()
    if newest is None:
        return [Alarm(SHRUNK, seen.size, 0, "database")] if seen else []
    nodes = DatabaseNodes()
    heads = [("database", newest.text), *shown]
    alarms = [alarm for where, text in heads if (alarm := _judge(nodes, where, text, seen))]
    if not alarms and (seen is None or newest.size > seen.size):
        _keep(newest.text)
    return alarms


def _judge(
    nodes: DatabaseNodes, where: str, text: str, seen: checkpoints.Checkpoint | None
) -> Alarm | None:
    """Compare one head with the tree and with what is remembered."""
    known = seen.size if seen else 0
    try:
        head = checkpoints.verify(text, public_key=public_key(), name=settings.LEDGER_ORIGIN)
        if seen and where == "database" and head.size < seen.size:
            return Alarm(SHRUNK, known, head.size, where)
        if merkle.root(nodes, head.size) != head.root:
            return Alarm(FORKED, known, head.size, where)
        if seen and head.size >= seen.size and merkle.root(nodes, seen.size) != seen.root:
            return Alarm(FORKED, known, head.size, where)
    except checkpoints.BadCheckpoint:
        return Alarm(UNSIGNED, known, 0, where)
    except KeyError:  # leaves under a signed head are not there any more
        return Alarm(SHRUNK, known, head.size, where)
    return None


def _keep(text: str) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".new-{secrets.token_hex(8)}"
    with temporary.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _file() -> Path:
    path: Path = settings.LEDGER_MONITOR_FILE
    return path
