"""What the digital signatures of an uploaded file are worth, judged when it came in."""

from django.db import models


class FileSignatures(models.Model):
    """The verdict on the signatures of one file, by its hash, with what it rests on."""

    class Status(models.TextChoices):
        VALID = "valid", "hợp lệ"
        INVALID = "invalid", "không hợp lệ"
        UNKNOWN = "unknown", "chưa xác định"

    sha256 = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=8, choices=Status)
    signatures = models.JSONField(help_text="One row a signature: signer, time, problem")
    evidence = models.JSONField(help_text="Certificates (PEM) and revocation lists (base64)")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.status}"
