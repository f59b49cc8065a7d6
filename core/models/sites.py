"""What a site was before: its versions, and the hosts it once answered at."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models.people import Site


class SiteVersion(models.Model):
    """The whole identity of a site as somebody set it; only ever added to."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    identity = models.JSONField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["site_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="site_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site} v{self.number}"


class HostAlias(models.Model):
    """A host that a site answered at before; readers who ask there are sent on."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="aliases")
    host = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, help_text="Ngày cuối còn chuyển hướng")

    class Meta:
        ordering = ["host", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=Q(until=None), name="host_leads_to_one_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} → {self.site}"
