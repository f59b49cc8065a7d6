"""The last check of a conversion: every word of the file is in the result, or its loss is said."""

import re
from collections import Counter

from approvals.conversion.shapes import NotCarried
from approvals.sanitising import repair_text

_WORD = re.compile(r"\w+")
_SHOWN = 12


def lost_words(source: str, result: str) -> list[NotCarried]:
    """Return the finding WORDS_LOST when words of `source` are missing from `result`."""
    missing = words(source) - words(result)
    if not missing:
        return []
    shown = " ".join(list(missing)[:_SHOWN])
    return [NotCarried("WORDS_LOST", f"{missing.total()}: {shown}")]


def words(text: str) -> Counter[str]:
    """Return how often each word occurs, characters repaired, case kept."""
    return Counter(_WORD.findall(repair_text(text)[0]))
