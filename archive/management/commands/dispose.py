"""Rehearse or carry out a disposal list that two people have agreed on."""

import uuid
from argparse import ArgumentParser
from typing import Any

from approvals.selectors.people import actor_of
from archive.services import disposing
from core.clock import in_vietnam, now
from core.errors import DomainError
from core.management.reporting import ReportingCommand
from core.models import User


class Command(ReportingCommand):
    """One line a record; without --by it only rehearses."""

    help = "Chạy thử, hoặc hủy theo danh mục đã được hai người đồng ý"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list and who carries it out."""
        super().add_arguments(parser)
        parser.add_argument("list", type=uuid.UUID)
        parser.add_argument("--by", default="", help="user name; without it nothing is destroyed")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rehearse, or destroy and certify."""
        moment, key = now(), options["list"]
        try:
            lines = [_line(row) for row in disposing.rehearse(key, now=moment)]
            certificate = ""
            if options["by"]:
                person = User.objects.get(username=options["by"])
                by = actor_of(person, on=in_vietnam(moment).date())
                certificate = disposing.carry_out(key, by=by, now=moment).certificate
        except DomainError as refusal:
            self.report([], [refusal.code], as_json=options["json"])
            return
        self.report(lines, [], as_json=options["json"], certificate=certificate)


def _line(row: disposing.Rehearsed) -> str:
    what = f"spared {row.spared}" if row.spared else f"{row.files} files to destroy"
    return f"{row.item.record.submission.reference} {row.item.period} {row.item.due_since}: {what}"
