"""Document, Submission, Revision, Attachment: what is decided on."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from approvals.lifecycle import Lifecycle, State
from approvals.models.routes import RouteVersion
from core.models import Site, Unit

PERSON = settings.AUTH_USER_MODEL

DOCUMENT_TYPES = [
    ("news", "Tin, bài"),
    ("legal_document", "Văn bản quy phạm pháp luật"),
    ("administrative_document", "Văn bản hành chính"),
    ("announcement", "Thông báo"),
    ("guidance", "Hướng dẫn"),
    ("plan", "Chương trình, kế hoạch"),
    ("page", "Trang giới thiệu"),
]


class Document(models.Model):
    """The lasting thing with an address; submissions of it follow one another over time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    site = models.ForeignKey(Site, models.PROTECT, related_name="documents")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


def _who_when(name: str, extra: str = "") -> models.CheckConstraint:
    when = Q(**{f"{name}_by__isnull": True, f"{name}_at__isnull": True})
    both = Q(**{f"{name}_by__isnull": False, f"{name}_at__isnull": False})
    return models.CheckConstraint(condition=when | both, name=f"{name}_who_and_when{extra}")


class Submission(Lifecycle):
    """One passage of a document through the process."""

    class Channel(models.TextChoices):
        FORM = "form", "Nhập trên hệ thống"
        API = "api", "Kết nối hệ thống"
        FILE = "file", "Nộp tệp"
        MAIL = "mail", "Thư điện tử"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(max_length=40, unique=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="submissions")
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="translations"
    )
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by")
    site = models.ForeignKey(Site, models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    route_version = models.ForeignKey(RouteVersion, models.PROTECT)
    revision = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.FORM)

    document_type = models.CharField(max_length=40, choices=DOCUMENT_TYPES)
    category = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5, default="vi")
    title = models.CharField(max_length=1000)
    summary = models.TextField(blank=True)
    number = models.CharField(max_length=100, blank=True)
    secrecy_declared = models.BooleanField(default=False)
    publish_at = models.DateTimeField(null=True)
    expire_at = models.DateTimeField(null=True)
    embargo_until = models.DateTimeField(null=True)
    hold_until = models.DateTimeField(null=True, help_text="Giữ lại sau khi duyệt nhiều hồ sơ")
    due_at = models.DateTimeField(null=True)
    confirm_due_at = models.DateTimeField(null=True)

    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    rejected_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="known_state"),
            _who_when("withdrawn"),
            _who_when("reviewed"),
            _who_when("approved"),
            _who_when("rejected"),
            _who_when("confirmed"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("submitted_by")), name="approver_is_not_submitter"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="submission_newest"),
            models.Index(fields=["unit", "-created_at", "-id"], name="submission_by_unit"),
            models.Index(fields=["site", "-created_at", "-id"], name="submission_by_site"),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["submitted", "reviewed"]),
                name="submission_waiting",
            ),
            models.Index(
                fields=["created_by", "-created_at", "-id"],
                condition=Q(state__in=["draft", "returned"]),
                name="submission_in_hand",
            ),
            models.Index(
                fields=["submitted_by", "due_at", "id"],
                condition=Q(state__in=["submitted", "reviewed", "returned"]),
                name="submission_handed_in",
            ),
            models.Index(
                fields=["-created_at", "-id"],
                condition=Q(fast_tracked=True, confirmed_by=None),
                name="submission_to_confirm",
            ),
            models.Index(
                fields=["-rejected_at", "-id"],
                condition=Q(state="rejected"),
                name="submission_rejected",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state__in=["published", "archived"]),
                name="submission_online",
            ),
            models.Index(fields=["state", "-created_at", "-id"], name="submission_by_state"),
            models.Index(fields=["category", "-created_at", "-id"], name="submission_by_category"),
            models.Index(
                fields=["publish_at", "id"],
                condition=Q(state="approved"),
                name="submission_to_publish",
            ),
            models.Index(
                fields=["unit", "category", "-created_at", "-id"],
                condition=Q(state__in=["draft", "submitted", "returned", "reviewed", "approved"]),
                name="submission_under_way",
            ),
            models.Index(
                fields=["updated_at"],
                condition=Q(state__in=["published", "rejected"]),
                name="submission_to_seal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def current(self) -> "Revision":
        """The revision under decision; every committed row has one."""
        assert self.revision is not None  # noqa: S101  set in the transaction that creates the row
        return self.revision

    @property
    def content(self) -> dict[str, Any]:
        """The content under decision, as hashed."""
        return self.current.parsed

    @property
    def content_hash(self) -> str:
        """The fingerprint of the content under decision."""
        return self.revision.content_hash if self.revision else ""


class Revision(models.Model):
    """The exact content, canonical JSON under its SHA-256; never changed, only followed."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    not_carried = models.JSONField(default=list)
    repairs = models.JSONField(default=list)
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["submission_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="revision_once"),
        ]
        indexes = [models.Index(fields=["content_hash"], name="revision_by_hash")]

    def __str__(self) -> str:
        return f"{self.submission_id} r{self.number}"

    @property
    def parsed(self) -> dict[str, Any]:
        """The content as a dictionary."""
        parsed: dict[str, Any] = json.loads(self.content)
        return parsed


class SearchText(models.Model):
    """The words of an item's present content, with tones and without; no text is kept twice.

    Stands beside the row it belongs to: a decision writes that row often, and never these.
    """

    submission = models.OneToOneField(
        Submission, models.CASCADE, primary_key=True, related_name="search_text"
    )
    words = SearchVectorField()
    exact_words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="submission_words"),
            GinIndex(fields=["exact_words"], name="submission_exact_words"),
        ]

    def __str__(self) -> str:
        return f"words of {self.submission_id}"


class Attachment(models.Model):
    """A file that goes with a submission; bytes live in the object store under their hash."""

    class Role(models.TextChoices):
        ORIGINAL = "original", "Tệp gốc"
        PICTURE = "picture", "Ảnh trong bài"
        FILE = "file", "Tệp kèm theo"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attachments")
    role = models.CharField(max_length=10, choices=Role, default=Role.FILE)
    file_name = models.CharField(max_length=200)
    original_name = models.CharField(max_length=300)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    caption = models.CharField(max_length=500, blank=True)
    alt_text = models.CharField(max_length=1000, blank=True)
    sha256 = models.CharField(max_length=64)
    sha256_uploaded = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200)
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "file_name"],
                condition=Q(removed_at=None),
                name="attachment_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
