"""The threads about an item, oldest first, each passage held against the present text."""

from collections.abc import Iterable
from dataclasses import dataclass

from approvals.diffing.structure import lines_of
from approvals.models import Comment, Submission

SAME, MOVED, CHANGED = "same", "moved", "changed"


@dataclass(frozen=True)
class Thread:
    """A question or comment with what followed, and what became of its passage."""

    opened: Comment
    replies: tuple[Comment, ...] = ()
    passage: str = ""

    @property
    def resolved(self) -> bool:
        """Tell whether the last word settled it."""
        return bool(self.replies) and self.replies[-1].kind == Comment.Kind.RESOLVED


def threads(submission: Submission) -> tuple[Thread, ...]:
    """Return the threads in the order they were opened."""
    rows = list(submission.comments.select_related("author", "text", "revision"))
    lines = _normal(submission.content["body"]) if any(row.quote for row in rows) else []
    return tuple(
        Thread(row, tuple(r for r in rows if r.thread_id == row.pk), _passage(row, lines))
        for row in rows
        if row.thread_id is None
    )


def line_of(body: str, quote: str) -> int | None:
    """Return the number of the first line that holds the passage; None where none does."""
    return next((n for n, line in enumerate(_normal(body), 1) if quote in line), None)


def _normal(body: str) -> list[str]:
    return [" ".join(line.text.split()) for line in lines_of(body)]


def _passage(comment: Comment, lines: Iterable[str]) -> str:
    if not comment.quote:
        return ""
    held = [number for number, line in enumerate(lines, 1) if comment.quote in line]
    if not held:
        return CHANGED
    return SAME if comment.block in held else MOVED
