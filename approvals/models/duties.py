"""When an item should be public at the latest, as its posting clock says."""

from django.db import models

from approvals.models.submissions import Submission


class PostingTerm(models.Model):
    """The posting clock of one item: the day it runs from and the moment it ends.

    Stands beside the row it belongs to, like its words: a decision writes that row, never this.
    """

    submission = models.OneToOneField(
        Submission, models.CASCADE, primary_key=True, related_name="posting_term"
    )
    clock = models.CharField(max_length=40)
    runs_from = models.DateField()
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.submission_id} {self.due_at:%Y-%m-%d}"
