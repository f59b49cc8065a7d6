"""Registers approvals with Django."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from approvals.web.reauthenticating import remember


class ApprovalsConfig(AppConfig):
    """See the package's own sentence."""

    name = "approvals"

    def ready(self) -> None:
        """Remember in the session when somebody signs in."""
        user_logged_in.connect(remember, dispatch_uid="approvals.reauthenticating")
