"""A body as lines that know where they stand: chapter, article, clause, point; table and row."""

import re
from dataclasses import dataclass, field, replace
from html import unescape

from approvals.diffing.model import Place

LONGEST_LINE = 2_000
_TOKEN = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>|([^<]+|<)""")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")
_SPACES = re.compile(r"\s+")
_INLINE = frozenset({"a", "code", "em", "s", "strong", "sub", "sup", "u"})
_STYLED = _INLINE | {"h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "th", "li"}
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NUMBER = r"(?:[IVXLC]+|\d+)[a-zđ]?"
_DIVISION = re.compile(rf"(phần|chương|mục|phụ lục)\s+({_NUMBER})(?=[\s.:\-–]|$)", re.IGNORECASE)
_ARTICLE = re.compile(r"Điều\s+(\d+[a-zđ]?)\s*(?:[.:]|$)")
_CLAUSE = re.compile(r"(\d{1,3})[.)]\s")
_POINT = re.compile(r"([a-zđ]{1,2})\)\s")
_DIVISIONS = {"phần": "part", "chương": "chapter", "mục": "section", "phụ lục": "appendix"}
_BELOW = {
    "appendix": ("part", "chapter", "section", "article", "clause", "point", "heading"),
    "part": ("chapter", "section", "article", "clause", "point", "heading"),
    "chapter": ("section", "article", "clause", "point", "heading"),
    "section": ("article", "clause", "point", "heading"),
    "heading": ("article", "clause", "point"),
    "article": ("clause", "point", "heading"),
    "clause": ("point",),
    "point": (),
}
_SHORT = 60


@dataclass(frozen=True)
class Line:
    """One line of a text: its words, its cells where it is a row, its place and its styling."""

    text: str
    place: Place = ()
    cells: tuple[str, ...] = ()
    style: str = ""


def lines_of(html: str) -> list[Line]:
    """Return the lines of a sanitised body, in reading order."""
    reader = _Reader()
    for closing, name, attributes, text in _TOKEN.findall(html):
        if name:
            reader.tag(name.lower(), closed=bool(closing), attributes=attributes)
        else:
            reader.words(unescape(text))
    reader.flush()
    return [part for line in reader.lines for part in _parts(line)]


def plain_lines(text: str) -> list[Line]:
    """Return the lines of a field without markup."""
    lines = (Line(line) for line in text.split("\n") if line.strip())
    return [part for line in lines for part in _parts(line)]


def _parts(line: Line) -> list[Line]:
    """Cut a line that is very long at its sentences."""
    if line.cells or len(line.text) <= LONGEST_LINE:
        return [line]
    return [replace(line, text=part) for part in _SENTENCE_END.split(line.text) if part.strip()]


@dataclass
class _Reader:
    """Walks the markup once; `place` holds the number of each open division."""

    lines: list[Line] = field(default_factory=list)
    place: dict[str, str] = field(default_factory=dict)
    lists: list[list[str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    style: list[str] = field(default_factory=list)
    cells: list[str] | None = None
    link: str = ""
    heading: bool = False
    paragraph: int = 0
    table: int = 0
    row: int = 0
    preformatted: bool = False

    def words(self, text: str) -> None:
        """Take words as they stand."""
        if self.preformatted and self.cells is None:
            first, *rest = text.split("\n")
            self.text.append(first)
            for line in rest:
                self.flush()
                self.text.append(line)
        else:
            self.text.append(_SPACES.sub(" ", text))

    def tag(self, name: str, *, closed: bool, attributes: str) -> None:
        """Take a tag: the end of a line or of a cell, a picture, a list's number, or styling."""
        if name not in _INLINE and name != "img":
            self._boundary(name, closed=closed)
        if name in _STYLED:
            self.style.append(f"{'/' * closed}{name}@{sum(map(len, self.text))}")
        given = dict(_ATTRIBUTE.findall(attributes))
        if name == "a":
            self._link(unescape(given.get("href", "")), closed=closed)
        elif name == "img":
            self.text.append(f"[{unescape(given.get('alt', ''))} · {given.get('src', '')}]")
        elif name in {"ol", "ul"}:
            self._list(name, given, closed=closed)
        elif name == "li" and not closed:
            self._item()

    def flush(self) -> None:
        """End the line and note where it stood."""
        text, style = "".join(self.text).strip(), " ".join(self.style)
        self.text, self.style = [], []
        if text:
            self.paragraph += 1
            self._enter(text)
            self.lines.append(Line(text, self._here(), style=style))

    def _boundary(self, name: str, *, closed: bool) -> None:
        if self.cells is not None and name not in {"td", "th", "tr", "table"}:
            self.text.append(" ")
            return
        if name in {"td", "th"} and closed and self.cells is not None:
            self.cells.append(_SPACES.sub(" ", "".join(self.text)).strip())
            self.text = []
        elif name == "tr":
            self._row(closed=closed)
        else:
            self.flush()
        if name == "table" and not closed:
            self.table, self.row = self.table + 1, 0
        self.heading = name in _HEADINGS and not closed
        self.preformatted = name == "pre" and not closed

    def _row(self, *, closed: bool) -> None:
        if not closed:
            self.flush()
            self.cells, self.row = [], self.row + 1
            return
        cells, style = tuple(self.cells or ()), " ".join(self.style)
        self.cells, self.text, self.style = None, [], []
        if any(cells):
            place = (*self._here(), ("table", str(self.table)), ("row", str(self.row)))
            self.lines.append(Line(" │ ".join(cells), place, cells, style))

    def _link(self, address: str, *, closed: bool) -> None:
        if closed and self.link and self.link not in "".join(self.text):
            self.text.append(f" ({self.link})")
        self.link = "" if closed else address

    def _list(self, name: str, given: dict[str, str], *, closed: bool) -> None:
        if closed:
            self.lists = self.lists[:-1]
            return
        start = given.get("start", "1").lstrip("-")
        explicit = "yes" if given.keys() & {"start", "type"} else ""
        kind = given.get("type", "1") if name == "ol" else ""
        self.lists.append([kind, str(int(start or 1) - 1), explicit])

    def _item(self) -> None:
        """Number an item; where the text sets the number itself, it is part of the words."""
        if not self.lists or not self.lists[-1][0]:
            return
        kind, count, explicit = self.lists[-1]
        number = int(count) + 1
        letter = kind in "aA" and number <= 26  # noqa: PLR2004  the letters there are
        mark = chr(ord(kind) + number - 1) if letter else str(number)
        self.lists[-1] = [kind, str(number), ""]
        if self.place.get("article"):
            self._set("point" if kind in "aA" or len(self.lists) > 1 else "clause", mark)
        if explicit:
            self.text.append(f"{mark}{')' if letter else '.'} ")

    def _enter(self, text: str) -> None:
        if found := _ARTICLE.match(text):
            self._set("article", found[1])
        elif len(text) <= LONGEST_LINE // 8 and (found := _DIVISION.match(text)):
            self._set(_DIVISIONS[found[1].lower()], found[2])
        elif self.heading:
            self._set("heading", text[:_SHORT])
        elif self.place.get("article"):
            for kind, pattern in (("clause", _CLAUSE), ("point", _POINT)):
                if found := pattern.match(text):
                    self._set(kind, found[1])

    def _set(self, kind: str, number: str) -> None:
        if kind == "appendix":
            self.place = {}
        self.place[kind] = number
        for lower in _BELOW[kind]:
            self.place.pop(lower, None)

    def _here(self) -> Place:
        """Return the place in the fewest names: articles are counted through all chapters."""
        here = self.place
        outer = ("appendix",) if "article" in here else ("appendix", "part", "chapter", "section")
        inner = ("article", "clause", "point") if "article" in here else ("heading",)
        found = tuple((kind, here[kind]) for kind in (*outer, *inner) if kind in here)
        return found or (("paragraph", str(self.paragraph)),)
