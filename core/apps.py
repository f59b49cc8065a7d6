"""Registers core with Django and grants the application role its rights after migrations."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from core.grants import grant_to_application


class CoreConfig(AppConfig):
    """Tools without domain words."""

    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Grant after every migrate, whichever app it was for."""
        post_migrate.connect(grant_to_application, dispatch_uid="core.grants")
