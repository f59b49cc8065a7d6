"""Finding the stamps that keep a document inside an agency; sentences about them do not count."""

import re

from approvals.rules.stamps import letters_of, stamp_lines

# Decree 30/2020/NĐ-CP, Annex I: framed capitals; covers also print it small, in brackets.
_STAMPS = {
    "LƯUHÀNHNỘIBỘ": "LƯU HÀNH NỘI BỘ",
    "TÀILIỆULƯUHÀNHNỘIBỘ": "LƯU HÀNH NỘI BỘ",
    "CHỈLƯUHÀNHNỘIBỘ": "LƯU HÀNH NỘI BỘ",
    "XEMXONGTRẢLẠI": "XEM XONG TRẢ LẠI",
}
_BRACKETED = re.compile(r"\W*[(\[{].*[)\]}]\W*")
_IN_NAME = re.compile(r"LƯU HÀNH NỘI BỘ|XEM XONG TRẢ LẠI")


def find_circulation_stamp(text: str) -> str:
    """Return the circulation stamp that stands on a line of its own, or an empty string."""
    return next(filter(None, map(_stamp_on, stamp_lines(text))), "")


def find_in_name(name: str) -> str:
    """Return the circulation stamp set in capitals in a title or a file name, or nothing."""
    spaced = " ".join(re.findall(r"[^\W_]+", " ".join(stamp_lines(name))))
    found = _IN_NAME.search(spaced)
    return found.group() if found else ""


def _stamp_on(line: str) -> str:
    letters = letters_of(line)
    if _BRACKETED.fullmatch(line):
        letters = letters.upper()
    return _STAMPS.get(letters, "")
