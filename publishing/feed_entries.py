"""What a partner's feed says, as plain facts: RSS 0.9 to 2.0, RDF and Atom, well-formed or not."""

import io
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import feedparser  # type: ignore[import-untyped]

from approvals.sanitising import plain_text

MOST_ENTRIES = 50
LONGEST_TITLE, LONGEST_SUMMARY = 500, 600
# Feeds need no entities of their own; whoever declares some may mean a bomb.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One entry; `key` is the same each time the feed names it."""

    key: str
    url: str
    title: str
    summary: str
    body: str
    author: str


class NotAFeed(ValueError):  # noqa: N818
    """What came is no feed that can be read."""


def entries_of(data: bytes) -> list[Entry]:
    """Return the entries of a feed, at most MOST_ENTRIES; raises NotAFeed."""
    if _ENTITY.search(data):
        raise NotAFeed
    found = feedparser.parse(io.BytesIO(data))
    if not found.version and not found.entries:
        raise NotAFeed
    entries = [_entry(row) for row in found.entries[:MOST_ENTRIES]]
    return [entry for entry in entries if entry.title and entry.url]


def _entry(row: Any) -> Entry:
    url = str(row.get("link") or "")[:2000]
    url = url if url.startswith(("http://", "https://")) else ""
    named = str(row.get("id") or url)
    summary = str(row.get("summary") or "")
    body = next((str(one.value) for one in row.get("content") or () if one.get("value")), summary)
    return Entry(
        key=sha256(named.encode()).hexdigest(),
        url=url,
        title=_one_line(plain_text(str(row.get("title") or "")))[:LONGEST_TITLE],
        summary=_one_line(plain_text(summary))[:LONGEST_SUMMARY],
        body=body,
        author=_one_line(str(row.get("author") or ""))[:200],
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
