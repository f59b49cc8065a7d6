"""The working calendar as dated rows on top of the file that is shipped with the product."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models.people import Unit


class CalendarDay(models.Model):
    """A day off, or worked although it is a weekend; without a unit it holds for all of them.

    The rows of a year without a unit take the place of what the shipped file says of that year.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Nghỉ lễ, tết"
        LIEU = "lieu", "Nghỉ bù"
        SWAP = "swap", "Nghỉ hoán đổi"
        MAKEUP = "makeup", "Làm bù"
        CLOSED = "closed", "Cơ quan nghỉ"

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="calendar_days")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    vi = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    decided = models.BooleanField(default=True)

    class Meta:
        ordering = ["day", "unit_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "day"], nulls_distinct=False, name="calendar_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class OfficeHours(models.Model):
    """A unit's own opening hours of one weekday while they hold; the same time twice is closed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="office_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0: thứ Hai … 6: Chủ nhật")
    opens = models.TimeField()
    closes = models.TimeField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        ordering = ["unit_id", "weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "weekday", "opens", "first_day"], name="office_hours_once"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="office_hours_weekday"),
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="office_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.weekday} {self.opens}-{self.closes}"


class CalendarChange(models.Model):
    """One import: who changed the calendar when, and what moved; the newest dates the calendar."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    lines = models.JSONField(default=list)
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.file_name}"
