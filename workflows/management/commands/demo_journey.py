"""Carry the demo submissions through their whole life on the running instance."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.demo import carry_all


class Command(BaseCommand):
    """Repeatable: what is already there is not made again."""

    help = "Đưa các hồ sơ mẫu đi hết vòng đời"

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print one line an item, as it is done."""
        for line in carry_all():
            self.stdout.write(line)
