"""HTML files → HTML: the main content of a page, with its title and metadata."""

import re

from approvals.conversion import blocks
from approvals.conversion.blocks import Element, text_of
from approvals.conversion.decoding import decode
from approvals.conversion.metadata import from_pairs
from approvals.conversion.plain import encoding_repair, unreadable
from approvals.conversion.shapes import Draft, NotCarried, Source
from approvals.sanitising import REPORTED
from core.errors import UploadRefused

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_META = {
    "dcterms.date": "date", "dc.date": "date", "article:published_time": "date",
    "dcterms.identifier": "so_hieu", "dc.identifier": "so_hieu",
    "dcterms.description": "description", "dc.description": "description",
    "description": "description", "og:description": "description",
    "dcterms.source": "source", "dc.source": "source",
    "dcterms.publisher": "co_quan", "dc.publisher": "co_quan",
    "author": "author", "dcterms.creator": "author", "dc.creator": "author",
}  # fmt: skip
_BESIDE = ("nav", "aside", "footer")
_NAVIGATION = "//*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='search']"
_SILENT = ("script", "style", "noscript", "template", "head", "title")


def read(source: Source) -> Draft:
    """Return the main content of a page; what stood around it is listed.

    Refuses FILE_BROKEN when there is no element at all.
    """
    declared = _CHARSET.search(source.data[:4096])
    decoded = decode(source.data, declared.group(1).decode("ascii") if declared else "")
    draft = from_html(decoded.text)
    return Draft(
        html=draft.html,
        title=draft.title,
        spare_title=draft.spare_title,
        metadata=draft.metadata,
        not_carried=(*unreadable(decoded), *draft.not_carried),
        repairs=encoding_repair(decoded),
    )


def from_html(text: str) -> Draft:
    """Return the draft of a page or fragment that is already text."""
    try:
        root = blocks.loose_parse(text)
    except (ValueError, AssertionError) as error:  # lxml: no element, or not to be parsed at all
        raise UploadRefused("FILE_BROKEN") from error
    spare_title, metadata, active = _page_title(root), _metadata(root), _active(text)
    main = _main(root)
    title = _title(main)
    beside = _words_beside(root, main)
    heading = next((h for h in main.iter("h1") if text_of(h) == title), None)
    if heading is not None and title:
        blocks.remove(heading)
    _drop_printed_date(main, metadata)
    return Draft(
        html=blocks.outer_html(main),
        title=title,
        spare_title=spare_title,
        metadata=metadata,
        not_carried=(*active, *beside),
    )


def _page_title(root: Element) -> str:
    return next((text_of(element) for element in root.iter("title")), "")


def _title(main: Element) -> str:
    """Return the heading of the page: marked as its title, or the only h1."""
    tops = list(main.iter("h1"))
    marked = [top for top in tops if "title" in (top.get("class") or "").split()]
    chosen = marked[:1] or (tops if len(tops) == 1 else [])
    return text_of(chosen[0]) if chosen else ""


def _metadata(root: Element) -> dict[str, str]:
    pairs = []
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").lower()
        if name in _META:
            pairs.append((_META[name], element.get("content") or ""))
    return from_pairs(pairs)


def _main(root: Element) -> Element:
    """Return the one main or article element, else everything but menus and footers."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and text_of(found[0]):
            return found[0]
    return root


def _words_beside(root: Element, main: Element) -> tuple[NotCarried, ...]:
    """Take menus, asides and footers out of `main`; say what words stay behind, all told."""
    for element in list(root.iter(*_SILENT)):
        blocks.remove(element)
    everything = text_of(root)
    for element in [*main.iter(*_BESIDE), *main.xpath(f".{_NAVIGATION}")]:
        if element is not main and element.getparent() is not None:
            blocks.remove(element)
    kept = text_of(main)
    lost = len(everything.split()) - len(kept.split())
    return (NotCarried("OUTSIDE_MAIN", str(lost)),) if lost > 0 else ()


def _drop_printed_date(main: Element, metadata: dict[str, str]) -> None:
    """A line that holds nothing but the date of the page's metadata is carried as metadata."""
    for paragraph in list(main.iter("p")):
        if "date" in (paragraph.get("class") or "") and text_of(paragraph) == metadata.get(
            "issued_on"
        ):
            blocks.remove(paragraph)


def _active(text: str) -> tuple[NotCarried, ...]:
    """Scripts and frames are named even when they stood outside the main content."""
    names = {name.lower() for name in re.findall(r"<([a-zA-Z]+)[\s>/]", text)} & REPORTED
    codes = {"script": "ACTIVE_CONTENT", "object": "ACTIVE_CONTENT", "embed": "ACTIVE_CONTENT"}
    return tuple(NotCarried(codes[name], f"<{name}>") for name in sorted(names) if name in codes)
