"""What a reader may be typing: titles and numbers of items that are online, the newest first."""

from typing import NamedTuple

from django.db import connection

from publishing.searching.folding import fold, words_of
from publishing.searching.numbers import asked_for
from publishing.searching.tsqueries import Parameters, starting_with
from publishing.selectors.narrowing import Narrowing

MOST, LOOKED_AT, LATEST, SHORTEST = 8, 200, 2000, 2
STATEMENT = """
WITH latest AS (
    SELECT id FROM (
        SELECT id, title_words FROM publishing_publication
        WHERE {condition} ORDER BY published_at DESC, id DESC LIMIT {newest}
    ) AS newest WHERE title_words @@ {query} LIMIT {most}
), older AS (
    SELECT id FROM publishing_publication WHERE {condition} AND title_words @@ {query}
    LIMIT (SELECT CASE WHEN count(*) < {most} THEN {looked_at} ELSE 0 END FROM latest)
)
SELECT p.title, p.number, s.code, p.address
FROM publishing_publication AS p JOIN core_site AS s ON s.id = p.site_id
WHERE p.id IN (SELECT id FROM latest UNION SELECT id FROM older)
ORDER BY position(lower({typed}) in lower(p.title || ' ' || p.number)) > 0 DESC,
         p.published_at DESC, p.id DESC
LIMIT {most}
"""


class Suggestion(NamedTuple):
    """An item that the typed words may lead to."""

    title: str
    number: str
    site: str
    address: str

    @property
    def href(self) -> str:
        """Return where it stands, from any host."""
        return f"/sites/{self.site}/{self.address}"


def suggestions(narrowing: Narrowing, typed: str) -> list[Suggestion]:
    """Return at most MOST items whose title holds all words, the last one perhaps half typed."""
    words = words_of(typed)
    if len("".join(words)) < SHORTEST:
        return []
    into = Parameters()
    statement = STATEMENT.format(
        condition=narrowing.condition(into),
        query=_query(typed, words, into),
        typed=into.place(typed.strip()),
        newest=LATEST,
        most=MOST,
        looked_at=LOOKED_AT,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, into.values)
        return [Suggestion(*row) for row in cursor.fetchall()]


def _query(typed: str, words: list[str], into: Parameters) -> str:
    *whole, last = words
    parts = [f"phraseto_tsquery('vietnamese', {into.place(word)})" for word in whole]
    parts.append(starting_with("".join(c for c in fold(last) if c.isalnum()), into))
    query = f"({' && '.join(parts)})"
    number = asked_for(typed)
    return f"({query} || {starting_with(number, into)})" if number else query
