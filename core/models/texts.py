"""Words people wrote: erasable free text behind salted hashes, and notices for a person."""

import hashlib
import secrets
import uuid

from django.conf import settings
from django.db import models


def new_salt() -> str:
    """Return 32 random hexadecimal digits."""
    return secrets.token_hex(16)


class FreeText(models.Model):
    """A remark or explanation; the ledger holds its salted hash, so the words can be erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    salt = models.CharField(max_length=32, default=new_salt)
    text = models.TextField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def salted_hash(self) -> str:
        """SHA-256 over salt and text, as the ledger holds it."""
        return hashlib.sha256(f"{self.salt}{self.text}".encode()).hexdigest()


class Notice(models.Model):
    """Something a person is told about an item, in the desk and by mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    once_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_by_user"),
            models.Index(fields=["id"], condition=models.Q(mailed_at=None), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.user_id}"
