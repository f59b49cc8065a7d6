"""What people ask and say about an item, and what each keeps an eye on; no part of any decision."""

from django.conf import settings
from django.db import models

from approvals.models.submissions import Revision, Submission
from core.models import FreeText, LedgerEntry

PERSON = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """A question, a comment, an answer, or the word that a thread is settled; never changed."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Câu hỏi"
        COMMENT = "comment", "Góp ý"
        ANSWER = "answer", "Trả lời"
        RESOLVED = "resolved", "Đã giải quyết"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="comments")
    thread = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    kind = models.CharField(max_length=10, choices=Kind)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    quote = models.CharField(max_length=1000, blank=True)
    block = models.PositiveIntegerField(null=True, help_text="The line of the text, from 1")
    text = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="comment")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["submission", "id"], name="comment_of_item")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["question", "comment"], thread=None)
                | models.Q(kind__in=["answer", "resolved"], thread__isnull=False),
                name="comment_opens_or_follows_a_thread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.submission_id}"


class Attention(models.Model):
    """One person's eye on one item: watched, put off until a day, or being looked at now."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="attention")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attention")
    watched_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "submission"], name="one_eye_on_an_item"),
        ]
        indexes = [
            models.Index(
                fields=["person", "submission"],
                condition=models.Q(watched_at__isnull=False),
                name="watched_items",
            ),
            models.Index(
                fields=["submission", "claimed_until"],
                condition=models.Q(claimed_until__isnull=False),
                name="claimed_items",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.submission_id}"
