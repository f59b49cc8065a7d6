"""Rules that let everybody read the content: pictures, headings, tables, links (WCAG)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml.html import HtmlElement

from approvals.rules.facts import ContentFacts
from approvals.rules.markup import parse, text_of
from approvals.rules.violation import Violation

_EXCERPT = 80
_UNCLEAR = frozenset(
    {"tại đây", "ở đây", "đây", "bấm vào đây", "nhấn vào đây", "xem tại đây", "xem thêm",
     "xem tiếp", "xem chi tiết", "chi tiết", "tải về", "link", "liên kết", "đường dẫn",
     "click here", "here", "read more", "more", "details", "download", "this link"},
)  # fmt: skip
# Frames of administrative documents (header, signature block) are set as tables but hold no data.
_DOCUMENT_FRAME = re.compile(r"cộng (hòa|hoà) xã hội chủ nghĩa|nơi nhận", re.IGNORECASE)
_SMALLEST_DATA_TABLE = (3, 2)


def alt_text_missing(facts: ContentFacts) -> Iterator[Violation]:
    """Every picture says in words what it shows (WCAG 1.1.1)."""
    described = {file.file_name for file in facts.attachments if file.alt_text.strip()}
    for number, file in enumerate(facts.attachments):
        if file.role == "picture" and not file.alt_text.strip():
            name = file.original_name or file.file_name
            yield Violation("ALT_TEXT_MISSING", f"attachments.{number}.alt_text", {"file": name})
    attached = {file.file_name for file in facts.attachments if file.role == "picture"}
    for picture in parse(facts.body_html).elements("img"):
        name = picture.get("src", "").rpartition("/")[2]
        silent = not picture.get("alt", "").strip() and name not in described
        if silent and name not in attached and not _is_presentation(picture):
            yield Violation("ALT_TEXT_MISSING", "body", {"file": name})


def heading_order(facts: ContentFacts) -> Iterator[Violation]:
    """Headings go down one level at a time, under the page's title (WCAG 1.3.1)."""
    levels = [(1, ""), *parse(facts.body_html).headings()]
    for (above, _), (level, text) in pairwise(levels):
        if level > above + 1:
            yield Violation(
                "HEADING_ORDER",
                "body",
                {"heading": text[:_EXCERPT], "level": level, "expected": above + 1},
            )


def table_header_missing(facts: ContentFacts) -> Iterator[Violation]:
    """A table of data says what its columns or rows are (WCAG 1.3.1)."""
    for number, table in enumerate(parse(facts.body_html).elements("table"), start=1):
        if _is_data_table(table) and not _has_header(table):
            yield Violation("TABLE_HEADER_MISSING", "body", {"table": number})


def link_text_unclear(facts: ContentFacts) -> Iterator[Violation]:
    """A link says where it leads, also when read out of context (WCAG 2.4.4)."""
    for link in parse(facts.body_html).elements("a"):
        if link.get("href") is not None and _is_unclear(link):
            yield Violation("LINK_TEXT_UNCLEAR", "body", {"text": text_of(link)[:_EXCERPT]})


def _is_presentation(element: HtmlElement) -> bool:
    return element.get("role") in ("presentation", "none")


def _is_data_table(table: HtmlElement) -> bool:
    rows = list(table.iter("tr"))
    columns = max((len(row) for row in rows), default=0)
    large = len(rows) >= _SMALLEST_DATA_TABLE[0] and columns >= _SMALLEST_DATA_TABLE[1]
    return large and not _is_presentation(table) and not _DOCUMENT_FRAME.search(text_of(table))


def _has_header(table: HtmlElement) -> bool:
    return next(table.iter("th"), None) is not None or next(table.iter("thead"), None) is not None


def _is_unclear(link: HtmlElement) -> bool:
    named = link.get("aria-label") or " ".join(i.get("alt", "") for i in link.iter("img"))
    words = (text_of(link) or named).strip(" .,;:()[]…»→>\"'").lower()
    return not words or words in _UNCLEAR
