"""Kinds of values that callers send: bounded, so that no later step meets what it cannot hold."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Text(serializers.CharField):
    """Text that may be empty: a draft need not be complete."""

    def __init__(self, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(allow_blank=True, max_length=max_length, **kwargs)


class Moment(serializers.DateTimeField):
    """A moment in this age; without a zone it is meant as clocks in Vietnam show it."""

    def to_internal_value(self, value: Any) -> datetime:
        """Return the moment; refuses those that no calendar of ours holds."""
        moment: datetime = super().to_internal_value(value)
        if not EARLIEST <= moment <= LATEST:
            self.fail("invalid", format="ISO 8601, 2000-2200")
        return moment


class Day(serializers.DateField):
    """A day as it goes into the content: ISO text, or an empty string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Let the empty string stand for no day."""
        return "" if data == "" else super().run_validation(data)

    def to_internal_value(self, value: Any) -> Any:
        """Return the day as ISO text."""
        return super().to_internal_value(value).isoformat()


class Switch(serializers.BooleanField):
    """Yes or no; what is not sent is not decided, in forms too."""

    default_empty_html = serializers.empty

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
