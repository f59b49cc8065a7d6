"""What is found beside the items themselves, what partners send, and how often pages are read."""

from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from approvals.models import Document, Submission
from core.models import Site

PERSON = settings.AUTH_USER_MODEL


class FileText(models.Model):
    """The words of one public file of a publication, so that search can say where they stand."""

    publication = models.ForeignKey(
        "publishing.Publication", models.CASCADE, related_name="file_texts"
    )
    file_name = models.CharField(max_length=200)
    label = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    words = models.GeneratedField(
        expression=SearchVector("label", "text", config="vietnamese"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "file_name"], name="one_text_a_file"),
        ]

    def __str__(self) -> str:
        return self.file_name


class Pin(models.Model):
    """A document that a site answers first when certain words are asked for."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="pins")
    words = models.CharField(max_length=200)
    document = models.ForeignKey(Document, models.PROTECT, related_name="pins")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["words", "id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "words", "document"], name="pinned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.document_id}"


class PartnerFeed(models.Model):
    """A feed of another agency whose items become drafts; nothing is submitted by itself."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="partner_feeds")
    name = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    permission = models.CharField(max_length=500)
    category = models.CharField(max_length=60)
    enabled = models.BooleanField(default=True)
    created_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "url"], name="one_feed_an_address"),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerItem(models.Model):
    """One entry of a partner's feed: the draft it became, or why it became none."""

    feed = models.ForeignKey(PartnerFeed, models.PROTECT, related_name="items")
    key = models.CharField(max_length=64)
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=500)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    problem = models.CharField(max_length=40, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="entry_taken_once"),
            models.CheckConstraint(
                condition=Q(submission=None) ^ Q(problem=""),
                name="entry_became_a_draft_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PageCount(models.Model):
    """How often a page was read on one day; nothing about who read it is known or kept."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="page_counts")
    day = models.DateField()
    path = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-count", "path"]
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "path"], name="one_count_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.path}: {self.count}"


class CountedLog(models.Model):
    """How far a log of page views was counted: its file as the disk knows it, and the place."""

    inode = models.PositiveBigIntegerField(primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.inode}@{self.offset}"
