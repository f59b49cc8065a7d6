"""Whose turn it is: one row a stage that waits, and what a stopped clock has left."""

from django.db import models

from approvals.models.submissions import PERSON, Submission


class Turn(models.Model):
    """A stage whose turn it is: who is awaited since when, and until when.

    `minutes` of the unit's office hours were given from `since` on: `due_at` follows from them.

    Kept by `services.turns` in the transaction of each act; gone once the stage is satisfied.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=50)
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="turns")
    since = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["submission_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="turn_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "role", "due_at", "submission"], name="turn_of_role"),
            models.Index(fields=["person", "due_at", "submission"], name="turn_of_person"),
            models.Index(fields=["due_at"], name="turn_due"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.unit} on {self.submission_id}"


class StoppedClock(models.Model):
    """What was left of a stage's time when the item was returned; used up at its next turn."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="stopped_clocks")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["submission_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="stopped_clock_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.position}: {self.minutes}"


class Timer(models.Model):
    """A deadline that fires once: a rung of the ladder for a turn, or for a confirmation.

    Rows are made from the open turns by `services.timers`, so that none is lost with a restore. A
    timer without a turn is that of the second person's confirmation. A turn that is over leaves its
    timers behind; they are dropped when they would fire.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="timers")
    turn = models.ForeignKey(
        Turn,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="timers",
    )
    rung = models.PositiveSmallIntegerField()
    lap = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=50)
    fires_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["fires_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "turn", "rung", "lap"],
                nulls_distinct=False,
                name="timer_fires_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["fires_at", "id"], condition=models.Q(fired_at=None), name="timer_to_fire"
            ),
            models.Index(fields=["turn"], name="timer_of_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.turn_id} {self.rung}/{self.lap}"
