"""The one place that asks what time it is; stored in UTC, shown at +07:00."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()


def in_vietnam(moment: datetime) -> datetime:
    """Return `moment` as clocks in Vietnam show it."""
    return moment.astimezone(VIETNAM)


def midnight(day: date) -> datetime:
    """Return the moment at which the day begins in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)
