"""Seals a printable with the agency's signature, once, and describes what the signature is worth.

A signature never comes out the same twice. So what it adds to the printable is stored before the
ledger is told of the package: whoever takes the work up after a crash finds the same bytes
(ADR 0019). Nothing is kept that is lower than the level configured.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from archive.printing import seal_stamp
from archive.signing import Signer, SignerAway
from core.canonical import sha256_hex
from core.models import Site
from core.storage import ObjectDamaged, default_store

FIELD = "AgencySeal"


@dataclass(frozen=True)
class Sealing:
    """The agency's seal as it is configured now; none means that records are unsigned."""

    signer: Signer | None
    demo: bool

    @property
    def name(self) -> str:
        """What the printable says of it."""
        if self.signer is None:
            return "unsigned"
        return "demo" if self.demo else "signed"


def present_sealing() -> Sealing:
    """Return the configured seal; raises SignerAway when it is configured and cannot be used."""
    from archive.signing.configuration import configured_signer, is_demo  # noqa: PLC0415  a second

    return Sealing(configured_signer(), is_demo())


def provide_demo(*, now: datetime) -> Path:
    """Make the demo's authority, seal and time stamps, unless they are there; return where."""
    from archive.signing.configuration import demo_folder  # noqa: PLC0415  takes a second
    from archive.signing.demo import make_demo  # noqa: PLC0415

    portal = Site.objects.select_related("unit").filter(unit__parent=None).first()
    make_demo(demo_folder(), agency=portal.unit.name if portal else "Duyệt", now=now)
    return demo_folder()


def sign_record(pdf: bytes, sealing: Sealing, *, about: uuid.UUID, agency: str) -> bytes:
    """Return the printable with the agency's signature; the same bytes at every call.

    Without a key the printable comes back as it is. Raises SigningFailed when the level cannot
    be reached, StorageFailed when the signature cannot be kept.
    """
    if sealing.signer is None:
        return pdf
    store = default_store()
    made_from = sha256_hex(f"{sha256_hex(pdf)} {sealing.signer.identity}".encode())
    key = f"signatures/{about}/{made_from}"
    if not store.exists(key):
        stamp = seal_stamp(agency, demo=sealing.demo, image=_image())
        signed = sealing.signer.sign(pdf, field=FIELD, stamp=stamp)
        added = signed[len(pdf) :]
        store.put_once(key, added, media_type="application/octet-stream")
        if store.get(key) != added:
            raise ObjectDamaged(key=key)
    return pdf + store.get(key)


def describe(pdf: bytes, sealing: Sealing) -> dict[str, bytes]:
    """Return the files that say what the signatures of a record are worth."""
    from archive.signing.configuration import configured_trust  # noqa: PLC0415  takes a second
    from archive.signing.report import report_on, unsigned_report  # noqa: PLC0415

    if sealing.signer is None:
        return unsigned_report()
    return report_on(pdf, trust=configured_trust())


def _image() -> bytes | None:
    """Return the picture of the agency's seal, where one is configured."""
    path = settings.SIGNING_SEAL_IMAGE
    try:
        return Path(path).read_bytes() if path else None
    except OSError as error:
        raise SignerAway("SEAL_IMAGE_UNREADABLE", reason=str(error)) from error
