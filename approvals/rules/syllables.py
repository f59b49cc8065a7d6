"""Which letters can be a Vietnamese syllable: tells words from codes of a legacy encoding."""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSET = re.compile(r"(?:ngh|ng|nh|gh|gi|g|ch|c|kh|k|ph|p|qu|th|tr|t|[bdđhlmnrsvx])?")
_RIME_TABLE = """
    a ac ach ai am an ang anh ao ap at au ay
    ă ăc ăm ăn ăng ăp ăt
    â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet
    oi om on ong ooc oong op ot oăc oăm oăn oăng oăt
    ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych uynh uyt uyu
    uyên uyêt uân uâng uât uây uê uêch uênh uêu uơ
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ych ynh yt
"""
_RIMES = frozenset(_RIME_TABLE.split())
_OPEN_PAIRS = frozenset({"oa", "oe", "uy"})
_VOWELS = frozenset("aăâeêioôơuưy")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether `word` spells a Vietnamese syllable, its tone mark on the right vowel."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    if sum(mark in _TONES for mark in decomposed) > 1:
        return False
    letters, toned = _split_tone(decomposed)
    onset = _ONSET.match(letters)
    starts = {onset.end() if onset else 0, _shorter_onset(letters)}
    return any(_fits(letters[start:], toned - start if toned >= 0 else -1) for start in starts)


def _shorter_onset(letters: str) -> int:
    """Return the end of the onset when the i of `gi` belongs to the rime, as in `gì`."""
    return 1 if letters.startswith("gi") else 0


def _split_tone(decomposed: str) -> tuple[str, int]:
    letters: list[str] = []
    toned = -1
    for char in decomposed:
        if char in _TONES:
            toned = len(letters) - 1
        elif unicodedata.combining(char) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return "".join(letters), toned


def _fits(rime: str, toned: int) -> bool:
    return rime in _RIMES and (toned == -1 or toned in _tone_places(rime))


def _tone_places(rime: str) -> frozenset[int]:
    """Return where the tone mark may stand; old and new style both count for oa, oe, uy."""
    qualified = [index for index, char in enumerate(rime) if char in "ăâêôơ"]
    if qualified:
        return frozenset({qualified[-1]})
    vowels = [index for index, char in enumerate(rime) if char in _VOWELS]
    if len(vowels) < len(rime):
        return frozenset({vowels[-1]})
    if rime in _OPEN_PAIRS:
        return frozenset({0, 1})
    return frozenset({1 if len(rime) == 3 else 0})  # noqa: PLR2004  # three vowels: the middle one
