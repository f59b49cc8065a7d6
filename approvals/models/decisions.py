"""What people and the system decided: append-only rows, each with its ledger entry."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from approvals.models.routes import Mandate
from approvals.models.submissions import Revision, Submission
from core.models import FreeText, LedgerEntry

PERSON = settings.AUTH_USER_MODEL


class Decision(models.Model):
    """The stored record of one act on a submission, bound to the content it was made on."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="decisions")
    content_hash = models.CharField(max_length=64)
    actor = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="decisions")
    on_behalf_of = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="decisions")
    remark = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")
    rule_pack = models.CharField(max_length=80)
    at = models.DateTimeField()
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="decision")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "version"], name="one_decision_per_version"
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="decision_by_person"),
            models.Index(
                fields=["at"],
                condition=models.Q(verb__in=["reject", "request_changes"]),
                name="decision_turned_away",
            ),
            BrinIndex(fields=["at"], autosummarize=True, name="decision_when"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.submission_id}"


class DecisionGround(models.Model):
    """A legal ground a refusal rests on, with its explanation."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="grounds")
    code = models.CharField(max_length=40)
    explanation = models.ForeignKey(FreeText, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "code"], name="ground_once_per_decision"),
        ]

    def __str__(self) -> str:
        return self.code


class Endorsement(models.Model):
    """One person's word at one stage on one content hash; void once content or round changes."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="endorsements")
    position = models.PositiveSmallIntegerField()
    round = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="endorsements")
    content_hash = models.CharField(max_length=64)
    needed = models.PositiveSmallIntegerField(default=1, help_text="Words that satisfied it then")
    completes = models.BooleanField(help_text="Satisfies its phase, so a decision stands beside it")
    actor = models.ForeignKey(PERSON, models.PROTECT, related_name="endorsements")
    on_behalf_of = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    remark = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="endorsement")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "round", "content_hash", "position", "actor"],
                name="one_word_at_a_stage",
            ),
            models.UniqueConstraint(
                fields=["submission", "round", "content_hash", "position", "on_behalf_of"],
                name="one_word_for_a_person_at_a_stage",
            ),
        ]
        indexes = [BrinIndex(fields=["at"], autosummarize=True, name="endorsement_when")]

    def __str__(self) -> str:
        return f"stage {self.position} of {self.submission_id}"


class Verdict(models.Model):
    """The outcome of running the rules: inputs, pack and results, so that it can be replayed."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="verdicts")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="verdicts")
    rule_pack = models.CharField(max_length=80)
    inputs = models.JSONField()
    results = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"verdict {self.id} on {self.revision_id}"


class Override(models.Model):
    """A check set aside for one content, with a reason and the day it will be repaired."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="overrides")
    content_hash = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    reason = models.ForeignKey(FreeText, models.PROTECT, related_name="+")
    repair_by = models.DateField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="override")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "content_hash", "code"], name="override_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} set aside"
