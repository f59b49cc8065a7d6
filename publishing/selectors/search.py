"""Public search in two channels: exact tones rank first, toneless words still find.

Ranking looks at a bounded number of candidates, so a common word costs no more than a rare one:
those with the words in their title, the newest, and as many others as the bound allows. One
statement finds, ranks, counts and cuts out passages (ADR 0020).
"""

import re
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from publishing.models import Publication
from publishing.rendering import Passage
from publishing.searching.questions import Question, parse
from publishing.searching.tsqueries import EXACT, TONELESS, Parameters, asked, starting_with
from publishing.selectors import correcting
from publishing.selectors.narrowing import Narrowing

MARK_START, MARK_STOP = "\u0002", "\u0003"
EXACT_BONUS, TITLE_BONUS, NUMBER_BONUS = 2.0, 1.0, 4.0
WEIGHTS = "{0.05, 0.2, 0.4, 1.0}"
BELOW_ONE = 32
HEADLINE_LETTERS = 30_000
HEADLINE = (
    f"StartSel={MARK_START}, StopSel={MARK_STOP}, MaxWords=24, MinWords=10, MaxFragments=2, "
    'FragmentDelimiter=" … "'
)
FACETS = ("category", "unit", "document_type", "year")
LATEST = "published_at DESC, id DESC"

# `titles` cut short means a common word: then the newest answer for the rest, and nobody counts.
STATEMENT = """
WITH titles AS (
    SELECT id FROM publishing_publication
    WHERE {condition} AND title_words @@ {query} LIMIT {in_titles}
), common AS (
    SELECT count(*) = {in_titles} AS so FROM titles
), others AS (
    SELECT id FROM publishing_publication
    WHERE {condition} AND words @@ {query}
    LIMIT (SELECT CASE WHEN so THEN 0 ELSE {one_too_many} END FROM common)
), many AS (
    SELECT so OR (SELECT count(*) FROM others) > {candidates} AS so FROM common
), newest AS (
    SELECT id FROM (
        SELECT id, words FROM publishing_publication
        WHERE {condition} ORDER BY published_at DESC, id DESC LIMIT {newest}
    ) AS latest
    WHERE (SELECT so FROM many) AND words @@ {query}
), found AS (
    SELECT id FROM (
        SELECT id, 1 AS tier FROM titles UNION ALL
        SELECT id, 2 FROM newest UNION ALL
        SELECT id, 3 FROM others
    ) AS tiers
    GROUP BY id ORDER BY min(tier) LIMIT {candidates}
), ranked AS (
    SELECT p.id, p.category, u.code AS unit, p.document_type, p.year, p.published_at,
           {score} AS score
    FROM publishing_publication AS p
    JOIN found USING (id) LEFT JOIN core_unit AS u ON u.id = p.unit_id
), placed AS (
    SELECT *, row_number() OVER (ORDER BY {order}) AS place FROM ranked
)
SELECT r.id, r.category, r.unit, r.document_type, r.year, (SELECT so FROM many), shown.*
FROM placed AS r
LEFT JOIN (
    SELECT w.place, p.submission_id, s.code, s.name, p.address, p.language, p.title, p.summary,
           p.number, p.first_published_at, coalesce(u.name, ''),
           ts_headline('vietnamese', left(p.text, {letters}), {query}, {headline})
    FROM placed AS w
    JOIN publishing_publication AS p ON p.id = w.id
    JOIN core_site AS s ON s.id = p.site_id LEFT JOIN core_unit AS u ON u.id = p.unit_id
    WHERE w.place > {first} AND w.place <= {last}
) AS shown ON shown.place = r.place
ORDER BY r.place
"""


IN_FILES = """
SELECT DISTINCT ON (publication_id) publication_id, file_name, label,
       ts_headline('vietnamese', left(text, {letters}), {query}, {headline})
FROM publishing_filetext
WHERE publication_id = ANY({keys}) AND words @@ {query}
ORDER BY publication_id, id
"""


class Hit(NamedTuple):
    """One answer as lists show it; `passage` marks what matched (see `passages`).

    Where the words stand in none of its own text but in a file, the passage is the file's, which
    `file_name` and `file_label` then name.
    """

    id: uuid.UUID
    category: str
    unit: str
    document_type: str
    year: int | None
    submission_id: uuid.UUID
    site: str
    site_name: str
    address: str
    language: str
    title: str
    summary: str
    number: str
    first_published_at: datetime
    unit_name: str
    passage: str
    file_name: str = ""
    file_label: str = ""


@dataclass(frozen=True)
class Found:
    """One page of answers; `more` tells that candidates were cut at the limit.

    `facets` counts the answers by each value of FACETS; `corrected` is the question that was
    answered instead of a mistyped one; `partly` tells that answers hold some of the words only.
    """

    rows: list[Hit]
    total: int
    more: bool
    facets: dict[str, dict[Any, int]] = field(default_factory=dict)
    corrected: str = ""
    partly: bool = False


