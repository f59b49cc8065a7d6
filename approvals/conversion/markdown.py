"""Markdown → HTML with front matter, tables and footnotes."""

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from approvals.conversion.decoding import decode
from approvals.conversion.finishing import refuse_long_text, text_repairs
from approvals.conversion.legal import GLUED
from approvals.conversion.metadata import KEYS, from_pairs
from approvals.conversion.plain import encoding_repair, unreadable
from approvals.conversion.shapes import Draft, NotCarried, Repair, Source
from approvals.sanitising import repair_text

_DELIMITER_ROW = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"^\s*(```|~~~)")


def read(source: Source) -> Draft:
    """Return Markdown as HTML, its front matter as metadata.

    Refuses TEXT_TOO_LONG. Front matter that cannot be read, or has no place here, is listed.
    """
    decoded = decode(source.data)
    refuse_long_text(decoded.text, source.limits)
    text, repairs = repair_text(decoded.text)
    text, joined = _with_whole_rows(text)
    text, restored = GLUED.subn("\n\n", text)
    environment: dict[str, Any] = {}
    tokens = (parser := _parser()).parse(text, environment)
    front, unread = _front_matter(next((t.content for t in tokens if t.type == "front_matter"), ""))
    metadata = from_pairs((key, value) for key, value in front.items())
    left = sorted(key for key in front if key.lower() not in KEYS and front[key])
    counted = (Repair("TABLE_CELLS_JOINED", joined), Repair("LINE_BREAK_RESTORED", restored))
    return Draft(
        html=str(parser.renderer.render(tokens, parser.options, environment)),
        title=metadata.pop("title", ""),
        metadata=metadata,
        not_carried=(
            *unreadable(decoded),
            *unread,
            *((NotCarried("FRONT_MATTER", ", ".join(left)[:200]),) if left else ()),
        ),
        repairs=(
            *encoding_repair(decoded),
            *text_repairs(repairs),
            *(repair for repair in counted if repair.count),
        ),
    )


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser.use(front_matter_plugin).use(footnote_plugin).disable("code")


def _front_matter(text: str) -> tuple[dict[str, str], tuple[NotCarried, ...]]:
    if not text.strip():
        return {}, ()
    try:
        loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 only strings, lists and maps
    except yaml.YAMLError:
        return _line_by_line(text), (NotCarried("FRONT_MATTER_UNREADABLE"),)
    if not isinstance(loaded, dict):
        return {}, (NotCarried("FRONT_MATTER_UNREADABLE"),)
    return {str(key): _flat(value) for key, value in loaded.items()}, ()


def _line_by_line(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines() if line[:1].strip())
    return {key.strip(): value.strip(" \"'") for key, colon, value in pairs if colon}


def _flat(value: Any) -> str:
    """Return one line; deeper structures (which aliases could make endless) are left out."""
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""


def _with_whole_rows(text: str) -> tuple[str, int]:
    """Join cells beyond the last column of a table to its last cell: GFM would drop them."""
    lines = text.split("\n")
    columns = joined = 0
    fenced = False
    for number, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        if fenced or "|" not in line:
            columns = 0
        elif columns:
            lines[number], more = _joined_row(line, columns)
            joined += more
        elif _DELIMITER_ROW.match(line) and number and "|" in lines[number - 1]:
            columns = len(_split_row(line))
    return "\n".join(lines), joined


def _split_row(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return _CELL.split(bare)


def _joined_row(line: str, columns: int) -> tuple[str, int]:
    cells = _split_row(line)
    if len(cells) <= columns:
        return line, 0
    last = "\\|".join(cells[columns - 1 :])
    return "|" + "|".join([*cells[: columns - 1], last]) + "|", len(cells) - columns
