"""Units that merge, split, are renamed or end: the plan, what a run moved, and who came after."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Unit

PERSON = settings.AUTH_USER_MODEL


class Reorganisation(models.Model):
    """A plan that takes effect on a day; run once, and taken back only as a whole."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Sáp nhập, hợp nhất"
        SPLIT = "split", "Chia, tách"
        RENAME = "rename", "Đổi tên"
        ABOLISH = "abolish", "Giải thể"

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        SCHEDULED = "scheduled", "Đã lên lịch"
        DONE = "done", "Đã thực hiện"
        ROLLED_BACK = "rolled_back", "Đã hoàn lại"
        CANCELLED = "cancelled", "Đã bỏ"

    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=300)
    instrument = models.CharField(max_length=200, help_text="Số, ngày của văn bản")
    effective_on = models.DateField()
    plan = models.JSONField()
    counts = models.JSONField(default=dict, help_text="Đã chuyển bao nhiêu, theo loại")
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    run_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    run_at = models.DateTimeField(null=True)
    rolled_back_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    rolled_back_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=60, blank=True, help_text="Why the clock could not run it")

    class Meta:
        ordering = ["-effective_on", "-id"]
        indexes = [
            models.Index(
                fields=["effective_on"], condition=Q(status="scheduled"), name="reorganisation_due"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Moved(models.Model):
    """One row that a run changed, as it was before; without a before it was made by the run."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="moved")
    table = models.CharField(max_length=30)
    key = models.CharField(max_length=40)
    before = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["reorganisation", "table", "key"], name="moved_by_table")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class Succession(models.Model):
    """Who came after a unit, or under which name a unit stood until a day."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="successions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    old_name = models.CharField(max_length=200)
    old_name_en = models.CharField(max_length=200, blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.successor}"