@dataclass(frozen=True)
class Page:
    """Which answers are wanted, and in which order."""

    first: int = 0
    size: int = 20
    newest: bool = False


@dataclass(frozen=True)
class Bounds:
    """How many items are looked at: at most, by their titles, and of the newest of all."""

    candidates: int = 1000
    in_titles: int = 300
    newest: int = 400


BOUNDS = Bounds()


def online() -> QuerySet[Publication]:
    """Return everything that readers may see."""
    rows = Publication.objects.filter(online=True).select_related("site", "submission__unit")
    return rows.defer("text", "words", "exact_words", "title_words")


def page_of(narrowing: Narrowing, words: str, page: Page, *, bounds: Bounds = BOUNDS) -> Found:
    """Return one page of answers with highlighted passages and counts by facet.

    Asks as typed, else with slips of the finger mended, else for some of the words.
    """
    question = parse(words)
    if not question.wanted:
        return _nothing()
    answers = partial(_answers, narrowing, page=page, bounds=bounds)
    found = answers(question)
    if found.total:
        return found
    mended = correcting.corrected(narrowing, question)
    if mended:
        found = answers(mended)
        if found.total:
            return replace(found, corrected=mended.said())
    if len(question.wanted) > 1:
        return replace(answers(mended or question, partly=True), partly=True)
    return _nothing()


def publications(found: Found) -> list[Publication]:
    """Return the items of a page of answers, in its order."""
    keys = [hit.id for hit in found.rows]
    rows = online().in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def passages(text: str) -> tuple[Passage, ...]:
    """Return a headline as plain and marked pieces."""
    pieces = re.split(f"{MARK_START}(.*?){MARK_STOP}", text, flags=re.DOTALL)
    return tuple(Passage(piece, marked=n % 2 == 1) for n, piece in enumerate(pieces) if piece)


def _answers(
    narrowing: Narrowing, question: Question, *, page: Page, bounds: Bounds, partly: bool = False
) -> Found:
    into = Parameters()
    query = asked(question, TONELESS, into, partly=partly)
    statement = STATEMENT.format(
        query=query,
        condition=narrowing.condition(into),
        score=_score(question, query, into, partly=partly),
        order=LATEST if page.newest else f"score DESC, {LATEST}",
        headline=into.place(HEADLINE),
        first=into.place(page.first),
        last=into.place(page.first + page.size),
        letters=HEADLINE_LETTERS,
        one_too_many=bounds.candidates + 1,
        **asdict(bounds),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, into.values)
        rows = cursor.fetchall()
    facets = {name: _counted(row[n] for row in rows) for n, name in enumerate(FACETS, 1)}
    shown = [Hit(*row[:5], *row[7:]) for row in rows[page.first : page.first + page.size]]
    shown = _with_files(shown, question, partly=partly)
    return Found(shown, len(rows), more=bool(rows) and rows[0][5], facets=facets)


def _with_files(hits: list[Hit], question: Question, *, partly: bool) -> list[Hit]:
    """Name the file that holds the words, for answers whose own text does not."""
    silent = [hit.id for hit in hits if MARK_START not in hit.passage]
    if not silent:
        return hits
    into = Parameters()
    query = asked(question, TONELESS, into, partly=partly)
    statement = IN_FILES.format(
        keys=into.place(silent),
        query=query,
        headline=into.place(HEADLINE),
        letters=HEADLINE_LETTERS,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, into.values)
        named = {row[0]: row[1:] for row in cursor.fetchall()}
    return [
        hit._replace(
            file_name=name,
            file_label=label,
            passage=passage if MARK_START in passage else hit.passage,
        )
        for hit in hits
        for name, label, passage in [named.get(hit.id, ("", "", ""))]
    ]


def _score(question: Question, query: str, into: Parameters, *, partly: bool) -> str:
    """Return how well a row answers: cover density below one, and a bonus for each better fit."""
    rank = "ts_rank" if partly else "ts_rank_cd"
    exact = asked(question, EXACT, into, partly=partly)
    said = into.place(question.said())
    bonuses = [
        (f"p.exact_words @@ {exact}", EXACT_BONUS),
        (f"p.title_words @@ {query}", TITLE_BONUS),
        (f"position(lower({said}) in lower(p.title)) > 0", TITLE_BONUS),
    ]
    if question.number:
        own = starting_with(question.number, into, weights="A")
        bonuses.append((f"p.words @@ {own}", NUMBER_BONUS))
    gained = (f"CASE WHEN {when} THEN {value} ELSE 0 END" for when, value in bonuses)
    score = f"{rank}('{WEIGHTS}', p.words, {query}, {BELOW_ONE})"
    return " + ".join([score, *gained])


def _nothing() -> Found:
    return Found([], 0, more=False, facets={name: {} for name in FACETS})


def _counted(values: Iterable[Any]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: (-one[1], str(one[0]))))
