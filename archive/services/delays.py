"""Why a record is not sealed yet: remembered while it is late, gone once it is sealed."""

import uuid
from datetime import datetime, timedelta

from django.db.models import F

from archive.models import SealDelay
from archive.signing import SignerAway
from core.errors import DomainError

REST = timedelta(minutes=1)
LONGEST_REASON = 300


def note_delay(key: uuid.UUID, failure: Exception, *, now: datetime) -> None:
    """Remember that sealing an item failed, why, and since when."""
    code, reason = type(failure).__name__, str(failure)
    if isinstance(failure, DomainError):
        code, reason = failure.code, str(failure.params.get("reason", ""))
    told = {
        "code": code,
        "reason": reason[:LONGEST_REASON],
        "signer_away": isinstance(failure, SignerAway),
        "tried_at": now,
    }
    row, fresh = SealDelay.objects.get_or_create(
        submission_id=key, defaults={**told, "since": now, "tries": 1}
    )
    if not fresh:
        SealDelay.objects.filter(pk=row.pk).update(**told, tries=F("tries") + 1)


def signer_rests(*, now: datetime) -> bool:
    """Tell whether the signer was away a moment ago, so that asking again would only cost time.

    Without the pause an authority that does not answer would hold up everything else the worker
    does, seconds an item.
    """
    # Not "later than": after a clock that ran ahead was set back, that would hold for its error.
    lately = (now - REST, now)
    return SealDelay.objects.filter(signer_away=True, tried_at__range=lately).exists()


def forget_delay(key: uuid.UUID | str) -> None:
    """Forget why an item was late: it is sealed."""
    SealDelay.objects.filter(submission_id=key).delete()
