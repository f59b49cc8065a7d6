"""The HTML tree in its simplest form: a flat run of blocks, inline content only inside them."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from approvals.sanitising import BLOCK_WRAPPERS, SAME_MEANING, is_too_deep
from core.errors import UploadRefused

Element = Any  # lxml elements carry no types

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    {*HEADINGS, "p", "ul", "ol", "table", "blockquote", "pre", "figure", "hr"},
)
_CONTAINERS = BLOCK_WRAPPERS | {"body", "html", "dl", "hgroup", "menu", "search", "dialog"}
_HOLDERS = frozenset({"li", "td", "th", "figcaption", "caption", "blockquote", "figure"})
_SEPARATE = BLOCKS | BLOCK_WRAPPERS | {"br", "li", "td", "th", "tr", "caption", "figcaption", "img"}
_SILENT = frozenset({"script", "style", "template", "noscript", "head", "title", "meta", "link"})
_BREAK = object()
# What a tree cannot hold at all; characters that are merely invisible are counted at the door.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,6}|\d{1,7});?")
_FIRST_CHARACTER, _WHITE = 0x20, frozenset({0x09, 0x0A, 0x0D})
_SPACE = re.compile(r"[ \t\r\n\f]+")


def parse(html: str) -> Element:
    """Return a `div` holding the parsed fragment or document, in simplest form."""
    root = loose_parse(html)
    arrange(root)
    return root


def loose_parse(html: str) -> Element:
    """Return a `div` holding the parsed fragment or document as it stands.

    Refuses FILE_BROKEN when elements are nested beyond reason.
    """
    if is_too_deep(html):
        raise UploadRefused("FILE_BROKEN")
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    text = _REFERENCE.sub(_without_control, _CONTROL.sub("", html))
    return lxml.html.fragment_fromstring(
        f"<div>{text}</div>" if text else "<div></div>", create_parent="div", parser=parser
    )


def _without_control(match: re.Match[str]) -> str:
    digits = match.group(1)
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return "" if code < _FIRST_CHARACTER and code not in _WHITE else match.group()


def serialise(root: Element) -> str:
    """Return the HTML inside `root`."""
    inner = [_escaped(root.text or "")]
    inner += [lxml.html.tostring(child, encoding="unicode") for child in root]
    return "\n".join(part for part in inner if part.strip())


def outer_html(element: Element) -> str:
    """Return an element with its tag as HTML."""
    return str(lxml.html.tostring(element, encoding="unicode", with_tail=False))


def text_of(element: Element) -> str:
    """Return the words of an element, on one line, cells and line breaks parted by a space."""
    parts: list[str] = []
    for node in element.iter():
        if node is not element and node.tag in _SEPARATE:
            parts.append(" ")
        if isinstance(node.tag, str) and node.text:
            parts.append(node.text)
        if node is not element and node.tail:
            parts.append(node.tail)
    return _SPACE.sub(" ", "".join(parts)).strip()


def make(tag: str, text: str = "", **attributes: str) -> Element:
    """Return a new element."""
    element = lxml.html.Element(tag, **attributes)
    element.text = text or None
    return element


def arrange(root: Element) -> None:
    """Rebuild `root`: wrappers open up, loose text becomes paragraphs, empty blocks go."""
    _rename(root)
    _rebuild(root, loose_as_paragraphs=True)
    holders = [element for element in root.iter() if element.tag in _HOLDERS]
    for holder in reversed(holders):
        if any(_opens_up(child) or child.tag in BLOCKS for child in holder):
            _rebuild(holder, loose_as_paragraphs=False)
    _drop_empty(root)
    _tighten(root)


def _tighten(root: Element) -> None:
    """An item that is one paragraph needs no paragraph."""
    for item in root.iter("li"):
        if len(item) == 1 and item[0].tag == "p" and not (item.text or "").strip():
            paragraph = item[0]
            item.text = paragraph.text
            item[:] = list(paragraph)


def _rename(root: Element) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            remove(element, keep_tail=True)
        elif element.tag == "dt":
            _wrap_inside(element, "strong")
        elif element.tag != "h1" and element.tag in SAME_MEANING:
            element.tag = SAME_MEANING[element.tag]


def _wrap_inside(element: Element, tag: str) -> None:
    inner = make(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def _opens_up(element: Element) -> bool:
    """Whether an element is a mere wrapper: a container, or an inline element around blocks."""
    if element.tag in _CONTAINERS:
        return True
    if element.tag in BLOCKS or element.tag in _HOLDERS:
        return element.tag == "p" and any(child.tag in BLOCKS for child in element)
    return any(node.tag in BLOCKS or node.tag in _CONTAINERS for node in element.iterdescendants())


def _pieces(element: Element) -> Iterator[Any]:
    """Yield text, elements and breaks in reading order, wrappers opened."""
    stack: list[Any] = [*reversed(list(element)), element.text or ""]
    while stack:
        piece = stack.pop()
        if piece is _BREAK or isinstance(piece, str):
            yield piece
            continue
        tail, piece.tail = piece.tail or "", None
        if _opens_up(piece):
            stack += [tail, _BREAK, *reversed(list(piece)), piece.text or "", _BREAK]
        else:
            yield piece
            stack.append(tail)


def _rebuild(parent: Element, *, loose_as_paragraphs: bool) -> None:
    pieces = list(_pieces(parent))
    for child in list(parent):
        parent.remove(child)
    parent.text = None
    runs = _Runs()
    for piece in pieces:
        runs.add(piece)
    _fill(parent, runs.closed(), loose_as_paragraphs=loose_as_paragraphs)


class _Runs:
    """Groups pieces: a block stands alone, inline pieces between blocks form one run."""

    def __init__(self) -> None:
        self.groups: list[Any] = []
        self._open: list[Any] = []

    def add(self, piece: Any) -> None:
        if piece is _BREAK:
            self._close()
        elif not isinstance(piece, str) and (piece.tag in BLOCKS or piece.tag in _HOLDERS):
            self._close()
            self.groups.append(piece)
        else:
            self._open.append(piece)
            if self._ends_in_two_breaks():
                self._close()

    def closed(self) -> list[Any]:
        self._close()
        return self.groups

    def _close(self) -> None:
        run, self._open = self._open, []
        while run and _is_blank(run[0]):
            run.pop(0)
        while run and _is_blank(run[-1]):
            run.pop()
        if run:
            self.groups.append(run)

    def _ends_in_two_breaks(self) -> bool:
        tail = [
            piece for piece in self._open[-4:] if not (isinstance(piece, str) and not piece.strip())
        ]
        return len(tail) > 1 and all(getattr(piece, "tag", "") == "br" for piece in tail[-2:])


def _is_blank(piece: Any) -> bool:
    return not piece.strip() if isinstance(piece, str) else bool(piece.tag == "br")


def _fill(parent: Element, groups: list[Any], *, loose_as_paragraphs: bool) -> None:
    blocks = [group for group in groups if not isinstance(group, list)]
    runs = len(groups) - len(blocks)
    tight = runs <= 1 and all(block.tag in {"ul", "ol", "img"} for block in blocks)
    for number, group in enumerate(groups):
        if not isinstance(group, list):
            parent.append(group)
        elif not loose_as_paragraphs and tight and number == 0:
            _put_inline(parent, group)
        else:
            paragraph = make("p")
            _put_inline(paragraph, group)
            parent.append(paragraph)


def _put_inline(parent: Element, run: list[Any]) -> None:
    for piece in run:
        if not isinstance(piece, str):
            parent.append(piece)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        else:
            parent.text = (parent.text or "") + piece


def remove(element: Element, *, keep_tail: bool = True) -> None:
    """Take an element out of its tree; its tail stays where it was."""
    parent = element.getparent()
    if parent is None:
        return
    if keep_tail and element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _drop_empty(root: Element) -> None:
    for element in reversed(
        list(root.iter(*HEADINGS, "p", "li", "ul", "ol", "strong", "em", "u", "a"))
    ):
        if not len(element) and not (element.text or "").strip():
            if element.tag in {"strong", "em", "u", "a"} and element.text:
                element.tail = element.text + (element.tail or "")
            remove(element)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unwrap(element: Element) -> None:
    """Replace an element by its content."""
    element.drop_tag()
