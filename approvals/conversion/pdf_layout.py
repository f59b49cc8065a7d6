"""Lines of a PDF → paragraphs, headings and lists; running heads and page numbers set apart."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from statistics import median

from approvals.conversion.legal import division, run_in_article
from approvals.conversion.pdf_pages import Line, Page, Style

_MARGIN = 0.11  # of the page's height: where running heads and page numbers stand
_REPEATED_SHARE = 0.5
_BIGGER = 1.12
_INDENT = 9.0
_WIDER_GAP = 1.25
_UPPER_THIRD = 0.3  # of the first page: the letterhead stands there
_LONGEST_HEADING, _LONGEST_BIG_HEADING = 160, 400
_HEADING_RANKS = 5
_BOLD_RANK = 20  # below articles
_PAGE_NUMBER = re.compile(
    r"(?:trang|page)?[\s–—-]*\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?[\s–—-]*", re.IGNORECASE
)
_BULLET = re.compile(r"^[-–—•▪●◦+*\uf0b7\uf02d]\s+(?=\S)")
_MARKER = re.compile(r"^(?:[-–—•▪●◦+*\uf0b7\uf02d]|\d{1,3}[.)]|[a-zđ][.)])\s+\S")
# `NĐ-` at the end of a line goes on as `NĐ-CP`; Vietnamese words are never divided.
_HYPHENATED = re.compile(r"\w-$")
_LOOSE_MARKER = re.compile(r"[-–—•▪●◦+*\uf0b7\uf02d]|\d{1,3}[.)]|[a-zđ][.)]|[ivxlcIVXLC]{1,6}[.)]")
_SENTENCE_END = re.compile(r"[.;:!?…]\W*$")


@dataclass(frozen=True)
class Measures:
    """What is usual in this document: size of the text, step between lines, sizes of headings."""

    body: float
    step: dict[float, float]
    headings: tuple[float, ...]


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together; `top` orders them among tables and pictures."""

    lines: tuple[Line, ...]
    top: float
    page: int
    is_heading_place: bool = False  # at the left margin and not in the letterhead

    @property
    def text(self) -> str:
        """The words on one line."""
        text = ""
        for line in self.lines:
            text += line.text if _HYPHENATED.search(text) or not text else f" {line.text}"
        return " ".join(text.split())


