"""Which backups there are, what the drills found, and how old what is safe has become."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from archive.models import Backup, RestoreDrill, SealDelay
from core.models import Heartbeat

SHOWN = 20
CHARTED = 12
# The keeper leaves this sign when pieces of the log have arrived in the second store.
SHIPPED = "log-shipped"
LOG_LATE = 300


@dataclass(frozen=True)
class Standing:
    """How the data stands now, as the page and `/metrics` say it; ages in seconds, None: never."""

    backup_age: float | None
    drill_age: float | None
    drill_passed: bool | None
    restore_seconds: float | None
    point_age: float | None
    second_store: bool
    keeps_log: bool
    log_age: float | None

    @property
    def log_is_late(self) -> bool:
        """Whether the log has not reached the second store for minutes."""
        return self.keeps_log and (self.log_age is None or self.log_age > LOG_LATE)


def standing(*, now: datetime) -> Standing:
    """Return the age of the newest backup and what the newest drill said."""
    backup, drill = Backup.objects.first(), RestoreDrill.objects.first()
    shipped = Heartbeat.objects.filter(worker=SHIPPED).first()
    return Standing(
        backup_age=(now - backup.started_at).total_seconds() if backup else None,
        drill_age=(now - drill.at).total_seconds() if drill else None,
        drill_passed=drill.passed if drill else None,
        restore_seconds=drill.restore_seconds if drill else None,
        point_age=drill.point_age if drill and drill.passed else None,
        second_store=bool(settings.BACKUP_URL),
        keeps_log=bool(settings.BACKUP_URL and settings.BACKUP_CLUSTER),
        log_age=(now - shipped.at).total_seconds() if shipped else None,
    )


def newest_backups() -> list[Backup]:
    """Return the newest backups."""
    return list(Backup.objects.all()[:SHOWN])


def newest_drills() -> list[RestoreDrill]:
    """Return the newest drills with their backups, newest first."""
    return list(RestoreDrill.objects.select_related("backup")[:SHOWN])


def seal_delays() -> list[SealDelay]:
    """Return the records whose seal is late."""
    return list(SealDelay.objects.select_related("submission")[:SHOWN])
