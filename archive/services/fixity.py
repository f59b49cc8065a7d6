"""Fixity: every object read and compared, a share a day; damage repaired from the second copy.

What an object must be is asked of its evidence first (record rows, content addresses, the last
manifest, whose hash the ledger keeps), of the store's own description only where nothing else
speaks: whoever changes an object and its description is caught too.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction

from archive.models import FixityRound
from archive.selectors.expected import Expectations, media_type_of
from archive.services.fixity_telling import tell
from core import ledger
from core.canonical import canonical_bytes, sha256_hex
from core.errors import StorageFailed
from core.storage import ObjectStore, default_store, mirror_store

MOST_KEPT = 200
MANIFESTS = "ledger/manifests/"
Progress = Callable[[int, int], None]


@dataclass
class Tally:
    """What a share found."""

    checked: int = 0
    copied: int = 0
    repaired: int = 0
    lost: int = 0
    findings: list[str] = field(default_factory=list)


def check_fixity(
    *, now: datetime, whole: bool = False, progress: Progress | None = None
) -> FixityRound:
    """Check the day's share (or all that is left) and go on where the last run stopped.

    Copies what the second store lacks, repairs what is damaged in either, names what no copy can
    repair. Every run leaves an entry; damage is told to archivists and administrators.
    """
    store, mirror = default_store(), mirror_store()
    expected, tally = Expectations(_manifest(store)), Tally()
    here = set(store.list(""))
    there = _kept_there(mirror, here, expected, tally) if mirror else set()
    keys = sorted({*here, *there, *expected.keys()})
    pass_ = _open_round(len(keys), now=now)
    rest = [key for key in keys if key > pass_.cursor]
    share = rest if whole else list(islice(rest, pass_.share))
    for at, key in enumerate(share, start=1):
        _check(key, store, mirror, expected, tally)
        if progress:
            progress(at, len(share))
    ends = len(share) == len(rest)
    manifest = _write_manifest(store, mirror, now=now) if ends else ("", "")
    return _note(pass_, tally, share, manifest=manifest, ends=ends, now=now)


def _kept_there(
    mirror: ObjectStore, here: set[str], expected: Expectations, tally: Tally
) -> set[str]:
    """Return what only the second store holds, once it has let go of what was purged here."""
    kept = set()
    for key in set(mirror.list("")) - here:
        if not expected.gone_by_right(key):
            kept.add(key)
            continue
        try:
            mirror.delete(key)
        except StorageFailed as failure:
            tally.lost += 1
            tally.findings.append(
                f"{key}: destroyed here, still in the second store: {failure.code}"
            )
    return kept


def _check(
    key: str, store: ObjectStore, mirror: ObjectStore | None, expected: Expectations, tally: Tally
) -> None:
    tally.checked += 1
    here = _read(store, key)
    there = _read(mirror, key) if mirror else None
    right = expected.judge(key, _told(store, mirror, key), (here, there))
    if right is None:
        tally.lost += 1
        what = "missing" if here is None else "damaged"
        tally.findings.append(f"{key}: {what}, and no good copy")
        return
    kind = media_type_of(key)
    if here != right:
        what = "missing" if here is None else "damaged"
        _repair(store, key, right, kind, f"{key}: {what}, repaired from the second store", tally)
    elif not _described(store, key, right):
        _repair(store, key, right, kind, f"{key}: its description was wrong, repaired", tally)
    if mirror is None or (there == right and _described(mirror, key, right)):
        return
    if there is None:
        mirror.put_once(key, right, media_type=kind)
        tally.copied += 1
    else:
        _repair(mirror, key, right, kind, f"{key}: second copy damaged, repaired", tally)


def _repair(store: ObjectStore, key: str, data: bytes, kind: str, line: str, tally: Tally) -> None:
    try:
        store.repair(key, data, media_type=kind)
        good = _read(store, key) == data
    except StorageFailed as failure:
        good, line = False, f"{key}: no good copy could be written: {failure.code}"
    tally.findings.append(line)
    if good:
        tally.repaired += 1
    else:
        tally.lost += 1


def _read(store: ObjectStore, key: str) -> bytes | None:
    """Return the bytes as they lie there; None when there are none. A store away is an error."""
    if not store.exists(key):
        return None
    with store.open(key) as stream:
        return stream.read()


def _told(store: ObjectStore, mirror: ObjectStore | None, key: str) -> str:
    """Return the hash in the first readable description."""
    for one in filter(None, (store, mirror)):
        try:
            return one.head(key).sha256
        except (StorageFailed, ValueError, TypeError):
            continue
    return ""


def _described(store: ObjectStore, key: str, data: bytes) -> bool:
    try:
        known = store.head(key)
    except (StorageFailed, ValueError, TypeError):
        return False
    return (known.sha256, known.size) == (sha256_hex(data), len(data))


def _open_round(total: int, *, now: datetime) -> FixityRound:
    known = FixityRound.objects.filter(finished_at=None).first()
    if known:
        return known
    share = -(-total // max(1, settings.FIXITY_DAYS)) or 1
    return FixityRound.objects.create(started_at=now, last_at=now, share=share, total=total)


def _manifest(store: ObjectStore) -> dict[str, str]:
    """Return what the last complete round saw; nothing where its list is not as it was."""
    last = FixityRound.objects.exclude(manifest="").first()
    if last is None:
        return {}
    key, _, digest = last.manifest.partition(" ")
    try:
        data = store.get(key)
    except StorageFailed:
        return {}
    if sha256_hex(data) != digest:
        return {}
    rows = (json.loads(line) for line in data.decode().splitlines())
    return {row["key"]: row["sha256"] for row in rows}


def _write_manifest(
    store: ObjectStore, mirror: ObjectStore | None, *, now: datetime
) -> tuple[str, str]:
    """List the store as it is now, every key with size and hash, and keep the list in it."""
    lines = []
    for key in store.list(""):
        known = store.head(key)
        row = {"key": key, "size": known.size, "sha256": known.sha256}
        lines.append(canonical_bytes(row))
    data = b"\n".join(lines) + b"\n"
    digest = sha256_hex(data)
    key = f"{MANIFESTS}{now:%Y%m%dT%H%M%SZ}-{digest[:12]}.jsonl"
    for one in filter(None, (store, mirror)):
        one.put_once(key, data, media_type="application/jsonl")
    return key, digest


def _note(
    pass_: FixityRound, tally: Tally, share: list[str], *,
    manifest: tuple[str, str], ends: bool, now: datetime,
) -> FixityRound:  # fmt: skip
    for name in ("checked", "copied", "repaired", "lost"):
        setattr(pass_, name, getattr(pass_, name) + getattr(tally, name))
    pass_.findings = [*pass_.findings, *tally.findings][-MOST_KEPT:]
    pass_.cursor = share[-1] if share else pass_.cursor
    pass_.last_at = now
    if ends:
        pass_.finished_at, pass_.manifest = now, " ".join(manifest)
    details = {
        "checked": tally.checked,
        "copied": tally.copied,
        "repaired": tally.repaired,
        "lost": tally.lost,
        "findings": tally.findings[:MOST_KEPT],
        "manifest": pass_.manifest,
    }
    with transaction.atomic():
        pass_.save()
        act = ledger.Act("fixity", "store", str(pass_.pk), "system", details=details)
        ledger.record(act, now=now)
        if tally.findings:
            tell(pass_, tally.findings, now=now)
    return pass_
