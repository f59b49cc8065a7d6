"""Print the life of a submission as a diagram, or write it into the documentation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from approvals.diagram import document


class Command(BaseCommand):
    """Mermaid and tables, generated from the declared transitions."""

    help = "Sơ đồ trạng thái của hồ sơ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --write."""
        parser.add_argument("--write", action="store_true", help="docs/state-machine.md")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print or write."""
        with override("vi"):
            text = document()
        if options["write"]:
            (settings.BASE_DIR / "docs" / "state-machine.md").write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
