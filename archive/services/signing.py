"""Signs a printable: the person, then the agency's seal; each once, and says what they are worth.

A signature never comes out the same twice. So what it adds to the printable is stored before the
ledger is told of the package: whoever takes the work up after a crash finds the same bytes
(ADR 0019). Nothing is kept that is lower than the level configured.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from approvals.models import Submission
from archive.printing import person_stamp, seal_stamp
from archive.selectors.awaited import certificate_of
from archive.services.awaiting import Wanted, brought
from archive.signing import Level, Signer, SignerAway, SigningFailed
from core.canonical import sha256_hex
from core.models import Site, User
from core.storage import ObjectDamaged, default_store

if TYPE_CHECKING:
    from archive.signing.external import ExternalSigner

SEAL, PERSON = "AgencySeal", "PersonSignature"


@dataclass(frozen=True)
class Hand:
    """One signature of a record: in which field, by what, of which person (none: the agency)."""

    field: str
    signer: "Signer | ExternalSigner"
    person: User | None = None


@dataclass(frozen=True)
class Sealing:
    """Who signs a record, in order, as it is configured now; nobody means it is unsigned."""

    hands: tuple[Hand, ...]
    demo: bool

    @property
    def name(self) -> str:
        """What the printable says of it."""
        if not self.hands:
            return "unsigned"
        return "demo" if self.demo else "signed"


def present_sealing(person: User | None = None) -> Sealing:
    """Return who signs: the person whose mandate it was, where that is asked, then the agency.

    Raises SignerAway when what is configured cannot be used, and SigningFailed when the person
    has registered no certificate.
    """
    from archive.signing import configuration as configured  # noqa: PLC0415  takes a second

    hands: list[Hand] = []
    if settings.SIGNING_PERSON == configured.EXTERNAL and person is not None:
        hands.append(Hand(PERSON, _own_signer(person), person))
    if configured.is_external():
        hands.append(Hand(SEAL, configured.external_seal()))
    elif (seal := configured.configured_signer()) is not None:
        hands.append(Hand(SEAL, seal))
    return Sealing(tuple(hands), configured.is_demo())


def _own_signer(person: User) -> "ExternalSigner":
    from archive.signing.configuration import external_signer  # noqa: PLC0415

    registered = certificate_of(person.pk)
    if registered is None:
        raise SigningFailed("PERSON_CERTIFICATE_MISSING", reason=str(person))
    return external_signer(registered.pem.encode(), level=Level.B_T)


def provide_demo(*, now: datetime) -> Path:
    """Make the demo's authority, seal and time stamps, unless they are there; return where."""
    from archive.signing.configuration import demo_folder  # noqa: PLC0415  takes a second
    from archive.signing.demo import make_demo  # noqa: PLC0415

    portal = Site.objects.select_related("unit").filter(unit__parent=None).first()
    make_demo(demo_folder(), agency=portal.unit.name if portal else "Duyệt", now=now)
    return demo_folder()


def sign_record(
    pdf: bytes, sealing: Sealing, *, submission: Submission, agency: str, now: datetime
) -> bytes:
    """Return the printable with its signatures in order; the same bytes at every call.

    Without a key the printable comes back as it is. Raises SigningFailed when a level cannot be
    reached, SignatureAwaited while somebody has still to sign elsewhere, StorageFailed when a
    signature cannot be kept.
    """
    for hand in sealing.hands:
        pdf = _signed(pdf, hand, sealing, submission=submission, agency=agency, now=now)
    return pdf


def _signed(
    pdf: bytes, hand: Hand, sealing: Sealing, *, submission: Submission, agency: str, now: datetime
) -> bytes:
    from archive.signing.external import ExternalSigner  # noqa: PLC0415  takes a second

    store = default_store()
    made_from = sha256_hex(f"{sha256_hex(pdf)} {hand.signer.identity}".encode())
    key = f"signatures/{submission.pk}/{made_from}"
    if not store.exists(key):
        stamp = _stamp(hand, agency, demo=sealing.demo)
        if isinstance(hand.signer, ExternalSigner):
            wanted = Wanted(submission, hand.field, hand.person, stamp)
            signed = brought(pdf, wanted, hand.signer, now=now)
        else:
            signed = hand.signer.sign(pdf, field=hand.field, stamp=stamp)
        added = signed[len(pdf) :]
        store.put_once(key, added, media_type="application/octet-stream")
        if store.get(key) != added:
            raise ObjectDamaged(key=key)
    return pdf + store.get(key)


def _stamp(hand: Hand, agency: str, *, demo: bool) -> bytes:
    if hand.person is not None:
        return person_stamp(str(hand.person), demo=demo)
    return seal_stamp(agency, demo=demo, image=_image())


def describe(pdf: bytes, sealing: Sealing) -> dict[str, bytes]:
    """Return the files that say what the signatures of a record are worth."""
    from archive.signing.configuration import configured_trust  # noqa: PLC0415  takes a second
    from archive.signing.report import report_on, unsigned_report  # noqa: PLC0415

    if not sealing.hands:
        return unsigned_report()
    return report_on(pdf, trust=configured_trust())


def _image() -> bytes | None:
    """Return the picture of the agency's seal, where one is configured."""
    path = settings.SIGNING_SEAL_IMAGE
    try:
        return Path(path).read_bytes() if path else None
    except OSError as error:
        raise SignerAway("SEAL_IMAGE_UNREADABLE", reason=str(error)) from error
