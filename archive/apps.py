"""Registers archive with Django."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """See the package's own sentence."""

    name = "archive"
