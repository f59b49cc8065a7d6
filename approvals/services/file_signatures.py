"""Judges the signatures of uploaded PDFs, in a process of its own that may not take long.

A file is a stranger's: whatever it does to the judge, it does to that process alone. A file whose
judging fails is "unknown", never "valid" and never refused for it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from approvals.models import FileSignatures
from core.canonical import sha256_hex

if TYPE_CHECKING:
    from approvals.services.files import NewFile

JUDGE = "archive.signing.judge"  # named as a string: the layers above are not imported
SECONDS = 10
SIGNED = b"/ByteRange"
PDF = "application/pdf"
INVALID, VALID, UNKNOWN = FileSignatures.Status.INVALID, "valid", "unknown"


def judge_files(files: Iterable["NewFile"], *, now: datetime) -> None:
    """Judge the signatures of every signed PDF among the files, once a file; repeatable."""
    for file in files:
        if file.media_type != PDF or SIGNED not in file.data:
            continue
        sha256 = sha256_hex(file.data)
        if FileSignatures.objects.filter(sha256=sha256).exists():
            continue
        told = _ask(file.data)
        found = told["signatures"]
        FileSignatures.objects.get_or_create(
            sha256=sha256,
            defaults={
                "status": _status(found),
                "signatures": found,
                "evidence": told["evidence"],
                "at": now,
            },
        )


def _ask(pdf: bytes) -> dict[str, Any]:
    folders = [settings.SIGNING_TRUST, str(settings.DUYET_HOME)]
    command = [sys.executable, "-m", JUDGE, *folders]
    try:
        done = subprocess.run(
            command, input=pdf, capture_output=True, timeout=SECONDS, check=True,
            cwd=settings.BASE_DIR, env={"PATH": os.environ.get("PATH", "")},  # and no secret
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return _nothing("TIMEOUT")
    except (subprocess.CalledProcessError, ValueError, OSError):
        return _nothing("UNREADABLE")
    return told if told["signatures"] else _nothing("UNREADABLE")


def _nothing(problem: str) -> dict[str, Any]:
    return {"signatures": [{"verdict": UNKNOWN, "problem": problem}], "evidence": {}}


def _status(found: list[dict[str, Any]]) -> str:
    """The worst of the signatures counts."""
    verdicts = {row["verdict"] for row in found}
    return next((one for one in (INVALID, UNKNOWN) if one in verdicts), VALID)
