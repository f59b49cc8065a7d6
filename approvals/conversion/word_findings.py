"""What a Word file holds beside its text: properties, headers, comments, changes, objects."""

import re
from collections.abc import Iterator
from typing import Any

from approvals.conversion.metadata import from_pairs
from approvals.conversion.shapes import NotCarried
from approvals.conversion.word_package import W, lines_of, parse_part

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CORE = "docProps/core.xml"
_PROPERTIES = {"title": "title", "creator": "author", "subject": "summary"}
_PAGE_NUMBER = re.compile(r"(?:trang|page)?[\s\d/–-]*", re.IGNORECASE)
# What computers write in by themselves is no author and no title.
_NOBODY = re.compile(
    r"(?:admin|administrator|user|windows user|pc|hp|dell|asus|lenovo|acer|microsoft|my ?pc"
    r"|python-docx|owner|office|computer|smart ?computer|ismail|unknown)[\s\d]*",
    re.IGNORECASE,
)
_UNTITLED = re.compile(r"(?:word document|document\d*|untitled|microsoft word.*)?", re.IGNORECASE)
_OBJECTS = (
    ("word/charts/chart", "biểu đồ"),
    ("word/diagrams/data", "SmartArt"),
    ("word/embeddings/", "tệp nhúng"),
)
_SHOWN = 200


def properties(filename: str, parts: dict[str, bytes]) -> dict[str, str]:
    """Return title, author and summary of the file's properties, unless a machine wrote them."""
    if _CORE not in parts:
        return {}
    pairs = []
    for node in parse_part(filename, parts[_CORE]):
        name = _PROPERTIES.get(str(node.tag).rpartition("}")[2], "")
        value = (node.text or "").strip()
        by_machine = (name == "author" and _NOBODY.fullmatch(value)) or (
            name == "title" and _UNTITLED.fullmatch(value)
        )
        if name and value and not by_machine:
            pairs.append((name, value))
    return from_pairs(pairs)


def findings(filename: str, parts: dict[str, bytes], document: Any) -> tuple[NotCarried, ...]:
    """Return everything that the HTML will not hold."""
    return (
        *_headers(filename, parts),
        *_counted(document),
        *_comments(filename, parts),
        *_objects(parts),
    )


def _headers(filename: str, parts: dict[str, bytes]) -> Iterator[NotCarried]:
    seen = set()
    for name in sorted(parts):
        if not re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            continue
        text = " ".join(" ".join(lines_of(parse_part(filename, parts[name]))).split())
        text = re.sub(r"\s*(?:PAGE|NUMPAGES)\b[^\d]*(?:MERGEFORMAT)?", " ", text).strip()
        if text and text not in seen and not _PAGE_NUMBER.fullmatch(text):
            seen.add(text)
            yield NotCarried("HEADER_FOOTER", text[:_SHOWN])


def _counted(document: Any) -> Iterator[NotCarried]:
    changes = sum(1 for _ in document.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
    formulas = sum(1 for _ in document.iter(f"{_MATH}oMath"))
    contents = sum(
        (style.get(f"{W}val") or "").upper().startswith("TOC")
        for style in document.iter(f"{W}pStyle")
    )
    for code, count in (
        ("TRACKED_CHANGES", changes),
        ("EQUATION", formulas),
        ("TABLE_OF_CONTENTS", contents),
    ):
        if count:
            yield NotCarried(code, str(count))


def _comments(filename: str, parts: dict[str, bytes]) -> Iterator[NotCarried]:
    if "word/comments.xml" in parts:
        comments = parse_part(filename, parts["word/comments.xml"]).findall(f"{W}comment")
        if comments:
            yield NotCarried("COMMENTS", str(len(comments)))


def _objects(parts: dict[str, bytes]) -> Iterator[NotCarried]:
    for folder, name in _OBJECTS:
        count = sum(part.startswith(folder) for part in parts)
        if count:
            yield NotCarried("EMBEDDED_OBJECT", f"{name}: {count}")
