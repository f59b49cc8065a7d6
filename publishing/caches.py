"""What a cache in front of the portal is still to be told."""

from django.db import models
from django.db.models import Q

from core.models import Site


class Purge(models.Model):
    """Addresses that a cache in front of the portal is to forget; kept until it has heard."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    addresses = models.JSONField()
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    objects: "models.Manager[Purge]" = models.Manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index("next_try_at", condition=Q(done_at=None), name="purge_waiting")]

    def __str__(self) -> str:
        return f"{len(self.addresses)} addresses since {self.created_at}"
