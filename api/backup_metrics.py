"""What Prometheus needs to alarm on backups: ages, and what the last drill said."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from archive.selectors.safekeeping import standing
from core.clock import now

NEVER = -1


class BackupNumbers(Collector):
    """Age of the newest backup, age and verdict of the newest drill; -1 where there is none."""

    def describe(self) -> Iterator[Metric]:
        """Name the families without asking the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield every family."""
        found = standing(now=now())
        passed = NEVER if found.drill_passed is None else int(found.drill_passed)
        log_age = found.log_age if found.keeps_log else None
        rows = (
            ("duyet_backup_age_seconds", "Since the newest backup", found.backup_age),
            ("duyet_restore_drill_age_seconds", "Since the newest drill", found.drill_age),
            ("duyet_restore_drill_passed", "1: restored and equal, 0: not", passed),
            ("duyet_log_shipped_age_seconds", "Since the log reached the second store", log_age),
            ("duyet_restore_seconds", "Recovery time of the newest drill", found.restore_seconds),
            ("duyet_recovery_point_seconds", "Work the drill would have lost", found.point_age),
        )
        for name, text, value in rows:
            family = GaugeMetricFamily(name, text)
            family.add_metric([], NEVER if value is None else value)
            yield family
