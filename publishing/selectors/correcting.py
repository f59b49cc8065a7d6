"""What a mistyped question may have meant, judged by the words that are online now.

No list of words is kept: what is taken down can never come back as a suggestion.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from publishing.models import Publication
from publishing.searching.folding import fold
from publishing.searching.questions import Question
from publishing.searching.typing import variants

LOOKED_AT = 200
MOST_MISTYPED = 4
HURRY = {"enable_seqscan": "off", "enable_indexscan": "off", "statement_timeout": "200ms"}
LEXEMES = """
    SELECT entry.lexeme, count(*)
    FROM publishing_publication, unnest(words) AS entry
    WHERE id = ANY(%s) AND entry.lexeme = ANY(%s)
    GROUP BY entry.lexeme
"""


def corrected(rows: QuerySet[Publication], question: Question) -> Question | None:
    """Return the question with mistyped words replaced by what stands in answers; or None.

    Words that nothing online holds are taken for mistyped first; if each of them is known but
    never together, any of them may be. It is done in a hurry: a help, never a burden.
    """
    try:
        with transaction.atomic(), _in_a_hurry():
            return _mended(rows, question)
    except OperationalError:
        return None


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Hold this transaction's statements to the indexes, and to a fraction of a second each.

    Hundreds of spellings at once look like "everything" to the planner, which would then read
    every row; each of them is rare.
    """
    with connection.cursor() as cursor:
        for name, value in HURRY.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield
        for name in HURRY:
            cursor.execute(f"SET LOCAL {name} TO DEFAULT")


def _mended(rows: QuerySet[Publication], question: Question) -> Question | None:
    single = [term.wordings[0] for term in question.wanted if term.is_one_word]
    unknown = [word for word in single if not _known(rows, word)]
    for suspects in (unknown, single):
        if suspects and len(suspects) <= MOST_MISTYPED:
            choice = _chosen(rows, question, suspects)
            if choice:
                return question.corrected(choice)
    return None


def _known(rows: QuerySet[Publication], word: str) -> bool:
    return rows.filter(words=SearchQuery(word, config="vietnamese", search_type="plain")).exists()


def _chosen(
    rows: QuerySet[Publication], question: Question, suspects: list[str]
) -> dict[str, str] | None:
    spellings = {word: [fold(word), *variants(word)] for word in suspects}
    if not any(len(forms) > 1 for forms in spellings.values()):
        return None
    asked = [term.wordings[0] for term in question.wanted if term.wordings[0] not in spellings]
    query = reduce(and_, [*map(_any_of, spellings.values()), *map(_as_asked, asked)])
    for place in ("title_words", "words"):
        found = rows.order_by().filter(**{place: query}).values_list("pk", flat=True)[:LOOKED_AT]
        counts = _lexemes(list(found), [form for forms in spellings.values() for form in forms])
        if counts:
            return {word: max(forms, key=counts.__getitem__) for word, forms in spellings.items()}
    return None


def _as_asked(words: str) -> SearchQuery:
    return SearchQuery(words, config="vietnamese", search_type="phrase")


def _any_of(forms: list[str]) -> SearchQuery:
    """Return a query for any of the spellings; they are plain ASCII letters or one folded word."""
    text = " | ".join(f"'{form}'" for form in forms)
    return SearchQuery(text, config="simple", search_type="raw")


def _lexemes(keys: list[object], forms: list[str]) -> Counter[str]:
    if not keys:
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [keys, forms])
        return Counter(dict(cursor.fetchall()))
