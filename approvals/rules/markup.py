"""Reading sanitised HTML for the rules: its text, headings, pictures, tables and links."""

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree, html

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    {*_HEADINGS, "p", "li", "td", "th", "tr", "div", "br", "blockquote", "caption", "pre", "dt"}
    | {"dd", "figcaption", "table", "ul", "ol", "section", "article"}
)


@dataclass(frozen=True)
class Page:
    """A parsed body; `tree` is read, never changed."""

    tree: html.HtmlElement

    def text(self) -> str:
        """Return the text, one line a block."""
        pieces: list[str] = []
        for event, element in etree.iterwalk(self.tree, events=("start", "end", "comment")):
            if element.tag in _BLOCKS:
                pieces.append("\n")
            pieces.append((element.text if event == "start" else element.tail) or "")
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def headings(self) -> list[tuple[int, str]]:
        """Return (level, text) of each heading that has text, in reading order."""
        found = [(int(h.tag[1]), text_of(h)) for h in self.tree.iter(*_HEADINGS)]
        return [(level, text) for level, text in found if text]

    def elements(self, tag: str) -> list[html.HtmlElement]:
        """Return the elements named `tag`, in reading order."""
        return list(self.tree.iter(tag))


@lru_cache(maxsize=8)
def parse(body_html: str) -> Page:
    """Parse a body; an empty or broken one gives a page without content."""
    return Page(html.fragment_fromstring(body_html or "", create_parent="div"))


def text_of(element: html.HtmlElement) -> str:
    """Return the text inside an element, white space collapsed."""
    return " ".join("".join(element.itertext()).split())
