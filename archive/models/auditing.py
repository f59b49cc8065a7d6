"""What auditors look for and draw: things that stand out, samples, what was found."""

from django.conf import settings
from django.db import models

from approvals.models import Submission
from core.models import FreeText, LedgerEntry


class OutlierLook(models.Model):
    """One look for unusual approvals; everything before `until` has been looked at."""

    until = models.DateTimeField()
    found = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"until {self.until:%Y-%m-%d %H:%M}"


class Outlier(models.Model):
    """Something an auditor may want to look at; derived from the decisions, never a verdict."""

    class Kind(models.TextChoices):
        HASTY = "hasty", "Đồng ý trong vài giây"
        NIGHT = "night", "Đồng ý hàng loạt ban đêm"
        MUTUAL = "mutual", "Hai người duyệt bài của nhau"

    kind = models.CharField(max_length=10, choices=Kind)
    once_key = models.CharField(max_length=120, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="outliers")
    measure = models.PositiveIntegerField(help_text="Giây, số lượt, hoặc số lượt của bên ít hơn")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["kind", "-at", "-id"], name="outlier_by_kind"),
            models.Index(fields=["person", "-at", "-id"], name="outlier_by_person"),
        ]

    def __str__(self) -> str:
        return self.once_key


class Agreed(models.Model):
    """How often a person agreed to what another handed in, month by month; derived."""

    month = models.DateField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "author", "person"], name="agreed_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} agreed to {self.author_id}: {self.number}"


class Sample(models.Model):
    """Decisions an auditor drew to look at; the draw can be repeated by anybody from the seed."""

    class Method(models.TextChoices):
        RANDOM = "random", "Ngẫu nhiên"
        RISK = "risk", "Rủi ro cao trước"
        PERSON = "person", "Đều theo người quyết định"
        GROUND = "ground", "Đều theo căn cứ từ chối"

    name = models.CharField(max_length=200)
    method = models.CharField(max_length=10, choices=Method)
    criteria = models.JSONField(help_text="since, until, site, person")
    seed = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="samples")
    drawn_at = models.DateTimeField()
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class SampleItem(models.Model):
    """One decision of a sample and what the auditor found."""

    class Result(models.TextChoices):
        OPEN = "open", "Chưa xem"
        FINE = "fine", "Không có ý kiến"
        FINDING = "finding", "Có phát hiện"

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=150, blank=True)
    risk = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=8, choices=Result, default=Result.OPEN)
    note = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "submission"], name="in_a_sample_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}/{self.position}"