def without_furniture(pages: list[Page]) -> tuple[list[Page], list[str]]:
    """Return the pages without running heads and page numbers, and what these said."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(line) for line in page.lines if _in_margin(page, line)})
    least = max(2, len(pages) * _REPEATED_SHARE)
    furniture: dict[str, str] = {}
    kept = []
    for page in pages:
        lines = []
        for line in page.lines:
            if _in_margin(page, line) and (seen[_key(line)] >= least or _is_number(page, line)):
                furniture.setdefault(_key(line), line.text)
            else:
                lines.append(line)
        kept.append(replace(page, lines=tuple(lines)))
    return kept, list(furniture.values())


def measure(pages: list[Page]) -> Measures:
    """Return the usual measures of the document."""
    sizes: Counter[float] = Counter()
    steps: dict[float, list[float]] = {}
    for page in pages:
        for line in page.lines:
            sizes[line.style.size] += len(line.text)
        for one, two in zip(page.lines, page.lines[1:], strict=False):
            if one.style.size == two.style.size and 0 < two.base - one.base < 3 * one.style.size:
                steps.setdefault(one.style.size, []).append(two.base - one.base)
    body = sizes.most_common(1)[0][0] if sizes else 12.0
    bigger = sorted((size for size in sizes if size >= body * _BIGGER), reverse=True)
    return Measures(body, {size: median(values) for size, values in steps.items()}, tuple(bigger))


def paragraphs(page: Page, lines: list[Line], measures: Measures) -> list[Paragraph]:
    """Return the lines of a page as paragraphs."""
    found: list[list[Line]] = []
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=page.width)
    for line in lines:
        if found and _goes_on(found[-1], line, left, right, measures):
            found[-1].append(line)
        else:
            found.append([line])
    return [
        Paragraph(tuple(group), group[0].base, page.number, _is_heading_place(page, group[0], left))
        for group in found
    ]


def with_markers_in_front(page: Page) -> Page:
    """Put bullets and numbers that were drawn apart in front of the line they stand before."""
    loose = [line for line in page.lines if _LOOSE_MARKER.fullmatch(line.text)]
    lines = list(page.lines)
    for marker in loose:
        beside = [
            line
            for line in lines
            if line.text
            and not _LOOSE_MARKER.fullmatch(line.text)
            and abs(line.base - marker.base) < line.style.size * 0.4
            and line.x0 >= marker.x1 - 1
        ]
        if not beside:
            continue
        line = min(beside, key=lambda other: other.x0)
        space = replace(marker.glyphs[-1], char=" ")
        whole = replace(line, glyphs=(*marker.glyphs, space, *line.glyphs))
        lines[lines.index(line)] = whole
        lines.remove(marker)
    return replace(page, lines=tuple(lines))


def _is_heading_place(page: Page, line: Line, left: float) -> bool:
    in_letterhead = page.number == 1 and line.base < page.height * _UPPER_THIRD
    return line.x0 <= left + _INDENT and not in_letterhead


def joined_over_page(before: Paragraph, after: Paragraph, measures: Measures) -> Paragraph | None:
    """Return both as one when a sentence goes on over the page break."""
    one, two = before.lines[-1], after.lines[0]
    open_end = not _SENTENCE_END.search(one.text)
    alike = _alike(one.style, two.style) and one.style.size < measures.body * _BIGGER
    fresh = _MARKER.match(two.text) or division(after.text) or division(before.text)
    starts_low = two.text[:1].islower() or two.text[:1].isdigit()
    if not (open_end and alike and not fresh and (starts_low or len(before.lines) > 1)):
        return None
    return replace(before, lines=before.lines + after.lines)


def to_html(paragraph: Paragraph, measures: Measures) -> str:
    """Return a paragraph as a heading or a paragraph, bold and italic words kept."""
    style = paragraph.lines[0].style
    text = paragraph.text
    if style.size >= measures.body * _BIGGER and len(text) <= _LONGEST_BIG_HEADING:
        rank = min(measures.headings.index(style.size) + 1, _HEADING_RANKS)
        return f"<h{rank}>{escape(text, quote=False)}</h{rank}>"
    if _is_bold_heading(paragraph):
        return f'<h6 data-rank="{_BOLD_RANK}">{escape(text, quote=False)}</h6>'
    return f"<p>{_inline(paragraph)}</p>"


def bullet(paragraph: Paragraph, measures: Measures) -> str:
    """Return the content of a list item when the paragraph begins with a bullet."""
    if (
        not _BULLET.match(paragraph.text)
        or paragraph.lines[0].style.size >= measures.body * _BIGGER
    ):
        return ""
    return _BULLET.sub("", _inline(paragraph))


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).casefold()


def _in_margin(page: Page, line: Line) -> bool:
    return not page.height * _MARGIN < line.base < page.height * (1 - _MARGIN)


def _is_number(page: Page, line: Line) -> bool:
    outer = page.height * _MARGIN
    at_edge = line.base < outer or line.base > page.height - outer
    return at_edge and bool(_PAGE_NUMBER.fullmatch(line.text))


def _alike(one: Style, two: Style) -> bool:
    return abs(one.size - two.size) < 0.6  # noqa: PLR2004 points, rounding of the producer


def _goes_on(group: list[Line], line: Line, left: float, right: float, measures: Measures) -> bool:
    before = group[-1]
    step = line.base - before.base
    usual = measures.step.get(line.style.size, line.style.size * 1.4)
    if not _alike(before.style, line.style) or _weight_changes(group, line):
        return False
    if not 0 < step <= usual * _WIDER_GAP:
        return False
    text = line.text
    if division(text) or run_in_article(text) or _begins_item(before, text):
        return False
    if line.style.size >= measures.body * _BIGGER:
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    hanging = _text_start(before) + _INDENT
    if line.x0 > left + _INDENT and (line.x0 > hanging or (ended and line.x0 <= before.x0 + 1)):
        return False
    return _is_full(before, line, right) or (not ended and text[:1].islower())


def _weight_changes(group: list[Line], line: Line) -> bool:
    """A bold heading ends where plain text begins, and the other way round."""
    if all(above.weight == 1 for above in group):
        return line.weight == 0
    return line.weight == 1 and group[-1].weight == 0 and bool(_SENTENCE_END.search(group[-1].text))


def _text_start(line: Line) -> float:
    """Return where the words begin behind a bullet or number."""
    match = _MARKER.match(line.text)
    if match is None:
        return line.x0
    visible = [glyph for glyph in line.glyphs if glyph.char.strip()]
    marker = len("".join(match.group().split())) - 1
    return visible[min(marker, len(visible) - 1)].x0


def _begins_item(before: Line, text: str) -> bool:
    if _BULLET.match(text):
        return True
    return bool(_MARKER.match(text)) and bool(_SENTENCE_END.search(before.text))


def _is_full(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of the next line would not have fitted on the line before."""
    word = line.text.split()[0]
    width = (line.x1 - line.x0) / max(len(line.text), 1)
    return before.x1 + width * (len(word) + 1) > right - width


def _is_bold_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    bold = all(line.style.bold for line in paragraph.lines)
    short = len(text) <= _LONGEST_HEADING and not _SENTENCE_END.search(text)
    return bold and short and paragraph.is_heading_place and any(map(str.isalpha, text))


def _inline(paragraph: Paragraph) -> str:
    glyphs: list[Marked] = []
    for number, line in enumerate(paragraph.lines):
        if number and not _HYPHENATED.search(paragraph.lines[number - 1].text):
            glyphs.append((" ", glyphs[-1][1]))
        glyphs += [(glyph.char, (glyph.style.bold, glyph.style.italic)) for glyph in line.glyphs]
    parts = []
    for (bold, italic), run in groupby(
        _with_spaces_of_neighbours(glyphs), key=lambda pair: pair[1]
    ):
        text = escape("".join(char for char, _ in run), quote=False)
        text = f"<em>{text}</em>" if italic and text.strip() else text
        parts.append(f"<strong>{text}</strong>" if bold and text.strip() else text)
    whole = re.sub(r"(\s+)((?:</(?:em|strong)>)+)", r"\2\1", "".join(parts))
    return re.sub(r"\s+", " ", whole).strip()


Marked = tuple[str, tuple[bool, bool]]


def _with_spaces_of_neighbours(glyphs: list[Marked]) -> list[Marked]:
    """A space takes the style of the character before it, so that words stay in one run."""
    out: list[Marked] = []
    for char, style in glyphs:
        out.append((char, out[-1][1] if out and not char.strip() else style))
    return out
