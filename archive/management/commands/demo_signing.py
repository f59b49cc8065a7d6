"""Make the demo's own authority, seal and time stamps, once; they prove nothing to anybody."""

from typing import Any

from archive.services.signing import provide_demo
from core.clock import now
from core.management.reporting import ReportingCommand


class Command(ReportingCommand):
    """One line: where they lie."""

    help = "Tạo chứng thư DEMO để ký hồ sơ lưu trữ (KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)"

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make what is missing and report."""
        self.report([str(provide_demo(now=now()))], [], as_json=options["json"])
