"""What is counted from the decisions, kept so that pictures of a year are quick; never a source."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from approvals.models.submissions import Submission


class StageTime(models.Model):
    """How long one turn took, in open seconds; derived, may be emptied and is filled again."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+", db_index=False)
    unit_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    round = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=8)
    label = models.CharField(max_length=200, db_collation="C")
    label_en = models.CharField(max_length=200, db_collation="C")
    ended_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    in_time = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "round", "position", "ended_at"], name="turn_measured_once"
            ),
        ]
        indexes = [BrinIndex(fields=["ended_at"], autosummarize=True, name="stage_time_when")]

    def __str__(self) -> str:
        return f"{self.label} of {self.submission_id}: {self.seconds} s"
