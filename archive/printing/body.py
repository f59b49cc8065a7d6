"""The item's body made fit for the printed record: headings, pictures, links and tables."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urljoin

import lxml.html
from lxml import etree

from archive.printing.labels import word
from archive.printing.pictures import UnreadablePicture, printable_picture
from archive.printing.tables import prepare_table

Element = Any  # lxml brings no types
Pictures = dict[str, tuple[bytes, str]]

FIRST_HEADING = 4  # the record has h1, its sections h2, the item's title h3
LAST_HEADING = 6
MAX_DEPTH = 30
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DROPPED = ("class", "style", "width", "height", "align", "bgcolor", "border", "lang", "dir")
UNWANTED = ("script", "style", "iframe", "object", "embed", "form", "input", "button", "link")
SAFE_SCHEMES = ("http", "https", "mailto", "tel")
URL_SAFE = "%/:=&?~#+!$,;'@()*[]"


class Body:
    """Prepares one body; `pictures` holds what its images need, `html` is the result."""

    def __init__(
        self,
        html: str,
        *,
        language: str,
        base_url: str,
        attachments: list[dict[str, str]],
        load: Callable[[str], bytes],
    ) -> None:
        self.pictures: Pictures = {}
        self._language = language
        self._base_url = base_url
        self._attachments = {item["file_name"]: item for item in attachments}
        self._load = load
        parser = lxml.html.HTMLParser(huge_tree=True)  # without it, deep nesting loses its text
        root = lxml.html.fragment_fromstring(html, create_parent="div", parser=parser)
        self._prepare(root)
        self.html: str = (root.text or "") + "".join(
            lxml.html.tostring(child, encoding="unicode") for child in root
        )

    def _prepare(self, root: Element) -> None:
        etree.strip_elements(root, etree.Comment, etree.PI, *UNWANTED, with_tail=False)
        flatten(root)
        for element in root.iter():
            for name in DROPPED:
                element.attrib.pop(name, None)
        number_headings(root)
        for link in list(root.iter("a")):
            self._link(link)
        for image in list(root.iter("img")):
            self._image(image)
        for table in reversed(list(root.iter("table"))):
            prepare_table(table)

    def _link(self, link: Element) -> None:
        target = link.get("href", "").strip()
        anchor = target.startswith("#") and link.getroottree().xpath(
            "boolean(//*[@id=$name])", name=target[1:]
        )
        if not anchor:
            target = urljoin(self._base_url, target) if target[:1] not in ("", "#") else ""
        if not anchor and target.partition(":")[0].lower() not in SAFE_SCHEMES:
            target = ""
        if not target or not _has_content(link):
            link.drop_tag()
            return
        link.set("href", quote(target, safe=URL_SAFE))

    def _image(self, image: Element) -> None:
        name = re.sub(r"^(\./)?attachments/", "", image.get("src", ""))
        known = self._attachments.get(name, {})
        text = _first(image.get("alt"), known.get("alt_text"), known.get("caption"))
        try:
            self.pictures[f"attachments/{name}"] = printable_picture(self._load(name))
        except (LookupError, OSError, UnreadablePicture):
            self._replace_by_words(image, text or name)
            return
        image.attrib.clear()
        image.set("src", f"attachments/{quote(name)}")
        image.set("alt", text or word("picture", self._language))

    def _replace_by_words(self, image: Element, text: str) -> None:
        note = etree.Element("em")
        note.text = f"[{word('picture_lost', self._language)}: {text}]"
        note.tail = image.tail
        image.getparent().replace(image, note)


def flatten(root: Element) -> None:
    """Unwrap what is nested deeper than any layout can follow; its text stays where it is."""
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
    for element in [inner for top in level for inner in top.iterdescendants()]:
        element.drop_tag()


def number_headings(root: Element) -> None:
    """Put headings under the item's title so that no level is skipped; empty ones are plain."""
    open_levels: list[int] = []
    for heading in list(root.iter(*HEADINGS)):
        if not _has_content(heading):
            heading.tag = "p"
            continue
        level = int(heading.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        heading.tag = f"h{min(FIRST_HEADING + len(open_levels) - 1, LAST_HEADING)}"


def _has_content(element: Element) -> bool:
    return bool("".join(element.itertext()).strip()) or element.find(".//img") is not None


def _first(*texts: str | None) -> str:
    return next((text.strip() for text in texts if text and text.strip()), "")
