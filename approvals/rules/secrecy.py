"""Finding the mark of a state secret: the classification stamp, not the word `mật` in a sentence.

In a text the mark stands on a line (or in a table cell) of its own: MẬT, TỐI MẬT, TUYỆT MẬT in
capitals, alone, with an urgency stamp, or behind `Độ mật:`. In a title or a file name it is the
word in capitals, unless it belongs to an ordinary compound such as MẬT MÃ or BÍ MẬT.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from approvals.rules.legacy import readings
from approvals.rules.stamps import clean, letters_of, stamp_lines


@dataclass(frozen=True)
class Mark:
    """Which classification mark was found and where; never anything of the content."""

    level: str
    where: str


_LEVELS = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_URGENCY = r"(?:HỎATỐC|HOẢTỐC|THƯỢNGKHẨN|KHẨN|HẸNGIỜ)?"
_STAMP = re.compile(rf"(?:ĐỘMẬT)?{_URGENCY}(MẬT|TỐIMẬT|TUYỆTMẬT){_URGENCY}")
_LABELLED_STAMP = re.compile(r"(?:mức)?độmật(mật|tốimật|tuyệtmật)")
_LABEL = re.compile(r"\bĐ ?Ộ ?M ?Ậ ?T\W*?:")
_SPACED_WORD = re.compile(r"(?<!\w)(?:\w ){2,}\w(?!\w)")
_WORD = re.compile(r"[^\W_]+")
# Neighbours that make MẬT an ordinary word: secret, security, code, density, honey, bile, spy …
_BEFORE = "BÍ BẢO CƠ THÂN NIÊM CẨN NGHIÊM ONG TÚI SỎI ĐƯỜNG ỐNG GẤU RỈ DỊCH GAN TRĂNG"
_AFTER = "MÃ ĐỘ KHẨU ONG MÍA VỤ THÁM THIẾT NGỌT HOA TÔNG GẤU"
_ORDINARY_BEFORE = frozenset(_BEFORE.split())
_ORDINARY_AFTER = frozenset(_AFTER.split())


def find_mark(where: str, text: str) -> Mark | None:
    """Return the first classification mark in `text`.

    `where` says how to read it: "title", "file_name", or anything else for running text.

    Law on Protection of State Secrets; Decision 39/2023/QĐ-UBND, Article 4(5).
    """
    level = _FINDERS.get(where, _in_text)(text)
    return Mark(level, where) if level else None


def _in_text(text: str) -> str:
    return next(filter(None, map(_stamp_on, stamp_lines(text))), "")


def _stamp_on(line: str) -> str:
    letters = letters_of(line)
    if stamp := _STAMP.fullmatch(letters):
        return _LEVELS[stamp.group(1)]
    if labelled := _LABELLED_STAMP.fullmatch(letters.lower()):
        return _LEVELS[labelled.group(1).upper()]
    label = _LABEL.search(line)
    return "ĐỘ MẬT" if label and not letters_of(line[: label.start()]) else ""


def _in_title(title: str) -> str:
    return _first_in_readings(title, lambda reading: _capital_word(reading, _is_space))


def _in_file_name(name: str) -> str:
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name
    found = _first_in_readings(stem, lambda reading: _capital_word(reading, _is_joint))
    return found or _toneless(clean(stem))


def _first_in_readings(text: str, find: Callable[[str], str]) -> str:
    """Look at `text` as it stands and as each legacy encoding would have it."""
    for candidate in readings(text):
        reading = _SPACED_WORD.sub(lambda m: m.group().replace(" ", ""), clean(candidate))
        level = _stamp_on(reading) or find(reading)
        if level:
            return level
    return ""


def _is_space(between: str) -> bool:
    return between.isspace()


def _is_joint(between: str) -> bool:
    return len(between) == 1 or between.isspace()


def _capital_word(text: str, joins: Callable[[str], bool]) -> str:
    """Return the mark that stands as a word in capitals, outside ordinary compounds."""
    if _LABEL.search(text):
        return "ĐỘ MẬT"
    words = list(_WORD.finditer(text))
    for index, word in enumerate(words):
        if word.group() in ("TỐIMẬT", "TUYỆTMẬT"):
            return _LEVELS[word.group()]
        if word.group() == "MẬT":
            before = _neighbour(text, words, index, -1, joins)
            after = _neighbour(text, words, index, 1, joins)
            if before in ("TỐI", "TUYỆT"):
                return f"{before} MẬT"
            if before not in _ORDINARY_BEFORE and after not in _ORDINARY_AFTER:
                return "MẬT"
    return ""


def _neighbour(
    text: str, words: list[re.Match[str]], index: int, step: int, joins: Callable[[str], bool]
) -> str:
    """Return the word before (-1) or after (1) in capitals, if only `joins` stands between."""
    other = index + step
    if not 0 <= other < len(words):
        return ""
    first, second = sorted((index, other))
    between = text[words[first].end() : words[second].start()]
    return words[other].group().upper() if joins(between) else ""


_TONELESS_ANYWHERE = (
    (re.compile(r"(?<![A-Za-z])TOI[\W_]?MAT(?![A-Za-z])"), "TỐI MẬT"),
    (re.compile(r"(?<![A-Za-z])tuyet[\W_]?mat(?![a-z])", re.IGNORECASE), "TUYỆT MẬT"),
    (re.compile(r"TuyetMat(?![a-z])"), "TUYỆT MẬT"),
    (re.compile(r"ToiMat(?![a-z])"), "TỐI MẬT"),
    (re.compile(r"[\[({]MAT[\])}]"), "MẬT"),
)
# `toi-mat` in the middle of a name may be tôi mất or tới mặt; at either end it is a mark.
_TONELESS_AT_AN_END = re.compile(
    r"(?:[\W\d_]*toi[\W_]?mat(?![a-z]).*|(?:.*[^A-Za-z])?toi[\W_]?mat[\W\d_]*)", re.IGNORECASE
)
_WHOLE_NAMES = {"mật": "MẬT", "tối mật": "TỐI MẬT", "tuyệt mật": "TUYỆT MẬT"}


def _toneless(stem: str) -> str:
    """Return the mark a file name carries without tones, as TOI-MAT_bao-cao or 12_tuyet-mat."""
    whole = " ".join(_WORD.findall(stem)).lower()
    if whole in _WHOLE_NAMES:
        return _WHOLE_NAMES[whole]
    for pattern, level in _TONELESS_ANYWHERE:
        if pattern.search(stem):
            return level
    if _TONELESS_AT_AN_END.fullmatch(stem):
        return "TỐI MẬT"
    return "MẬT" if _lone_capital_mat(stem) else ""


def _lone_capital_mat(stem: str) -> bool:
    """Tell whether MAT is set off by capitals from its neighbours; MAT-TRAN and DOI-MAT are not."""
    words = [word for word in _WORD.findall(stem) if not word.isdigit()]
    near = ["", *words, ""]
    return any(
        word == "MAT" and not near[index].isupper() and not near[index + 2].isupper()
        for index, word in enumerate(words)
    )


_FINDERS: dict[str, Callable[[str], str]] = {"title": _in_title, "file_name": _in_file_name}
