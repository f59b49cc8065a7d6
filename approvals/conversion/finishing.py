"""From a reader's draft to the result: pictures placed, headings, tables, title; then the door."""

import re
from dataclasses import replace

from approvals.conversion import blocks, metadata
from approvals.conversion.blocks import Element, text_of
from approvals.conversion.fidelity import lost_words
from approvals.conversion.headings import outline
from approvals.conversion.legal import division, type_name
from approvals.conversion.names import base_name, stem
from approvals.conversion.pictures import from_data_address, re_encode
from approvals.conversion.shapes import (
    Converted,
    Draft,
    Limits,
    NotCarried,
    Picture,
    RawPicture,
    Repair,
    Source,
)
from approvals.conversion.tables import tidy_tables
from approvals.sanitising import TextRepairs, plain_text, repair_text, sanitise
from core.errors import UploadTooLarge

_LONGEST_TITLE = 500
_SHORT_TITLE = 200
_LETTERHEAD = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|SỞ|BỘ|BAN|VĂN PHÒNG|CỘNG HÒA|TM\.|KT\.|TL\.|Số\s*:)\b"
)
_REMOVED = {
    "script": "ACTIVE_CONTENT",
    "object": "ACTIVE_CONTENT",
    "embed": "ACTIVE_CONTENT",
    "applet": "ACTIVE_CONTENT",
    "attribute": "ACTIVE_CONTENT",
    "svg": "EMBEDDED_MEDIA",
    "math": "EQUATION",
    "canvas": "EMBEDDED_MEDIA",
    "iframe": "EMBEDDED_MEDIA",
    "frame": "EMBEDDED_MEDIA",
    "video": "EMBEDDED_MEDIA",
    "audio": "EMBEDDED_MEDIA",
    "link": "LINK_SCHEME",
    "nesting": "NESTING",
    "img": "PICTURE_NOT_INCLUDED",
}


def finish(kind: str, draft: Draft, source: Source) -> Converted:
    """Return the draft as clean HTML with everything that was repaired or left behind.

    Refuses TEXT_TOO_LONG.
    """
    root = blocks.parse(draft.html)
    expected = draft.words or text_of(root)
    pictures, lost = _place_pictures(root, draft.pictures, source.limits)
    _unlink_anchors(root)
    repairs = [*draft.repairs, *tidy_tables(root)]
    found = metadata.from_tree(root) | draft.metadata
    title, dropped = _title(root, draft, source.filename, found)
    repairs += dropped + outline(root)
    clean = sanitise(blocks.serialise(root))
    text = plain_text(clean.html)
    refuse_long_text(text, source.limits)
    lost += lost_words(expected, "\n".join((title, text, *found.values())))
    return Converted(
        kind=kind,
        html=clean.html,
        title=title,
        metadata={key: repair_text(value)[0] for key, value in found.items() if key != "title"},
        pictures=pictures,
        files=draft.files,
        original=draft.original,
        not_carried=_unique([*draft.not_carried, *lost, *_from_removed(clean.removed)]),
        repairs=(*repairs, *text_repairs(clean.text_repairs)),
    )


def refuse_long_text(text: str, limits: Limits) -> None:
    """Refuse TEXT_TOO_LONG when the words alone are more than the limit."""
    size = len(text.encode("utf-8", "replace"))
    if size > limits.text_bytes:
        raise UploadTooLarge("TEXT_TOO_LONG", size=size, limit=limits.text_bytes)


def _place_pictures(
    root: Element, known: dict[str, RawPicture], limits: Limits
) -> tuple[tuple[Picture, ...], list[NotCarried]]:
    kept: dict[str, Picture] = {}
    lost: list[NotCarried] = []
    for image in list(root.iter("img")):
        address = image.get("src") or ""
        alt = image.get("alt") or ""
        raw = known.get(address) or _inline_picture(address)
        described = replace(raw, alt_text=raw.alt_text or alt) if raw else None
        result = re_encode(described, limits) if described else _absent(address, alt)
        if isinstance(result, NotCarried):
            lost.append(result)
            blocks.remove(image)
            continue
        kept.setdefault(result.file_name, result)
        image.attrib.clear()
        image.set("src", f"attachments/{result.file_name}")
        image.set("alt", result.alt_text)
    return tuple(kept.values()), lost


def _inline_picture(address: str) -> RawPicture | None:
    data = from_data_address(address) if address.startswith("data:") else None
    return RawPicture(data) if data else None


def _absent(address: str, alt: str) -> NotCarried:
    remote = address.startswith(("http:", "https:", "//"))
    detail = f"{address[:200]} ({alt})" if alt else address[:200]
    return NotCarried("PICTURE_REMOTE" if remote else "PICTURE_NOT_INCLUDED", detail)


def _unlink_anchors(root: Element) -> None:
    """Links inside the file have no target on the page: their words stay, back arrows go."""
    for link in list(root.iter("a")):
        address = (link.get("href") or "").strip()
        if address and not address.startswith("#"):
            continue
        if text_of(link).strip() in {"↑", "↩", "↩︎", "^"}:
            blocks.remove(link)
        else:
            blocks.unwrap(link)


def _title(
    root: Element, draft: Draft, filename: str, found: dict[str, str]
) -> tuple[str, list[Repair]]:
    """Choose the title; where the body begins with it, take it out there."""
    title = draft.title or found.get("title", "") or _title_in_text(root, found)
    title = title or draft.spare_title or _first_words(root) or draft.last_title
    title = title or stem(base_name(filename))
    title = " ".join(repair_text(title)[0].split())[:_LONGEST_TITLE]
    if not len(root) or root[0].tag == "table" or not _same(text_of(root[0]), title):
        return title, []
    root.remove(root[0])
    return title, [Repair("TITLE_NOT_REPEATED")]


def _title_in_text(root: Element, found: dict[str, str]) -> str:
    top = [block for block in root.iter("h1") if block.getparent() is root]
    if len(top) == 1 and root.index(top[0]) <= 1 and not type_name(text_of(top[0])):
        return text_of(top[0])
    return metadata.legal_title(list(root), found.get("number", ""))


def _first_words(root: Element) -> str:
    """Return the first block when it reads like a title and something follows."""
    if len(root) < 2 or root[0].tag not in {"p", *blocks.HEADINGS}:  # noqa: PLR2004
        return ""
    text = text_of(root[0])
    is_sentence = root[0].tag == "p" and bool(re.search(r"[.;:,…]\W*$", text))
    unfit = is_sentence or len(text) > _SHORT_TITLE or division(text) or _LETTERHEAD.match(text)
    return "" if unfit else text


def _same(one: str, other: str) -> bool:
    first, second = (
        re.sub(r"\W+", " ", repair_text(text)[0]).strip().casefold() for text in (one, other)
    )
    return bool(first) and first == second


def _from_removed(removed: tuple[str, ...]) -> list[NotCarried]:
    found = []
    for entry in removed:
        name, _, detail = entry.partition(":")
        found.append(NotCarried(_REMOVED.get(name, "FORM_FIELDS"), detail or f"<{name}>"))
    return found


def text_repairs(repairs: TextRepairs) -> tuple[Repair, ...]:
    """Return what was repaired in the characters, as notes."""
    counted = (
        ("NFC", repairs.not_nfc),
        ("CONTROL_CHARACTERS", repairs.controls),
        ("SPACES", repairs.spaces),
    )
    return tuple(Repair(code, count) for code, count in counted if count)


def _unique(entries: list[NotCarried]) -> tuple[NotCarried, ...]:
    return tuple(dict.fromkeys(entries))
