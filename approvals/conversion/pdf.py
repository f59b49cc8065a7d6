"""PDF → HTML: paragraphs joined over lines and pages, headings, tables, pictures."""

import re
from collections import Counter
from dataclasses import replace
from hashlib import sha256

from approvals.conversion import pdf_layout, pdf_tables
from approvals.conversion.finishing import refuse_long_text
from approvals.conversion.pdf_layout import Measures, Paragraph
from approvals.conversion.pdf_pages import Page, PageImage, opened, read_page
from approvals.conversion.pdf_tables import Table
from approvals.conversion.shapes import Draft, NotCarried, RawPicture, Repair, Source

_SCANNED_SHARE = 0.5
_FEW_LETTERS = 20
_LEAST_SHARE = 0.004  # smaller pictures are ornaments
_MOST_SCANS = 40
_MACHINE_TITLE = re.compile(
    r"(?:microsoft word\b.*|untitled.*|document\d*|.*\.(?:docx?|pdf|html?|tmp))", re.IGNORECASE
)
Block = Paragraph | Table | PageImage


def read(source: Source) -> Draft:
    """Return a PDF as HTML; a PDF that only holds pictures of pages says SCANNED_PDF_ONLY.

    Refuses FILE_BROKEN, FILE_ENCRYPTED, TEXT_TOO_LONG. Reports progress page by page.
    """
    with opened(source.filename, source.data) as document:
        said = document.get_metadata_dict(skip_empty=True)
        attached = [
            document.get_attachment(n).get_name() for n in range(document.count_attachments())
        ]
        pages = _pages(document, source)
    scanned = [page.number for page in pages if _is_scan(page)]
    pages, tables = _without_tables(pages)
    pages, furniture = pdf_layout.without_furniture(pages)
    pages = [pdf_layout.with_markers_in_front(page) for page in pages]
    measures = pdf_layout.measure(pages)
    blocks = _blocks(pages, tables, measures)
    html, pictures = _html(blocks, measures, _repeated(pages), set(scanned))
    title = said.get("Title", "").strip()
    return Draft(
        html=html,
        spare_title="" if _MACHINE_TITLE.fullmatch(title) else title,
        metadata={"author_name": said["Author"]} if said.get("Author") else {},
        pictures=pictures,
        not_carried=_findings(pages, scanned, furniture, attached),
        repairs=(Repair("LINES_JOINED", _joined(blocks)),) if _joined(blocks) else (),
        words=_words(blocks),
    )


def _pages(document: object, source: Source) -> list[Page]:
    pages: list[Page] = []
    size, count = 0, len(document)  # type: ignore[arg-type] # the engine is not typed
    for number in range(count):
        pages.append(read_page(document, number))
        size += sum(len(line.glyphs) for line in pages[-1].lines)
        if size > source.limits.text_bytes:
            text = "\n".join(line.text for page in pages for line in page.lines)
            refuse_long_text(text, source.limits)
        if source.progress:
            source.progress(number + 1, count)
    return pages


def _is_scan(page: Page) -> bool:
    letters = sum(len(line.text) for line in page.lines)
    return letters < _FEW_LETTERS and any(image.share > _SCANNED_SHARE for image in page.images)


def _without_tables(pages: list[Page]) -> tuple[list[Page], list[list[Table]]]:
    """Return the pages with the lines outside their tables, and the tables of each page."""
    parted = [pdf_tables.find_tables(page) for page in pages]
    rest = [replace(page, lines=tuple(o)) for page, (_, o) in zip(pages, parted, strict=True)]
    return rest, [tables for tables, _ in parted]


def _blocks(pages: list[Page], tables: list[list[Table]], measures: Measures) -> list[Block]:
    """Return paragraphs, tables and pictures of all pages in reading order."""
    blocks: list[Block] = []
    for page, on_page in zip(pages, tables, strict=True):
        own: list[Block] = [*on_page, *page.images]
        own += _between(page, on_page, measures)
        own.sort(key=lambda block: block.top)
        if blocks and own:
            _join(blocks, own, measures)
        blocks += own
    return blocks


