"""How Vietnamese legal texts are divided: phần, chương, mục, tiểu mục, điều; and their names.

Decree 30/2020/NĐ-CP, Appendix I, part II (layout of articles, chapters, sections).
"""

import re
from dataclasses import dataclass

# Ranks below any styled heading (1 to 6), in the order of the divisions.
RANKS = {"phần": 10, "phụ lục": 10, "chương": 11, "mục": 12, "tiểu mục": 13, "điều": 14}
ARTICLE = RANKS["điều"]
_LONGEST_HEADING = 220
_SHORT = 120

_ROMAN_OR_NUMBER = r"(?:[IVXLC]+|\d+)[a-zđ]?"
_ORDINAL = r"(?:thứ\s+\w+|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
_DIVISION = re.compile(
    rf"(?P<kind>Phần|Chương|Mục|Tiểu mục|Phụ lục)"
    rf"\s+(?P<number>{_ROMAN_OR_NUMBER}|{_ORDINAL})(?=[\s.:\-–]|$)\s*(?P<stop>[.:\-–]?)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_APPENDIX = re.compile(r"PHỤ LỤC\b(?P<rest>.*)")
_ARTICLE = re.compile(
    r"(?P<label>Điều\s+\d+[a-zđ]?(?:\.[0-9A-ZĐ]+)*)\s*(?P<stop>[.:])\s*(?P<rest>.*)"
)
_ARTICLE_ALONE = re.compile(r"Điều\s+\d+[a-zđ]?(?:\.[0-9A-ZĐ]+)*\.?")
_SENTENCE_END = re.compile(r"[.;:,…]\W*$")
# `…khiếu nại.Điều 5. Phạm vi`: a lost line break, never a way to write.
GLUED = re.compile(
    r"(?<=[^\W\d][.;:”\")])(?=(?:Điều\s+\d+[\w.]*[.:]\s|(?:Chương|Mục)\s+(?:[IVXLC]+|\d+)(?:[.:\s]|$)))"
)
TYPE_NAMES = (
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "NGHỊ ĐỊNH", "THÔNG TƯ", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH",
    "THÔNG CÁO", "THÔNG BÁO", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN",
    "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH", "HỢP ĐỒNG", "CÔNG VĂN", "CÔNG ĐIỆN",
    "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "GIẤY ỦY QUYỀN", "GIẤY MỜI", "LUẬT", "PHÁP LỆNH", "LỆNH",
    "THÔNG TƯ LIÊN TỊCH", "QUY TRÌNH", "ĐIỀU LỆ", "NỘI QUY",
)  # fmt: skip


@dataclass(frozen=True)
class Division:
    """A heading of a legal text: its rank and whether its name stands on the next line."""

    rank: int
    text: str
    name_follows: bool


def division(text: str) -> Division | None:
    """Return the heading that `text` is, or None when it is an ordinary paragraph."""
    if len(text) > _LONGEST_HEADING:
        return None
    return _article(text) or _chapter(text) or _appendix(text)


def is_capitals(text: str) -> bool:
    """Whether a line is written in capitals, as names of chapters are."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def run_in_article(text: str) -> str:
    """Return `Điều 5.` when `text` is an article whose content follows on the same line."""
    match = _ARTICLE.match(text)
    return f"{match['label']}{match['stop']}" if match and match["rest"] else ""


def unglued(text: str) -> tuple[list[str], int]:
    """Split a paragraph where a division starts right behind a full stop; say how often."""
    pieces = GLUED.split(text)
    return pieces, len(pieces) - 1


def type_name(text: str) -> str:
    """Return the document type that a line in capitals names (`QUYẾT ĐỊNH:` → `QUYẾT ĐỊNH`)."""
    bare = text.strip(" :*").upper() if is_capitals(text) else ""
    return bare if bare in TYPE_NAMES else ""


def _article(text: str) -> Division | None:
    if _ARTICLE_ALONE.fullmatch(text):
        return Division(ARTICLE, text, name_follows=False)
    match = _ARTICLE.fullmatch(text)
    if match is None or _SENTENCE_END.search(match["rest"]):
        return None
    return Division(ARTICLE, text, name_follows=False)


def _chapter(text: str) -> Division | None:
    match = _DIVISION.fullmatch(text)
    if match is None or not text[0].isupper():
        return None
    rest = match["rest"]
    named = is_capitals(rest) or (match["stop"] and len(rest) <= _SHORT)
    if rest and (not named or _SENTENCE_END.search(rest)):
        return None
    return Division(RANKS[match["kind"].lower()], text, name_follows=not rest)


def _appendix(text: str) -> Division | None:
    match = _APPENDIX.fullmatch(text)
    if match is None or (match["rest"] and not is_capitals(match["rest"])):
        return None
    return Division(RANKS["phụ lục"], text, name_follows=not match["rest"])
