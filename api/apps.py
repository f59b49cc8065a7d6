"""Registers api with Django, and its numbers with Prometheus."""

from django.apps import AppConfig
from prometheus_client import REGISTRY


class ApiConfig(AppConfig):
    """See the package's own sentence."""

    name = "api"

    def ready(self) -> None:
        """Add the numbers to what `/metrics` shows."""
        from api.backup_metrics import BackupNumbers  # noqa: PLC0415 - models load after the apps
        from api.metrics import SubmissionNumbers  # noqa: PLC0415 - models load after the apps

        REGISTRY.register(SubmissionNumbers())
        REGISTRY.register(BackupNumbers())
