"""A typed question as terms: words, "phrases", -exclusions, and abbreviations either way."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from publishing.searching.folding import fold, words_of
from publishing.searching.numbers import asked_for

DATA = Path(__file__).with_name("abbreviations.toml")
MOST_TERMS = 16
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<words>[^"\s]+))')


@dataclass(frozen=True)
class Term:
    """Something an answer holds, in one of several wordings; several words stand in a row."""

    wordings: tuple[str, ...]
    excluded: bool = False

    @property
    def is_one_word(self) -> bool:
        """Tell whether it is a single word as it was typed, which may be mistyped."""
        return len(self.wordings) == 1 and " " not in self.wordings[0]


@dataclass(frozen=True)
class Question:
    """What is asked: all terms together, or the number of a document."""

    terms: tuple[Term, ...]
    number: str = ""

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Return the terms that an answer holds."""
        return tuple(term for term in self.terms if not term.excluded)

    def corrected(self, words: Mapping[str, str]) -> "Question":
        """Return the question with mistyped words replaced."""
        terms = (
            replace(term, wordings=(words.get(term.wordings[0], term.wordings[0]),))
            if term.is_one_word
            else term
            for term in self.terms
        )
        return Question(tuple(terms))

    def said(self) -> str:
        """Return the terms as a reader would type them."""
        return " ".join(term.wordings[0] for term in self.wanted)


def parse(text: str) -> Question:
    """Return what `text` asks for; at most MOST_TERMS terms are looked at."""
    terms: list[Term] = []
    loose: list[str] = []
    for piece in _PIECE.finditer(text):
        excluded = bool(piece["minus"])
        if piece["phrase"] is None and not excluded:
            loose += words_of(piece["words"])
            continue
        terms += _spelled_out(loose)
        loose = []
        words = words_of(piece["phrase"] if piece["phrase"] is not None else piece["words"])
        if words:
            terms.append(Term((" ".join(words),), excluded))
    terms += _spelled_out(loose)
    return Question(tuple(terms[:MOST_TERMS]), asked_for(text))


def _spelled_out(words: list[str]) -> Iterator[Term]:
    """Give each known abbreviation its long form, and each known long form its short one."""
    at = 0
    while at < len(words):
        length, wordings = _known_from(words[at:])
        yield Term(wordings or (words[at],))
        at += length


def _known_from(words: list[str]) -> tuple[int, tuple[str, ...]]:
    known = _known()
    for length in range(min(len(words), max(map(len, known))), 0, -1):
        meaning = known.get(tuple(fold(word) for word in words[:length]))
        if meaning:
            said = " ".join(words[:length])
            others = (one for one in meaning if fold(one) != fold(said))
            return length, (said, *others)
    return 1, ()


@cache
def _known() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return both wordings of every abbreviation by the folded words of either."""
    short = tomllib.loads(DATA.read_text("utf-8"))["short"]
    pairs = [(one.lower(), long) for one, long in short.items()]
    return {
        tuple(fold(form).split()): (abbreviation, long)
        for abbreviation, long in pairs
        for form in (abbreviation, long)
    }
