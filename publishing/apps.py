"""Registers publishing with Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """See the package's own sentence."""

    name = "publishing"

    def ready(self) -> None:
        """Let /readyz say how much is past its time."""
        from core.web.health import DETAILS  # noqa: PLC0415  models are there only now
        from publishing.web.late import past_their_time  # noqa: PLC0415

        DETAILS["past_their_time"] = past_their_time
