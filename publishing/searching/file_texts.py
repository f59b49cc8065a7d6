"""The words of a public file as its readers see them: no deleted, hidden or administrative text."""

import re
from collections.abc import Iterator

from approvals.conversion import Limits, pdf_pages
from approvals.conversion.decoding import decode
from approvals.conversion.detecting import other_kind
from approvals.conversion.word_package import W, parse_part, unpack
from approvals.sanitising import plain_text, repair_text
from core.errors import UploadRefused

MOST_PAGES, MOST_LETTERS = 300, 100_000
# The parts of a zipped office file that hold what its readers see.
PARTS = {
    "docx": re.compile(r"word/(document\d*|footnotes|endnotes)\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
    "pptx": re.compile(r"ppt/slides/slide\d+\.xml"),
    "odt": re.compile(r"content\.xml"),
    "ods": re.compile(r"content\.xml"),
    "odp": re.compile(r"content\.xml"),
}
READABLE = frozenset({*PARTS, "pdf", "txt", "md", "html"})
_UNSEEN = frozenset({f"{W}delText", f"{W}instrText"})
_TEXT_TAGS = re.compile(r"\{[^}]*\}(t|p|h|span|a|s)")
_BLOCKS = re.compile(r"\{[^}]*\}(p|h|si|is|tc|table-cell)")


def text_of(filename: str, data: bytes) -> str:
    """Return the words of a file, at most MOST_LETTERS; "" for what holds none or breaks."""
    try:
        parts = _parts(filename, data)
        text = "\n".join(_up_to(MOST_LETTERS, parts))
    except UploadRefused:
        return ""
    repaired, _ = repair_text(text.replace("\0", " "))
    return repaired[:MOST_LETTERS]


def _parts(filename: str, data: bytes) -> Iterator[str]:
    kind = other_kind(filename, data)
    if kind == "pdf":
        with pdf_pages.opened(filename, data) as document:
            for number in range(min(len(document), MOST_PAGES)):
                yield pdf_pages.text_of_page(document, number)
    elif kind in PARTS:
        for name, part in sorted(unpack(filename, data, Limits()).items()):
            if PARTS[kind].fullmatch(name):
                yield from _seen(parse_part(filename, part))
    elif kind == "html":
        yield plain_text(decode(data).text)
    elif kind in READABLE:
        yield decode(data).text


def _seen(root: object) -> Iterator[str]:
    """Yield the text of each paragraph, heading or cell; what was deleted is not there."""
    words: list[str] = []
    for node in root.iter():  # type: ignore[attr-defined]  # lxml has no types
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            continue
        if _BLOCKS.fullmatch(node.tag) and words:
            yield "".join(words)
            words = []
        if _TEXT_TAGS.fullmatch(node.tag):
            words.append(node.text or "")
        if _TEXT_TAGS.fullmatch(node.tag) and not node.tag.startswith(W):
            words.append(" ")
        if node.tag in {f"{W}tab", f"{W}br"}:
            words.append(" ")
    if words:
        yield "".join(words)


def _up_to(limit: int, texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield text
        limit -= len(text)
        if limit <= 0:
            return
