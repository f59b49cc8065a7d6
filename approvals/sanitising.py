"""The door for HTML: what a body may hold, what falls away, and the repair of its characters."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import escape, unescape

import nh3

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
TAGS = frozenset(
    {
        *HEADINGS, "p", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "th",
        "td", "strong", "em", "u", "s", "sub", "sup", "blockquote", "a", "img", "figure",
        "figcaption", "hr", "br", "pre", "code",
    }
)  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},  # the numbers of clauses and points are part of the text of a law
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
DROPPED_WITH_CONTENT = frozenset({"script", "style", "template", "title", "noscript", "iframe"})
# Elements whose loss the author must hear about; styles and plain wrappers need no word.
REPORTED = frozenset(
    {
        "script", "iframe", "frame", "object", "embed", "applet", "video", "audio", "svg", "math",
        "canvas", "form", "input", "textarea", "select", "button",
    }
)  # fmt: skip
SAME_MEANING = {"h1": "h2", "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u"}
BLOCK_WRAPPERS = frozenset(
    {
        "div", "section", "article", "header", "footer", "main", "aside", "nav", "address",
        "center", "dt", "dd", "fieldset", "details", "summary", "form",
    }
)  # fmt: skip

_PICTURE = re.compile(r"attachments/[A-Za-z0-9][A-Za-z0-9._-]*")
_VALUES = {
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
    "type": re.compile(r"[1aAiI]"),
    "start": re.compile(r"-?\d{1,6}"),
    "src": _PICTURE,
} | dict.fromkeys(("colspan", "rowspan", "width", "height"), re.compile(r"\d{1,5}"))
_TOKEN = re.compile(r"""(<(?:[^"'<>]|"[^"]*"|'[^']*')*>)""")
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*)((?:[^"'<>]|"[^"]*"|'[^']*')*)>?""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_INLINE = frozenset(
    {"a", "code", "em", "s", "span", "strong", "sub", "sup", "u", "b", "i", "img", "font"}
)
# Void elements, and those that the next one of their kind closes.
_NEVER_NESTED = frozenset(
    {
        "area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "p",
        "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "a",
    }
)  # fmt: skip
_DEEPEST = 200
_LONGEST_REPORT = 200
_RENAMED = re.compile(
    rf"<(/?)({'|'.join((*SAME_MEANING, *BLOCK_WRAPPERS))})(?=[\s/>])", re.IGNORECASE
)
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|<br>)*</p>")
_PICTURE_WITHOUT_SOURCE = re.compile(r'<img(?![^>]* src=")[^>]*>')
_MOST_ROUNDS = 12

# Zero-width, bidirectional, soft-hyphen and other characters that nobody sees on the page.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class TextRepairs:
    """How many words were put into NFC, characters taken out, exotic spaces made plain."""

    not_nfc: int = 0
    controls: int = 0
    spaces: int = 0

    def __add__(self, other: "TextRepairs") -> "TextRepairs":
        return TextRepairs(
            self.not_nfc + other.not_nfc,
            self.controls + other.controls,
            self.spaces + other.spaces,
        )


@dataclass(frozen=True)
class Sanitised:
    """Clean HTML, a list of what had to go (`script`, `img:https://…`), and the text repairs."""

    html: str
    removed: tuple[str, ...] = ()
    text_repairs: TextRepairs = TextRepairs()


def repair_text(text: str) -> tuple[str, TextRepairs]:
    """Return `text` in NFC, without invisible characters, with plain spaces and line ends."""
    text = _LINE_ENDS.sub("\n", _SURROGATES.sub("\ufffd", text))
    text, controls = _INVISIBLE.subn("", text)
    text, spaces = _SPACES.subn(" ", text)
    if unicodedata.is_normalized("NFC", text):
        return text, TextRepairs(0, controls, spaces)
    words = text.split()
    not_nfc = sum(not unicodedata.is_normalized("NFC", word) for word in words)
    return unicodedata.normalize("NFC", text), TextRepairs(not_nfc, controls, spaces)


def sanitise(html: str) -> Sanitised:
    """Return `html` reduced to the allow-list, and what was lost; a second pass changes nothing.

    Never refuses. Design: HTML is sanitised by nh3 at the door.
    """
    html = _SURROGATES.sub("\ufffd", html)
    removed = _what_will_go(html)
    if is_too_deep(html):
        html = "".join(f"<p>{escape(line)}</p>" for line in plain_text(html).split("\n"))
        removed |= {"nesting"}
    html, repairs = _round(_as_allowed_tags(html))
    for _ in range(_MOST_ROUNDS):
        again, more = _round(html)
        if again == html:
            break
        html, repairs = again, repairs + more
    return Sanitised(html, tuple(sorted(removed)), repairs)


def plain_text(html: str) -> str:
    """Return the words of `html`, one line per block, cells parted by a tab."""
    parts: list[str] = []
    silent = preformatted = 0
    for place, token in enumerate(_TOKEN.split(_without_comments(html))):
        name = _tag_name(token) if place % 2 else ""
        if not name:
            kept = "" if silent or place % 2 else unescape(token)
            parts.append(kept if preformatted else re.sub(r"\s+", " ", kept))
            continue
        step = -1 if token.startswith("</") else 1
        silent = max(0, silent + step * (name in {"script", "style"}))
        preformatted = max(0, preformatted + step * (name == "pre"))
        parts.append(_boundary(name, ended=step < 0))
    lines = (" ".join(line.split(" ")).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def is_too_deep(html: str) -> bool:
    """Whether elements are nested deeper than any text needs; parsers take forever on that."""
    depth = 0
    opened: Counter[str] = Counter()
    for closing, name, _ in _TAG.findall(html):
        tag = name.lower()
        if tag in _NEVER_NESTED:
            continue
        step = -min(1, opened[tag]) if closing else 1
        opened[tag] += step
        depth += step
        if depth > _DEEPEST:
            return True
    return False


def _tag_name(token: str) -> str:
    match = re.match(r"</?([A-Za-z][A-Za-z0-9]*)", token)
    return match.group(1).lower() if match else ""


def _boundary(name: str, *, ended: bool) -> str:
    if name in {"td", "th"}:
        return "\t" if ended else ""
    return "" if name in _INLINE else "\n"


def _round(html: str) -> tuple[str, TextRepairs]:
    html = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_allowed_value,
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
    ).replace("&nbsp;", "\u00a0")
    html, repairs = _repaired(html)
    html = _PICTURE_WITHOUT_SOURCE.sub("", html)
    return _EMPTY_PARAGRAPH.sub("", html).strip(), repairs


def _repaired(html: str) -> tuple[str, TextRepairs]:
    whole, repairs = repair_text(html)
    if whole == html:
        return html, repairs
    parts, repairs = [], TextRepairs()
    for token in _TOKEN.split(html):  # apart: a mark after `>` must not melt with it
        repaired, found = repair_text(token)
        parts.append(repaired)
        repairs += found
    return "".join(parts), repairs


def _as_allowed_tags(html: str) -> str:
    def rename(match: re.Match[str]) -> str:
        name = match.group(2).lower()
        return f"<{match.group(1)}{SAME_MEANING.get(name, 'p')}"

    return _RENAMED.sub(rename, html)


def _allowed_value(_tag: str, name: str, value: str) -> str | None:
    pattern = _VALUES.get(name)
    if pattern is None:
        return value
    return value if pattern.fullmatch(value) else None


def _what_will_go(html: str) -> set[str]:
    """Name every element, attribute and address that the allow-list does not let in."""
    removed: set[str] = set()
    for _, name, attributes in _TAG.findall(_without_comments(html)):
        tag = name.lower()
        if tag in REPORTED:
            removed.add(tag)
        for key, *values in _ATTRIBUTE.findall(attributes):
            removed |= _refused_attribute(tag, key.lower(), unescape("".join(values)).strip())
    return removed


def _refused_attribute(tag: str, name: str, value: str) -> set[str]:
    if name.startswith("on"):
        return {f"attribute:{name}"}
    if (tag, name) == ("img", "src") and not _PICTURE.fullmatch(value):
        return {f"img:{value[:_LONGEST_REPORT]}"}
    if (tag, name) == ("a", "href") and not _is_safe_link(value):
        return {f"link:{value[:_LONGEST_REPORT]}"}
    return set()


def _is_safe_link(address: str) -> bool:
    as_browsers_read_it = re.sub(r"[\t\n\r]", "", _INVISIBLE.sub("", address))
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", as_browsers_read_it)
    return scheme is None or scheme.group(1).lower() in LINK_SCHEMES


def _without_comments(html: str) -> str:
    parts, place = [], 0
    while (start := html.find("<!--", place)) >= 0 and (end := html.find("-->", start)) >= 0:
        parts.append(html[place:start])
        place = end + len("-->")
    return "".join([*parts, html[place:]])
