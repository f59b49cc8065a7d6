"""Records and their signatures, backups, keeping, and what auditors keep."""

from archive.models.auditing import Agreed, Outlier, OutlierLook, Sample, SampleItem
from archive.models.keeping import Disposal, DisposalItem, FixityRound, LegalHold
from archive.models.records import (
    ArchiveRecord,
    Backup,
    RestoreDrill,
    SealAlarm,
    SealDelay,
    SigningCertificate,
    SigningRequest,
)

__all__ = [
    "Agreed",
    "ArchiveRecord",
    "Backup",
    "Disposal",
    "DisposalItem",
    "FixityRound",
    "LegalHold",
    "Outlier",
    "OutlierLook",
    "RestoreDrill",
    "Sample",
    "SampleItem",
    "SealAlarm",
    "SealDelay",
    "SigningCertificate",
    "SigningRequest",
]
