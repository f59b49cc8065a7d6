"""The approved text made ready for a page: anchors, contents, tables; words stay as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext
from lxml import html
from lxml.html import HtmlElement

from publishing.rendering.addresses import slug

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
CONTENTS_FROM = 4
CONTENTS_UP_TO = 80
# The sanitiser at the door lets none of these in; a page does not rely on one lock alone.
ACTIVE = ("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link")
URL_ATTRIBUTES = ("href", "src", "srcset", "action", "formaction", "data", "poster")
NO_SIZES: Mapping[str, tuple[int, int]] = MappingProxyType({})
SAFE_SCHEMES = ("http", "https", "mailto", "tel")


@dataclass(frozen=True)
class Anchor:
    """A heading in the table of contents; `level` 1 is the outermost."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Body:
    """The text of an item as its page shows it, with the headings that lead into it."""

    html: str
    contents: tuple[Anchor, ...]


def prepare(
    source: str,
    *,
    attachments: str = "attachments/",
    sizes: Mapping[str, tuple[int, int]] = NO_SIZES,
) -> Body:
    """Return sanitised `source` as page HTML; pictures are looked up under `attachments`.

    `sizes` keeps the place of a picture while it loads, so that no line moves under a reader.
    """
    if not source.strip():
        return Body("", ())
    root = html.fragment_fromstring(source, create_parent="div")
    _disarm(root)
    _lower_headings(root)
    anchors = tuple(_anchor_headings(root))
    _wrap_tables(root)
    _empty_headers_are_cells(root)
    _settle_pictures(root, attachments, sizes)
    return Body(_inner(root), _contents(anchors))


def _inner(root: HtmlElement) -> str:
    children = (html.tostring(child, encoding="unicode") for child in root)
    return html_escape(root.text or "") + "".join(children)


def _contents(anchors: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
    """Take as many levels of headings as stay readable; a short text needs no contents."""
    levels = sorted({anchor.level for anchor in anchors})
    rank = {level: number for number, level in enumerate(levels, start=1)}
    ranked = tuple(Anchor(one.id, one.text, rank[one.level]) for one in anchors)
    for depth in range(len(levels), 0, -1):
        taken = tuple(one for one in ranked if one.level <= depth)
        if len(taken) <= CONTENTS_UP_TO:
            return taken if len(taken) >= CONTENTS_FROM else ()
    return ()


def html_escape(text: str) -> str:
    """Return loose text between elements as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _disarm(root: HtmlElement) -> None:
    for element in list(root.iter(*ACTIVE)):
        element.drop_tree()
    for element in root.iter(html.etree.Element):
        for name in list(element.attrib):
            if name == "style" or name.startswith("on") or _leads_astray(name, element):
                del element.attrib[name]


def _leads_astray(name: str, element: HtmlElement) -> bool:
    if name not in URL_ATTRIBUTES:
        return False
    address = "".join(element.attrib[name].split()).lower()
    scheme, colon, _ = address.partition(":")
    return bool(colon) and scheme.isalpha() and scheme not in SAFE_SCHEMES


def _lower_headings(root: HtmlElement) -> None:
    """The title is the page's only first-level heading; a text that has its own moves down."""
    if root.find(".//h1") is None:
        return
    for element in root.iter("h1", "h2", "h3", "h4", "h5"):
        element.tag = f"h{int(element.tag[1]) + 1}"


def _anchor_headings(root: HtmlElement) -> Iterator[Anchor]:
    taken: set[str] = set()
    for element in root.iter(*HEADINGS):
        text = " ".join(element.text_content().split())
        if not text:
            continue
        name = base = slug(text)[:60].strip("-") or "muc"
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        element.set("id", name)
        yield Anchor(name, text, int(element.tag[1]))


def _empty_headers_are_cells(root: HtmlElement) -> None:
    """A header that says nothing names nothing: it is read out as a plain cell (WCAG 1.3.1)."""
    for header in list(root.iter("th")):
        if not (header.text_content() or "").strip() and not len(header):
            header.tag = "td"
            header.attrib.pop("scope", None)


def _wrap_tables(root: HtmlElement) -> None:
    """Wide tables scroll in their own box, which the keyboard can reach (WCAG 1.4.10, 2.1.1)."""
    tables = [table for table in root.iter("table") if not _inside_table(table)]
    for number, table in enumerate(tables, start=1):
        for cell in table.iterfind(".//th"):
            scope = "row" if _begins_a_row_of_data(cell) else "col"
            cell.set("scope", cell.get("scope") or scope)
        box = html.Element("div", {"class": "table-scroll", "role": "region", "tabindex": "0"})
        caption = table.find("caption")
        title = " ".join(caption.text_content().split()) if caption is not None else ""
        name = gettext("Bảng %(number)s") % {"number": number}
        box.set("aria-label", f"{name}: {title}" if title else name)
        box.tail, table.tail = table.tail, None
        table.getparent().replace(table, box)
        box.append(table)


def _inside_table(table: HtmlElement) -> bool:
    return next(table.iterancestors("table"), None) is not None


def _begins_a_row_of_data(cell: HtmlElement) -> bool:
    row = cell.getparent()
    return row is not None and row[0] is cell and row.find("td") is not None


def _settle_pictures(
    root: HtmlElement, attachments: str, sizes: Mapping[str, tuple[int, int]]
) -> None:
    for element in root.iter("img", "a", "source", "audio", "video"):
        for name in ("src", "href"):
            address = element.get(name, "")
            if address.startswith("attachments/"):
                element.set(name, attachments + address.removeprefix("attachments/"))
    for picture in root.iter("img"):
        size = sizes.get(picture.get("src", "").rpartition("/")[2])
        if size and not picture.get("width"):
            picture.set("width", str(size[0]))
            picture.set("height", str(size[1]))
        picture.set("loading", "lazy")
        picture.set("decoding", "async")
        picture.set("alt", picture.get("alt", ""))
