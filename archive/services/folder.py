"""The signing folder: what waits for one person, printed to be read away from the screen."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.attention import not_put_off
from approvals.selectors.checks import checks_of
from approvals.selectors.progress import Step, steps
from approvals.selectors.submissions import waiting_for
from archive.printing import print_folder
from core.clock import in_vietnam

MOST = 30
_PICTURE = re.compile(r"<img\b([^>]*)>")
_ALT = re.compile(r'\balt="([^"]*)"')


@dataclass(frozen=True)
class Sheet:
    """One item of the folder."""

    item: Submission
    body: str
    steps: tuple[Step, ...]
    failed: tuple[Any, ...]
    passed: int


def signing_folder(actor: Actor, *, name: str, now: datetime) -> bytes:
    """Return the first thirty items that wait for the person, soonest due first, as one PDF.

    A cover list, then each item: summary, who agreed, checks, text. It says how many were left out;
    pictures stand as their description. Reading it decides nothing.
    """
    today = in_vietnam(now).date()
    rows = list(not_put_off(waiting_for(actor), actor, on=today)[: MOST + 1])
    sheets = [_sheet(item, now=now) for item in rows[:MOST]]
    context = {"sheets": sheets, "more": len(rows) > MOST, "most": MOST, "name": name, "now": now}
    return print_folder(render_to_string("archive/folder.html", context))


def _sheet(item: Submission, *, now: datetime) -> Sheet:
    found = checks_of(item)
    failed = tuple(check for check in found if check.problems)
    body = _PICTURE.sub(_described, item.content["body"])
    way = steps(item, on=in_vietnam(now).date())
    return Sheet(item, body, way, failed, len(found) - len(failed))


def _described(match: re.Match[str]) -> str:
    found = _ALT.search(match[1])
    return f"<em>[{found[1] if found else ''}]</em>"
