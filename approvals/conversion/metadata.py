"""What a document says about itself: number, dates, source; read from keys, tables, lines."""

import re
from collections.abc import Iterable
from datetime import date

from approvals.conversion.blocks import Element, text_of
from approvals.conversion.legal import is_capitals, type_name

# Spelling of keys in front matter and in the table of particulars → our name.
KEYS = {
    "title": "title", "tieu_de": "title", "tiêu đề": "title",
    "sohieu": "number", "so_hieu": "number", "so_ky_hieu": "number", "số hiệu": "number",
    "số ký hiệu": "number", "số, ký hiệu": "number", "number": "number",
    "ngay_ban_hanh": "issued_on", "ngày ban hành": "issued_on", "issued_on": "issued_on",
    "date": "issued_on_guess", "docid": "number_guess",
    "ngay_hieu_luc": "effective_on", "ngày hiệu lực": "effective_on",
    "ngày có hiệu lực": "effective_on", "effective_on": "effective_on",
    "trich_yeu": "summary", "trích yếu": "summary", "summary": "summary", "tom_tat": "summary",
    "description": "summary", "mo_ta": "summary",
    "source": "source", "nguon": "source", "nguồn": "source", "source_url": "source_url",
    "pdf_url": "source_url_guess", "source_name": "source",
    "co_quan": "issuer", "cơ quan ban hành": "issuer", "nơi ban hành": "issuer",
    "co_quan_ban_hanh": "issuer",
    "nguoi_ky": "signer", "người ký": "signer",
    "author": "author_name", "tac_gia": "author_name", "tác giả": "author_name",
    "author_name": "author_name",
}  # fmt: skip
_DATES = frozenset({"issued_on", "issued_on_guess", "effective_on"})
_NUMBERS = frozenset({"number", "number_guess"})
_NUMBER = re.compile(r"\d{1,6}(?:/\d{4})?/[A-ZĐ][A-ZĐ0-9&ƯƠÂ.-]*(?:-[A-ZĐƯƠÂ0-9&.]+)*")
_NUMBER_LINE = re.compile(rf"Số(?: hiệu| ký hiệu)?\s*:?\s*({_NUMBER.pattern})")
_WORDED_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_PLACE_AND_DATE = re.compile(r"[^\d,.;]{2,40},\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}\.?")
_NAMED_LINE = re.compile(r"\(?(Nguồn(?: tin)?|Tác giả)\s*:\s*(.{2,300}?)\)?\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
_PENDING = frozenset({"", "-", "—", "đang cập nhật", "không", "n/a"})
_HEAD, _REFERENCE = 16, 80
# `(Kèm theo Quyết định số … ngày …)` under the name of what the decision issues.
_ISSUED_WITH = re.compile(
    rf"\W*(?:Ban hành )?kèm theo [^\d]{{4,60}}?số:?\s*({_NUMBER.pattern})(.*)", re.IGNORECASE
)


def from_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return our metadata from `(key, value)` pairs; unknown keys and unfit values are left out."""
    found: dict[str, str] = {}
    for key, value in pairs:
        name = KEYS.get(key.strip(" :").lower().replace("-", "_"), "")
        fitting = _fitting(name, value.strip())
        if name and fitting:
            found.setdefault(name, fitting)
    for name in ("number", "issued_on", "source_url"):
        guess = found.pop(f"{name}_guess", "")
        if guess:
            found.setdefault(name, guess)
    return found | _source(found.pop("source", ""), found.get("source_url", ""))


def from_tree(root: Element) -> dict[str, str]:
    """Return what the letterhead, the table of particulars and the last lines say."""
    blocks = [block for block in root if block.tag != "table"]
    found: dict[str, str] = {}
    table = root.find("table")
    if table is not None:
        found |= from_pairs(_particulars(table))
    for text in map(text_of, blocks[:_HEAD]):
        found |= _from_letterhead_line(text, found)
    for text in map(text_of, blocks[:_REFERENCE]):
        found |= _from_reference(text, found)
    for text in map(text_of, blocks[-_HEAD:]):
        found |= from_named_line(text, found)
    return found


def from_named_line(text: str, found: dict[str, str]) -> dict[str, str]:
    """Return source or author of a line `Nguồn: …`, `Tác giả: …`, unless already found."""
    match = _NAMED_LINE.fullmatch(text.strip())
    if match is None:
        return {}
    if match.group(1).lower() == "tác giả":
        return {} if "author_name" in found else {"author_name": match.group(2)}
    return {} if "source_name" in found else _source(match.group(2), "")


def legal_title(blocks: list[Element], number: str = "") -> str:
    """Return `Quyết định số … ban hành …` of a text that begins with its type in capitals.

    An official letter has no type; its line `V/v …` says what it is about.
    """
    for place, block in enumerate(blocks[:_HEAD]):
        if re.match(r"V/v\b", text_of(block)):
            return _about(text_of(block))[:500]
        name = type_name(text_of(block))
        if not name or place + 1 >= len(blocks):
            continue
        about = text_of(blocks[place + 1])
        if (
            blocks[place + 1].tag == "table"
            or about.startswith(("Căn cứ", "Theo "))
            or is_capitals(about)
        ):
            return ""
        about = _about(about)
        numbered = f"{name.capitalize()} số {number}" if number else name.capitalize()
        return f"{numbered} {about[:1].lower()}{about[1:]}"[:500]
    return ""


def _about(text: str) -> str:
    return re.sub(r"^V/v\.?:?\s*", "Về việc ", text)


def iso_date(text: str) -> str:
    """Return the first date in `text` as YYYY-MM-DD, or an empty string."""
    match = _ISO_DATE.search(text)
    if match:
        return _valid(match[1], match[2], match[3])
    match = _SLASH_DATE.search(text) or _WORDED_DATE.search(text)
    return _valid(match[3], match[2], match[1]) if match else ""


def _valid(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _fitting(name: str, value: str) -> str:
    if value.lower() in _PENDING:
        return ""
    if name in _DATES:
        return iso_date(value)
    if name in _NUMBERS:
        match = _NUMBER.search(value)
        return match.group() if match else ""
    return value


def _source(value: str, address: str) -> dict[str, str]:
    match = _ADDRESS.search(value)
    address = address or (match.group().rstrip(".,;") if match else "")
    name = _ADDRESS.sub("", value).strip(" .,;()-–|")
    if not name and address:
        name = re.sub(r"^https?://(?:www\.)?([^/]+).*$", r"\1", address)
    found = {"source_name": name, "source_url": address}
    return {key: text for key, text in found.items() if text}


def _particulars(table: Element) -> list[tuple[str, str]]:
    """Return the rows of a table of two columns when at least two of its keys are known."""
    pairs = []
    for row in table.iter("tr"):
        cells = [text_of(cell) for cell in row if cell.tag in {"td", "th"}]
        if len(cells) != 2:  # noqa: PLR2004
            return []
        pairs.append((cells[0], cells[1]))
    return pairs if sum(key.strip(" :").lower() in KEYS for key, _ in pairs) > 1 else []


def _from_reference(text: str, found: dict[str, str]) -> dict[str, str]:
    match = _ISSUED_WITH.match(text)
    if match is None or "number" in found:
        return {}
    issued = {} if "issued_on" in found else {"issued_on": iso_date(match.group(2)[:60])}
    return {"number": match.group(1)} | {key: value for key, value in issued.items() if value}


def _from_letterhead_line(text: str, found: dict[str, str]) -> dict[str, str]:
    if "number" not in found and (match := _NUMBER_LINE.match(text)):
        return {"number": match.group(1)}
    if "issued_on" not in found and _PLACE_AND_DATE.search(text) and len(text) < 200:  # noqa: PLR2004
        issued = iso_date(text)
        return {"issued_on": issued} if issued else {}
    return from_named_line(text, found)
