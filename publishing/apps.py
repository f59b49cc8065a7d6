"""Registers publishing with Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """See the package's own sentence."""

    name = "publishing"
