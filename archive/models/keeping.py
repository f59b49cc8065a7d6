"""Keeping and destroying: fixity rounds, legal holds, disposals and their certificates."""

import uuid

from django.conf import settings
from django.db import models

from core.models import FreeText, LedgerEntry

PERSON = settings.AUTH_USER_MODEL


class FixityRound(models.Model):
    """One pass over every object of the store, a share a day; how far it came and what it found."""

    started_at = models.DateTimeField()
    share = models.PositiveIntegerField(help_text="Objects a day, so that it ends in time")
    total = models.PositiveBigIntegerField()
    cursor = models.CharField(max_length=1100, blank=True, help_text="The last key looked at")
    checked = models.PositiveBigIntegerField(default=0)
    copied = models.PositiveBigIntegerField(default=0)
    repaired = models.PositiveBigIntegerField(default=0)
    lost = models.PositiveBigIntegerField(default=0)
    findings = models.JSONField(default=list)
    last_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    manifest = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(finished_at=None),
                name="one_open_fixity_round",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk}: {self.checked} of {self.total}"


class LegalHold(models.Model):
    """A record that must not be destroyed, whatever its period says, until the hold is lifted."""

    record = models.ForeignKey("archive.ArchiveRecord", models.PROTECT, related_name="holds")
    reason = models.ForeignKey(FreeText, models.PROTECT, related_name="+")
    set_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="+")
    lift_entry = models.OneToOneField(LedgerEntry, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(lifted_at=None), name="one_hold_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"hold on {self.record_id}"


class Disposal(models.Model):
    """A list of records whose period is over: proposed, confirmed by another, carried out."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Đã đề nghị"
        REFUSED = "refused", "Không đồng ý"
        CONFIRMED = "confirmed", "Đã xác nhận"
        DONE = "done", "Đã hủy"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    standing = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    reason = models.ForeignKey(FreeText, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    certificate = models.CharField(max_length=200, blank=True, help_text="Its key in the store")
    certificate_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("proposed_by")),
                name="disposal_needs_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"disposal {self.pk}"


class DisposalItem(models.Model):
    """One record on a disposal list; what is left of it once it is destroyed."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items")
    record = models.ForeignKey("archive.ArchiveRecord", models.PROTECT, related_name="disposals")
    period = models.CharField(max_length=40)
    basis = models.CharField(max_length=300)
    due_since = models.DateField()
    destroyed_at = models.DateTimeField(null=True)
    spared = models.CharField(max_length=60, blank=True, help_text="Why it was not destroyed")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "record"], name="record_once_on_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} on {self.disposal_id}"
