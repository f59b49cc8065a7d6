"""Make the key that opens backups: it belongs on paper and in a safe, never on the server."""

from typing import Any

from django.core.management.base import BaseCommand

from archive.services.vault import new_identity


class Command(BaseCommand):
    """Prints an age identity as `age-keygen` does; keeps nothing."""

    help = "Tạo khóa mở bản sao lưu (age)"
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the key and its public half."""
        secret, public = new_identity()
        self.stdout.write(f"# public key: {public}")
        self.stdout.write(secret)
