"""Registers approvals with Django."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """See the package's own sentence."""

    name = "approvals"
