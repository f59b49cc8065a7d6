"""The item on a site: online or taken down, and the hashes that prove which bytes were shown.

Bundles: several items of a site that go public at one moment, all of them or none.
"""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value

from approvals.models import Document, Submission
from core.models import FreeText, Site, Unit
from publishing.exchange_models import (
    CountedLog,
    FileText,
    PageCount,
    PartnerFeed,
    PartnerItem,
    Pin,
)

__all__ = [
    "CountedLog",
    "FileText",
    "ListCounter",
    "PageCount",
    "PartnerFeed",
    "PartnerItem",
    "Pin",
    "Publication",
]

# Strokes and dashes join words in numbers and years; a search takes them apart.
JOINERS = "/-–"
NARROWED = ["site", "category", "unit", "year"]


def _vector(*columns: str, config: str = "vietnamese", weight: str = "") -> SearchVector:
    blanks = Value(" " * len(JOINERS))
    apart = [
        Func(F(one), Value(JOINERS), blanks, function="translate", output_field=models.TextField())
        for one in columns
    ]
    return SearchVector(*apart, config=config, weight=weight or None)


class Publication(models.Model):
    """One published submission at its address; a correction takes the address over."""

    class TakeDown(models.TextChoices):
        GONE = "gone", "Không còn đăng"
        REDIRECT = "redirect", "Chuyển hướng"
        WITHDRAWN = "withdrawn", "Gỡ, giữ thông báo"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="publication")
    document = models.ForeignKey(Document, models.PROTECT, related_name="publications")
    site = models.ForeignKey(Site, models.PROTECT, related_name="publications")
    category = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    address = models.CharField(max_length=200)
    title = models.CharField(max_length=1000)
    summary = models.TextField(blank=True)
    number = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    page_hash = models.CharField(max_length=64)
    online = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    expire_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    take_down_kind = models.CharField(max_length=10, choices=TakeDown, blank=True)
    take_down_reason = models.ForeignKey(FreeText, models.PROTECT, null=True, related_name="+")
    redirect_to = models.CharField(max_length=500, blank=True)
    # Its place on lists, counted from the oldest and never given away (ADR 0012).
    slot_in_all = models.PositiveBigIntegerField()
    slot_in_category = models.PositiveBigIntegerField()
    first_published_at = models.DateTimeField()
    lists_stale = models.BooleanField(default=True, help_text="Lists still to be rewritten")

    # Not stored: which items the page that was just written leads to.
    leads_to: Sequence[object] = ()

    # What searches narrow by, and more words to be found by: numbers of documents in every
    # spelling, captions and names of files.
    document_type = models.CharField(max_length=30, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    number_keys = models.CharField(max_length=300, blank=True)
    more_words = models.TextField(blank=True)
    files_unread = models.BooleanField(default=False, help_text="Words of its files still to read")

    words = models.GeneratedField(
        expression=(
            _vector("title", "number", "number_keys", weight="A")
            + _vector("summary", weight="B")
            + _vector("text", weight="C")
            + _vector("more_words", weight="D")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    title_words = models.GeneratedField(
        expression=_vector("title", "number", "number_keys", weight="A"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    exact_words = models.GeneratedField(
        expression=_vector("title", "number", "summary", "text", "more_words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "address"],
                condition=Q(superseded_at=None),
                name="one_item_per_address",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_at=None) | Q(online=False), name="taken_down_is_offline"
            ),
        ]
        indexes = [
            # With what searches narrow by: a common word on a small site must not cost more.
            GinIndex(fields=[*NARROWED, "words"], name="publication_narrowed"),
            GinIndex(fields=[*NARROWED, "title_words"], name="publication_titles_narrowed"),
            models.Index(
                fields=["site", "language", "-slot_in_all"],
                condition=Q(online=True),
                name="publication_newest",
            ),
            models.Index(
                fields=["site", "category", "language", "-slot_in_category"],
                condition=Q(online=True),
                name="publication_by_category",
            ),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(online=True), name="publication_feed"
            ),
            models.Index(
                fields=["unit", "category", "site", "language", "-published_at", "-id"],
                condition=Q(online=True),
                name="publication_held",
            ),
            models.Index(
                fields=["site", "language", "-published_at"],
                condition=Q(online=True),
                name="publication_latest",
            ),
            models.Index(
                fields=["id"], condition=Q(lists_stale=True), name="publication_lists_stale"
            ),
            models.Index(
                fields=["expire_at"], condition=Q(online=True), name="publication_to_expire"
            ),
            models.Index(
                fields=["id"], condition=Q(files_unread=True), name="publication_files_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}/{self.address}"


class SiteBake(models.Model):
    """How far a site's pages follow its identity; `version` is the one they are made from."""

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="bake")
    version = models.PositiveIntegerField(default=0, help_text="Every page shows this one")
    towards = models.PositiveIntegerField(default=0, help_text="Being baked; equal: nothing to do")
    last_slot = models.BigIntegerField(default=-1, help_text="Items up to this one are done")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.site_id}: {self.done}/{self.total}"


class ListCounter(models.Model):
    """How many slots a list of a site has given out; `name` is a category or "all"."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="list_counters")
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    total = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name", "language"], name="one_counter_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.total}"


class ReleaseBundle(models.Model):
    """Items of a site that are released together at one moment; what failed stays planned."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Chờ đến giờ"
        RELEASED = "released", "Đã phát hành"
        CANCELLED = "cancelled", "Đã hủy"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    site = models.ForeignKey(Site, models.PROTECT, related_name="release_bundles")
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    publish_at = models.DateTimeField()
    expire_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, help_text="When it was released or cancelled")
    retry_at = models.DateTimeField(null=True, help_text="The next try, after one that failed")
    problems = models.JSONField(default=list, help_text="Why the last try failed")

    class Meta:
        ordering = ["publish_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expire_at=None) | Q(expire_at__gt=F("publish_at")),
                name="bundle_expires_after_release",
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at", "id"],
                condition=Q(status="planned"),
                name="bundle_to_release",
            ),
            models.Index(
                fields=["site", "-closed_at", "-id"],
                condition=~Q(status="planned"),
                name="bundle_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReleaseItem(models.Model):
    """An item's place in a bundle; in one planned bundle at a time."""

    bundle = models.ForeignKey(ReleaseBundle, models.PROTECT, related_name="items")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="release_items")
    planned = models.BooleanField(default=True, help_text="Its bundle has not been closed")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(planned=True), name="in_one_planned_bundle"
            ),
            models.UniqueConstraint(fields=["bundle", "submission"], name="once_in_a_bundle"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} in {self.bundle_id}"


class Holding(models.Model):
    """What is online of one kind of information, counted by a trigger as it changes."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="holdings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings")
    category = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    online = models.IntegerField(default=0)
    late = models.IntegerField(default=0, help_text="Đăng sau hạn")
    newest_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "unit", "category", "language"], name="one_holding_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.category}: {self.online}"
