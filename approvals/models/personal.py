"""What a person keeps on the desk for oneself; no part of any decision."""

from django.conf import settings
from django.db import models

from approvals.models.submissions import Revision, Submission


class SavedFilter(models.Model):
    """A queue with filters under a name, shown to its owner beside the queues."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=1500, help_text="The query of the list's address")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_filter_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """The revision a person saw last on the page of an item."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="looks")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="looks")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    before = models.ForeignKey(
        Revision, models.PROTECT, null=True, related_name="+", help_text="Seen before that one"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "person"], name="one_look_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.submission_id}"


class NoticeChoice(models.Model):
    """How a person wants to hear of a kind of event; without one the default of the roles holds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=20)
    in_app = models.BooleanField()
    mail = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mail}"
