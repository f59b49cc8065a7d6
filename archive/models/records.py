"""Sealed records, backups, and the drills that prove backups restore."""

import uuid

from django.conf import settings
from django.db import models

from approvals.models import Submission


class ArchiveRecord(models.Model):
    """The sealed package of one submission; exists only once stored, read back and found equal."""

    # The same as the submission's, so that pages can name the record before it is sealed.
    id = models.UUIDField(primary_key=True)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="archive_record")
    outcome = models.CharField(
        max_length=10, choices=[("published", "Đã đăng"), ("rejected", "Bị từ chối")]
    )
    folder = models.CharField(max_length=200, unique=True)
    content_hash = models.CharField(max_length=64)
    manifest_hash = models.CharField(max_length=64)
    files = models.JSONField(help_text="name → {sha256, size}")
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["-sealed_at", "-id"]
        indexes = [models.Index(fields=["sealed_at", "id"], name="record_by_age")]

    def __str__(self) -> str:
        return str(self.id)


class SealDelay(models.Model):
    """A record that should be sealed and is late: why, since when, how often it was tried."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="seal_delay")
    code = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)
    signer_away = models.BooleanField(default=False)
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField()

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.code}"


class SigningCertificate(models.Model):
    """A person's own certificate, registered by the person; its key is never here."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_certificates"
    )
    pem = models.TextField()
    fingerprint = models.CharField(max_length=64)
    subject = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    valid_until = models.DateTimeField()
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="one_signing_certificate_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class SigningRequest(models.Model):
    """A prepared record that waits for a signature made elsewhere; the prepared file is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="signing_requests")
    field = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="signing_requests",
        help_text="Nobody: the agency's seal, which archivists bring",
    )
    certificate = models.TextField(help_text="PEM, with its chain")
    signer = models.CharField(max_length=64, help_text="SHA-256 of what the signature depends on")
    made_from = models.CharField(max_length=64, help_text="SHA-256 of the file to be signed")
    prepared_key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    start = models.IntegerField()
    end = models.IntegerField()
    attributes = models.BinaryField(help_text="What is signed: the CMS attributes, DER")
    signature = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    stale_at = models.DateTimeField(null=True, help_text="The record is no longer this file")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "field"],
                condition=models.Q(stale_at=None),
                name="one_signing_request_a_field",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "made_at", "id"],
                condition=models.Q(stale_at=None, signed_at=None),
                name="signing_requests_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.field}"


class SealAlarm(models.Model):
    """That records are late, said once: open until none is late any more."""

    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(closed_at=None), name="one_open_seal_alarm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_at} {'open' if self.closed_at is None else 'closed'}"


class Backup(models.Model):
    """One backup: a database dump and the manifest of the store at that time."""

    folder = models.CharField(max_length=300)
    dump_hash = models.CharField(max_length=64)
    dump_size = models.BigIntegerField()
    counts = models.JSONField()
    store_objects = models.BigIntegerField()
    ledger_size = models.BigIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.folder


class RestoreDrill(models.Model):
    """One restore of a backup into a scratch database, compared line by line."""

    backup = models.ForeignKey(Backup, models.PROTECT, related_name="drills")
    passed = models.BooleanField()
    findings = models.JSONField()
    seconds = models.FloatField(help_text="Restored and compared")
    restore_seconds = models.FloatField(null=True, help_text="Recovery time: until usable")
    point_at = models.DateTimeField(null=True, help_text="Recovery point: nothing before is lost")
    source = models.CharField(max_length=10, default="local")
    checks = models.JSONField(default=list, help_text="What was compared: name, compared, wrong")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.backup} {'ok' if self.passed else 'failed'}"

    @property
    def point_age(self) -> float | None:
        """Seconds of work that would have been lost; None for drills that did not measure it."""
        return (self.at - self.point_at).total_seconds() if self.point_at else None
