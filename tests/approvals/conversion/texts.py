"""Texts for the converters, and the HTML they become."""

import unicodedata

from approvals.conversion import convert

TONES = "\u0300\u0301\u0303\u0309\u0323"


def html_of(name, text, **more):
    data = text if isinstance(text, bytes) else text.encode()
    return convert(name, data, **more).html


def as_windows_1258(text):
    """The code page has letters and tone marks, but no letters with tones."""
    parts = []
    for char in text:
        tones = "".join(c for c in unicodedata.normalize("NFD", char) if c in TONES)
        bare = "".join(c for c in unicodedata.normalize("NFD", char) if c not in TONES)
        parts.append(unicodedata.normalize("NFC", bare) + tones)
    return "".join(parts).encode("cp1258")