def _between(page: Page, tables: list[Table], measures: Measures) -> list[Paragraph]:
    """Return the paragraphs of a page, none of them reaching over a table."""
    found: list[Paragraph] = []
    edges = sorted(table.top for table in tables)
    for place in range(len(edges) + 1):
        above = edges[place - 1] if place else float("-inf")
        below = edges[place] if place < len(edges) else float("inf")
        part = [line for line in page.lines if above <= line.base < below]
        found += pdf_layout.paragraphs(page, part, measures) if part else []
    return found


def _join(blocks: list[Block], own: list[Block], measures: Measures) -> None:
    """Let a table or a paragraph go on over the page break."""
    before, after = blocks[-1], own[0]
    together: Block | None = None
    if isinstance(before, Table) and isinstance(after, Table):
        together = pdf_tables.continued(before, after)
    elif isinstance(before, Paragraph) and isinstance(after, Paragraph):
        together = pdf_layout.joined_over_page(before, after, measures)
    if together is not None:
        blocks[-1] = together
        del own[0]


def _repeated(pages: list[Page]) -> set[bytes]:
    """Return the digests of pictures that stand on several pages: logos and backgrounds."""
    counts = Counter(
        digest
        for page in pages
        for digest in {sha256(image.data).digest() for image in page.images if image.data}
    )
    return {digest for digest, count in counts.items() if count > 2}  # noqa: PLR2004


def _html(
    blocks: list[Block], measures: Measures, repeated: set[bytes], scanned: set[int]
) -> tuple[str, dict[str, RawPicture]]:
    parts: list[str] = []
    pictures: dict[str, RawPicture] = {}
    items: list[str] = []
    for block in blocks:
        item = pdf_layout.bullet(block, measures) if isinstance(block, Paragraph) else ""
        if item:
            items.append(f"<li>{item}</li>")
            continue
        if items:
            parts.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if isinstance(block, Paragraph):
            parts.append(pdf_layout.to_html(block, measures))
        elif isinstance(block, Table):
            parts.append(block.html())
        else:
            parts.append(_picture(block, pictures, repeated, scanned))
    if items:
        parts.append(f"<ul>{''.join(items)}</ul>")
    return "\n".join(parts), pictures


def _picture(
    image: PageImage, pictures: dict[str, RawPicture], repeated: set[bytes], scanned: set[int]
) -> str:
    known = not image.data or sha256(image.data).digest() in repeated
    if known or image.share < _LEAST_SHARE or len(pictures) >= _MOST_SCANS:
        return ""
    number = len(pictures) + 1
    name = f"pdf-picture-{number}"
    page_scan = image.share > _SCANNED_SHARE and len(scanned) >= number
    pictures[name] = RawPicture(image.data, f"trang-{number}" if page_scan else f"hinh-{number}")
    return f'<figure><img src="{name}"></figure>'


def _findings(
    pages: list[Page], scanned: list[int], furniture: list[str], attached: list[str]
) -> tuple[NotCarried, ...]:
    found = [NotCarried("PAGE_FURNITURE", text[:200]) for text in furniture]
    found += [NotCarried("EMBEDDED_OBJECT", name) for name in attached]
    if scanned and len(scanned) == len(pages):
        found.append(NotCarried("SCANNED_PDF_ONLY", str(len(pages))))
    elif scanned:
        found.append(NotCarried("SCANNED_PAGES", ", ".join(map(str, scanned))))
    lost = sum(not image.data for page in pages for image in page.images)
    if lost:
        found.append(NotCarried("PICTURE_FORMAT", f"{lost}"))
    return tuple(found)


def _joined(blocks: list[Block]) -> int:
    return sum(len(block.lines) - 1 for block in blocks if isinstance(block, Paragraph))


def _words(blocks: list[Block]) -> str:
    parts = (
        block.text if isinstance(block, Paragraph) else block.words()
        for block in blocks
        if not isinstance(block, PageImage)
    )
    return "\n".join(parts)
