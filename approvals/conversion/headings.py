"""Headings of the tree: found in legal texts, brought into an unbroken outline from h2 down."""

from approvals.conversion.blocks import HEADINGS, Element, make, remove, text_of
from approvals.conversion.legal import division, is_capitals, run_in_article, unglued
from approvals.conversion.shapes import Repair

_RANK = "data-rank"
_TOP, _DEEPEST = 2, 6
_LONGEST_NAME = 200
_KNOWN_RANKS = frozenset(map(str, range(7, 30)))  # anything else was in the file itself


def outline(root: Element) -> list[Repair]:
    """Recognise legal headings, then number all levels from h2 without a gap; say what changed."""
    glued = _split_glued(root)
    recognised = _recognise(root)
    moved = _level(root)
    found = [
        Repair("LINE_BREAK_RESTORED", glued),
        Repair("HEADINGS_RECOGNISED", recognised),
        Repair("HEADING_LEVELS", moved),
    ]
    return [repair for repair in found if repair.count]


def mark(element: Element, rank: int) -> None:
    """Make an element a heading of `rank` (1 to 6 as styled; above 9 legal divisions)."""
    element.tag = "h6"
    element.set(_RANK, str(rank))


def _recognise(root: Element) -> int:
    """Turn paragraphs that are legal headings into headings; return how many."""
    recognised = 0
    blocks = list(root)
    for number, block in enumerate(blocks):
        if block.tag != "p" or block.getparent() is None:
            continue
        found = division(text_of(block)) if block.find(".//img") is None else None
        if found is None:
            _embolden_article(block)
            continue
        text = found.text
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if found.name_follows and _is_name(following):
            text = f"{text} {text_of(following)}"
            remove(following)
        block[:] = []
        block.text = text
        mark(block, found.rank)
        recognised += 1
    return recognised


def _is_name(block: Element | None) -> bool:
    if block is None or block.tag != "p":
        return False
    text = text_of(block)
    return len(text) <= _LONGEST_NAME and is_capitals(text) and division(text) is None


def _embolden_article(block: Element) -> None:
    """`Điều 5. Quyết định này có hiệu lực…` keeps its line and gets a bold label."""
    label = run_in_article(block.text or "")
    if label:
        strong = make("strong", label)
        strong.tail = (block.text or "")[len(label) :]
        block.text = None
        block.insert(0, strong)


def _split_glued(root: Element) -> int:
    """Give a division that hangs behind the full stop of a paragraph or last list item its own."""
    split = 0
    for block in list(root):
        holder = _last_holder(block)
        if holder is None:
            continue
        last = holder[-1] if len(holder) else None
        text = (holder.text if last is None else last.tail) or ""
        pieces, count = unglued(text)
        if not count:
            continue
        if last is None:
            holder.text = pieces[0]
        else:
            last.tail = pieces[0]
        place = block
        for piece in pieces[1:]:
            place.addnext(paragraph := make("p", piece.strip()))
            place = paragraph
        split += count
    return split


def _last_holder(block: Element) -> Element | None:
    """Return the element that holds the last words of a paragraph or list."""
    if block.tag == "p":
        return block
    while block.tag in {"ul", "ol", "li"}:
        if not len(block) or (block.tag == "li" and block[-1].tag not in {"ul", "ol", "p"}):
            return block if block.tag == "li" else None
        if block.tag == "li" and (block[-1].tail or "").strip():
            return block
        block = block[-1]
    return block if block.tag == "p" else None


def _level(root: Element) -> int:
    """Write each heading's place in the outline as its level; return how many moved."""
    above: list[int] = []
    moved = 0
    for heading in root.iter(*HEADINGS):
        if heading.getparent() is not root:
            _demote(heading)
            continue
        rank = _rank(heading)
        while above and above[-1] >= rank:
            above.pop()
        level = f"h{min(_TOP + len(above), _DEEPEST)}"
        above.append(rank)
        moved += rank <= _DEEPEST and heading.tag != level
        heading.tag = level
    return moved


def _rank(heading: Element) -> int:
    given = heading.attrib.pop(_RANK, "")
    return int(given) if given in _KNOWN_RANKS else int(heading.tag[1])


def _demote(heading: Element) -> None:
    """A heading inside a cell, an item or a quotation is bold text there."""
    heading.attrib.pop(_RANK, None)
    strong = make("strong")
    strong.text, heading.text = heading.text, None
    strong.extend(list(heading))
    heading.append(strong)
    heading.tag = "p"
