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
    """Something a person is told about an item, in the desk and by mail, as each chose."""

    class Mail(models.TextChoices):
        NOW = "now", "gửi ngay"
        DIGEST = "digest", "trong bản tin ngày"
        NONE = "none", "không gửi"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    once_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    topic = models.CharField(max_length=300, blank=True, help_text="Subject of the item's thread")
    content_hash = models.CharField(max_length=64, blank=True)
    link_used_at = models.DateTimeField(null=True, help_text="When its mail's link decided")
    in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Mail, default=Mail.NOW)
    mail_after = models.DateTimeField(null=True, help_text="Quiet hours, or the next try")
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    mail_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_by_user"),
            models.Index(fields=["user", "subject_id", "-id"], name="notice_by_item"),
            models.Index(
                fields=["id"],
                condition=models.Q(mailed_at=None, mail="now", mail_error=""),
                name="notice_to_mail",
            ),
            models.Index(
                fields=["user", "id"],
                condition=models.Q(mailed_at=None, mail="digest"),
                name="notice_to_digest",
            ),
            models.Index(
                fields=["-id"], condition=~models.Q(mail_error=""), name="notice_not_delivered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.user_id}"
