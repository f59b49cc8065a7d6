"""What a mistyped word may have been: one slip of the finger, or Telex keys left as typed."""

import re
import string

from publishing.searching.folding import fold

SHORTEST, LONGEST = 2, 16
_TELEX_DOUBLE = re.compile(r"([aeo])\1|dd")
_TELEX_TONE = re.compile(r"(?<=[a-z]{2})[sfrxjz]$|w")


def variants(word: str) -> list[str]:
    """Return toneless spellings one slip away from `word`, without itself; none for numbers."""
    plain = fold(word)
    if not SHORTEST <= len(plain) <= LONGEST or not plain.isascii() or not plain.isalpha():
        return []
    cuts = [(plain[:at], plain[at:]) for at in range(len(plain) + 1)]
    letters = string.ascii_lowercase
    found = {before + after[1:] for before, after in cuts if after}
    found |= {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    found |= {before + one + after[1:] for before, after in cuts if after for one in letters}
    found |= {before + one + after for before, after in cuts for one in letters}
    found.add(_without_telex(plain))
    return sorted(one for one in found - {plain} if len(one) >= SHORTEST)


def _without_telex(word: str) -> str:
    """Return "nuoc" for "nuowcs": the keys that make tones, taken out."""
    shorter = _TELEX_DOUBLE.sub(lambda pair: pair[0][0], word)
    return re.sub(r"(?<=[aeiouy])([sfrxj])(?=[a-z]*$)", "", _TELEX_TONE.sub("", shorter))
