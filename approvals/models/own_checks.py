"""Checks that administrators added: every version a row, never changed."""

from django.conf import settings
from django.db import models

from core.models import LedgerEntry


class OwnCheck(models.Model):
    """One version of an added check, in force from a day until the next version."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    expression = models.CharField(max_length=500)
    severity = models.CharField(max_length=5)
    ground = models.CharField(max_length=40, blank=True)
    overridable = models.BooleanField(default=False)
    said_vi = models.CharField(max_length=300)
    said_en = models.CharField(max_length=300)
    remedy_vi = models.CharField(max_length=300)
    remedy_en = models.CharField(max_length=300)
    valid_from = models.DateField()
    stopped = models.BooleanField(default=False, help_text="Ends the check on that day")
    tried = models.JSONField(help_text="What came out on stored submissions beforehand")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="own_check")

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="own_check_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
