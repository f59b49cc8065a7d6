"""Run stored verdicts again under the rules of their own day."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from approvals.models import Verdict
from approvals.selectors.replaying import Replay, replay, verdicts_on
from core.clock import in_vietnam, now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line a verdict; exits 1 if any ended otherwise than stored."""

    help = "Chạy lại kết quả kiểm tra đã lưu theo bộ quy tắc của ngày đó"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take verdict numbers, a submission's reference, or days (first and last)."""
        super().add_arguments(parser)
        parser.add_argument("verdicts", nargs="*", type=int)
        parser.add_argument("--reference", default="")
        parser.add_argument("--on", type=date.fromisoformat, default=None)
        parser.add_argument("--until", type=date.fromisoformat, default=None)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Replay and report."""
        done: list[str] = []
        failed: list[str] = []
        for verdict in _chosen(options).iterator(chunk_size=100):
            again = replay(verdict)
            (done if again.same else failed).append(_line(again))
        self.report(done, failed, as_json=options["json"])


def _chosen(options: dict[str, Any]) -> Any:
    rows = Verdict.objects.select_related("submission").order_by("pk")
    if options["verdicts"]:
        return rows.filter(pk__in=options["verdicts"])
    if options["reference"]:
        return rows.filter(submission__reference=options["reference"])
    return verdicts_on(options["on"] or in_vietnam(now()).date(), until=options["until"])


def _line(again: Replay) -> str:
    verdict = again.verdict
    head = f"{verdict.pk} {verdict.submission.reference} {verdict.rule_pack}"
    if again.same:
        return f"{head}: same"
    changed = [f"{one.code} {one.before} -> {one.after}" for one in again.differences]
    return f"{head}: {again.problem or ', '.join(changed)}"
