"""What a mistyped question may have meant, judged by the words that are online now.

No list of words is kept: what is taken down can never come back as a suggestion.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from publishing.searching.folding import fold
from publishing.searching.questions import Question
from publishing.searching.tsqueries import TONELESS, Parameters, any_of
from publishing.searching.typing import variants
from publishing.selectors.narrowing import Narrowing

LOOKED_AT = 200
MOST_MISTYPED = 4
HURRY = {"enable_seqscan": "off", "enable_indexscan": "off", "statement_timeout": "200ms"}
# Whether a word is known at all needs a few of its items, not the list of all of them.
ENOUGH = "gin_fuzzy_search_limit"
FEW = 500
# Each spelling is looked up by itself: hundreds of them in one query look like "everything" to
# the planner, which would then read every row.
KNOWN = """
    SELECT form FROM unnest({forms}::text[]) AS form
    WHERE EXISTS (
        SELECT FROM publishing_publication WHERE {condition} AND words @@ form::tsquery
    )
"""
TOGETHER = """
    SELECT entry.lexeme, count(*)
    FROM (
        SELECT words FROM publishing_publication
        WHERE {condition} AND {query} LIMIT {limit}
    ) AS answers, unnest(answers.words) AS entry
    WHERE entry.lexeme = ANY({forms})
    GROUP BY entry.lexeme
"""


def corrected(narrowing: Narrowing, question: Question) -> Question | None:
    """Return the question with mistyped words replaced by what stands in answers; or None.

    Words that nothing online holds are taken for mistyped first; if each of them is known but
    never together, any of them may be. It is done in a hurry: a help, never a burden.
    """
    try:
        with transaction.atomic(), _in_a_hurry():
            return _mended(narrowing, question)
    except OperationalError:
        return None


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Hold this transaction's statements to the indexes, and to a fraction of a second each."""
    with connection.cursor() as cursor:
        for name, value in HURRY.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield
        for name in HURRY:
            cursor.execute(f"SET LOCAL {name} TO DEFAULT")


def _mended(narrowing: Narrowing, question: Question) -> Question | None:
    single = [term.wordings[0] for term in question.wanted if term.is_one_word]
    own = _known(narrowing, [fold(word) for word in single])
    unknown = [word for word in single if fold(word) not in own]
    for suspects in dict.fromkeys((tuple(unknown), tuple(single))):
        if suspects and len(suspects) <= MOST_MISTYPED:
            choice = _chosen(narrowing, question, suspects)
            if choice:
                return question.corrected(choice)
    return None


def _known(narrowing: Narrowing, forms: list[str]) -> set[str]:
    """Return which of the folded words stand in anything online."""
    into = Parameters()
    plain = [form for form in forms if form.isalnum()]
    statement = KNOWN.format(forms=into.place(plain), condition=narrowing.condition(into))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {ENOUGH} TO {FEW}")
        cursor.execute(statement, into.values)
        known = {row[0] for row in cursor.fetchall()}
        cursor.execute(f"SET LOCAL {ENOUGH} TO DEFAULT")
    return known


def _chosen(
    narrowing: Narrowing, question: Question, suspects: tuple[str, ...]
) -> dict[str, str] | None:
    """Return for each suspect the spelling that stands most often in answers to all of them."""
    spellings = {word: [fold(word), *variants(word)] for word in suspects}
    if not any(len(forms) > 1 for forms in spellings.values()):
        return None
    known = _known(narrowing, [form for forms in spellings.values() for form in forms])
    spellings = {word: [f for f in forms if f in known] for word, forms in spellings.items()}
    if not all(spellings.values()):
        return None
    for place in ("title_words", "words"):
        counts = _together(narrowing, question, spellings, place)
        if counts:
            return {word: max(forms, key=counts.__getitem__) for word, forms in spellings.items()}
    return None


def _together(
    narrowing: Narrowing, question: Question, spellings: dict[str, list[str]], place: str
) -> Counter[str]:
    """Count how often each spelling stands in answers that hold one of each word."""
    into = Parameters()
    asked = [term.wordings[0] for term in question.wanted if term.wordings[0] not in spellings]
    queries = [any_of(forms, into) for forms in spellings.values()]
    queries += [f"phraseto_tsquery('{TONELESS}', {into.place(words)})" for words in asked]
    statement = TOGETHER.format(
        condition=narrowing.condition(into),
        query=" AND ".join(f"{place} @@ {query}" for query in queries),
        limit=LOOKED_AT,
        forms=into.place([form for forms in spellings.values() for form in forms]),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, into.values)
        return Counter(dict(cursor.fetchall()))
