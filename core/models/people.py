"""People, the units they work for, the sites those units answer for, and who holds which role."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from core.roles import ROLE_LABELS, Role


class Unit(models.Model):
    """An agency or a part of one; dated, because units merge, split and end."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=100, blank=True, help_text="Địa danh ghi trên văn bản")
    level = models.SlugField(
        max_length=20, blank=True, help_text="Cấp theo bộ quy tắc: province, department, commune…"
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """The provincial portal or a component site of it."""

    class Kind(models.TextChoices):
        PORTAL = "portal", "Cổng thông tin điện tử"
        COMPONENT = "component", "Trang thành phần"

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sites")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="components")
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=200, blank=True)
    responsible_person = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    hold_seconds = models.PositiveIntegerField(default=0, help_text="Giữ lại trước khi đăng")
    accent = models.CharField(max_length=7, blank=True, help_text="Trống: màu chung")
    logo = models.CharField(max_length=64, blank=True, help_text="SHA-256 trong kho tệp")
    logo_type = models.CharField(max_length=40, blank=True)
    categories = models.JSONField(default=list, help_text="Theo thứ tự; trống: mọi chuyên mục")
    menu = models.JSONField(default=list, help_text="Trống: các chuyên mục")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần trang đổi diện mạo")
    closed_on = models.DateField(null=True, help_text="Từ ngày này trang không nhận tin mới")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="portal", parent=None) | models.Q(kind="component"),
                name="portal_has_no_parent",
            ),
            models.UniqueConstraint(
                fields=["host"], condition=~models.Q(host=""), name="site_host_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in; what the person may do follows from role assignments alone."""

    full_name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, help_text="Chức vụ")
    language = models.CharField(max_length=5, default="vi")
    shortcuts = models.BooleanField(default=True)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the name as the person writes it."""
        return str(self)


class RoleAssignment(models.Model):
    """One person holds one role in one unit, for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_assignments")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="one_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.unit.code}"
