"""Signs at one PAdES level with a held key, looks at the result, and gives nothing lower back."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer as PyhankoSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from archive.signing.keys import KeyHolder, fingerprint
from archive.signing.levels import Level, SignerAway, SigningFailed
from archive.signing.trust import Trust
from archive.signing.validation import validate
from archive.signing.waiting import wait_for

DIGEST = "sha256"
ARCHIVE_FIELD = "ArchiveTimestamp1"
# The last thing in the file is then its time stamp: whatever comes behind it was not ours.
DSS_BEFORE_THE_STAMP = DSSContentSettings(
    include_vri=False,
    next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
)
UNTRUSTED = (PathBuildingError, PathValidationError)
RESERVED = 24_576  # for the signature: measured to be ample, and no rehearsal is needed

# The packet that says PDF/A and PDF/UA stays as it was printed, through every revision; the
# library makes writers of its own for the later ones (facts/pdf_archive.md, section 3).
IncrementalPdfFileWriter._update_meta = lambda _self: None  # type: ignore[method-assign]  # noqa: SLF001


@dataclass(frozen=True)
class PadesSigner:
    """A key, a time stamping authority, and whom the result must be trusted by."""

    level: Level
    key: KeyHolder
    clock: TimeStamper
    clock_name: str
    trust: Trust

    @property
    def identity(self) -> str:
        """What the signature depends on, besides the bytes."""
        return f"{self.level} {fingerprint(self.key.certificate)} {self.clock_name}"

    def sign(self, pdf: bytes, *, field: str, stamp: bytes | None = None) -> bytes:
        """Append the signature, then read it back: intact, of this level, over all of the file.

        Raises SigningFailed (TSA_AWAY, CERTIFICATE_NOT_TRUSTED, SIGNATURE_NOT_GOOD, …).
        """
        with away_is_said(), self.key.held() as key:
            signed = wait_for(lambda: self._signed(key, pdf, field, stamp))
        refuse_lower(pdf, signed, field, level=self.level, trust=self.trust)
        return signed

    async def _signed(
        self, key: PyhankoSigner, pdf: bytes, field: str, stamp: bytes | None
    ) -> bytes:
        meta = metadata(field, level=self.level, trust=self.trust)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signer = signers.PdfSigner(meta, key, timestamper=self.clock, stamp_style=look_of(stamp))
        output = io.BytesIO()
        await signer.async_sign_pdf(writer, output=output, bytes_reserved=RESERVED)
        return output.getvalue()


@contextmanager
def away_is_said() -> Iterator[None]:
    """Say in our own words why a signature could not be made."""
    try:
        yield
    except TimestampRequestError as error:
        raise SignerAway("TSA_AWAY", reason=str(error)) from error
    except UNTRUSTED as error:
        raise SignerAway("CERTIFICATE_NOT_TRUSTED", reason=str(error)) from error
    except (SigningError, PdfError, ValueError) as error:
        if isinstance(error.__cause__, UNTRUSTED):
            raise SignerAway("CERTIFICATE_NOT_TRUSTED", reason=str(error.__cause__)) from error
        raise SigningFailed("SIGNING_FAILED", reason=str(error)) from error


def metadata(field: str, *, level: Level, trust: Trust) -> signers.PdfSignatureMetadata:
    """Return what the library is told of a signature of this level."""
    lasting = level is Level.B_LTA
    return signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        validation_context=ValidationContext(**trust.options(strict=True)),
        embed_validation_info=lasting,
        use_pades_lta=lasting,
        timestamp_field_name=ARCHIVE_FIELD if lasting else None,
        dss_settings=DSS_BEFORE_THE_STAMP,
        signer_key_usage={"digital_signature", "non_repudiation"},
    )


def refuse_lower(pdf: bytes, signed: bytes, field: str, *, level: Level, trust: Trust) -> None:
    """Refuse a signature that is not good, not of the level, or changed the file before it."""
    found = [one for one in validate(signed, trust=trust) if one.field == field]
    good = found and found[0].good and found[0].level == level
    if not good or not signed.startswith(pdf):
        raise SigningFailed("SIGNATURE_NOT_GOOD", reason=f"{found}")


def look_of(stamp: bytes | None) -> StaticStampStyle:
    """Show the stamp, or nothing: the library's own words would need a font that is not there."""
    if stamp is None:
        return StaticStampStyle(border_width=0)
    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID)
    return StaticStampStyle(background=_Page(stamp), background_layout=whole, border_width=0)


class _Page(PdfContent):
    """The one page of a PDF given as bytes; the library's own class opens files by name."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        """Import the page and return the command that shows it."""
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject["/Stamp"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"
