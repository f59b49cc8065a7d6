"""What machines leave behind: tokens they call with, and answers already given to a key."""

import uuid

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """A token for the API; only its digest is kept. Tokens carry scopes (ruling: contract)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"


class IdempotentAnswer(models.Model):
    """The answer given to an Idempotency-Key, scoped to person and address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    address = models.CharField(max_length=300)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "address", "key"], name="one_answer_per_idempotency_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.address}"


class Heartbeat(models.Model):
    """When a long-lived worker was last seen."""

    worker = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} {self.at}"
