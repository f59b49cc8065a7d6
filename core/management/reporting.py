"""How the commands report: a line an item, one JSON object with --json, non-zero on failure."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand


class ReportingCommand(BaseCommand):
    """Prints what was done, one line an item; exits 1 if anything failed (contract, section 6)."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def report(self, lines: list[str], failed: list[str], *, as_json: bool, **more: Any) -> None:
        """Print and exit as the contract says."""
        if as_json:
            found = {"done": lines, "failed": failed, **more}
            self.stdout.write(json.dumps(found, ensure_ascii=False, default=str))
        else:
            for line in lines:
                self.stdout.write(line)
            for line in failed:
                self.stderr.write(line)
            self.stdout.write(f"{len(lines)} done, {len(failed)} failed")
        if failed:
            raise SystemExit(1)
