"""Quiet hours: at night and on days off mail waits for the morning of the next working day."""

from datetime import datetime, time, timedelta

from django.conf import settings

from core.clock import in_vietnam
from core.office_calendar import calendar_of


def mail_after(now: datetime) -> datetime | None:
    """Return until when a mail of this moment waits; None when it may go at once."""
    night, morning = (time.fromisoformat(part) for part in settings.QUIET_HOURS.split("-"))
    here = in_vietnam(now)
    if calendar_of().is_working_day(here.date()) and morning <= here.time() < night:
        return None
    day = here.date() if here.time() < morning else here.date() + timedelta(days=1)
    while not calendar_of().is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, morning, here.tzinfo)
