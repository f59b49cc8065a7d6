"""Moments by the clocks of Vietnam, and who was told by then."""

from datetime import UTC, datetime, timedelta

from core.models import Notice

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """Return a moment by the clocks of Vietnam."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def told(event: str = "escalate") -> list[str]:
    rows = Notice.objects.filter(event=event).order_by("id")
    return list(rows.values_list("user__username", flat=True))
