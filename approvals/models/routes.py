"""Routes to approval as versioned data, and the power to sign."""

from django.conf import settings
from django.db import models

from approvals import routes
from core.models import Site, Unit


class Route(models.Model):
    """The way to approval on a site; empty type and category mean all of them."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="routes")
    document_type = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "document_type", "category"], name="one_route_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteVersion(models.Model):
    """One wording of a route; a running submission keeps the version it started with."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    stages = models.JSONField()
    ladder = models.JSONField(default=list, help_text="Trống: bậc đôn đốc thông thường")
    valid_from = models.DateTimeField()

    class Meta:
        ordering = ["route_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["route", "number"], name="route_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.route} v{self.number}"

    @property
    def parsed(self) -> tuple[routes.Stage, ...]:
        """The stages in order."""
        return routes.parse_stages(self.stages)


class Mandate(models.Model):
    """Signing authority, typed, dated and scoped to a unit (Decree 30/2020, Article 13)."""

    class Kind(models.TextChoices):
        OWN = "own", "Thủ trưởng ký trực tiếp"
        TM = "TM", "Thay mặt"
        KT = "KT", "Ký thay"
        TL = "TL", "Thừa lệnh"
        TUQ = "TUQ", "Thừa ủy quyền"

    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="mandates_given"
    )
    kind = models.CharField(max_length=3, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mandates")
    authority = models.CharField(max_length=200, blank=True, help_text="Ví dụ: KT. GIÁM ĐỐC")
    title = models.CharField(max_length=200, help_text="Ví dụ: PHÓ GIÁM ĐỐC")
    source_document = models.CharField(max_length=200, blank=True)
    document_types = models.JSONField(default=list, help_text="Trống: mọi loại văn bản")
    categories = models.JSONField(default=list, help_text="Trống: mọi chuyên mục")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="Kết thúc trước hạn")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="TUQ") | models.Q(valid_to__isnull=False),
                name="written_authorisation_is_limited_in_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority or self.title} · {self.holder}"


class Absence(models.Model):
    """A person is away and another takes the turns meanwhile; ended early, never deleted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="substitutions"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="absence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(substitute=models.F("person")),
                name="nobody_stands_in_for_oneself",
            ),
        ]
        indexes = [
            models.Index(fields=["substitute", "last_day"], name="absence_by_substitute"),
            models.Index(fields=["person", "last_day"], name="absence_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.first_day} - {self.last_day}"
