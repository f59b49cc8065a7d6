"""One item on several sites: which document another site carries, and what became of its source."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from approvals.models.submissions import Document, Submission
from core.models import FreeText, LedgerEntry, Site

PERSON = settings.AUTH_USER_MODEL


class Carried(models.Model):
    """A document that came from another site's; its text is its own, its source is one."""

    document = models.OneToOneField(
        Document, models.PROTECT, primary_key=True, related_name="carried"
    )
    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="carried", help_text="Its first submission"
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="carried")
    source = models.ForeignKey(Document, models.PROTECT, related_name="carriers")
    source_submission = models.ForeignKey(Submission, models.PROTECT, related_name="proposals")
    source_hash = models.CharField(max_length=64, help_text="Content of the source as taken over")
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.document_id} ← {self.source_id}"


class SourceChange(models.Model):
    """The source of a carried item was corrected or went offline; open until somebody looked."""

    class Kind(models.TextChoices):
        CORRECTED = "corrected", "Nguồn đã đính chính"
        GONE = "gone", "Nguồn đã gỡ"

    class How(models.TextChoices):
        CORRECTED = "corrected", "Đã đính chính theo"
        TAKEN_DOWN = "taken_down", "Đã gỡ theo"
        KEPT = "kept", "Giữ nguyên"

    carried = models.ForeignKey(Carried, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    source_submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=How, blank=True)
    reason = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], condition=Q(settled_at=None), name="source_changed")
        ]

    def __str__(self) -> str:
        return f"{self.carried_id}: {self.kind}"
