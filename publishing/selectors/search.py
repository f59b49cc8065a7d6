"""Public search in two channels: exact tones rank first, toneless words still find.

Ranking looks at a bounded number of candidates, so a common word costs no more than a rare one:
those with the words in their title, the newest, and as many others as the bound allows.
"""

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, F, FloatField, Func, QuerySet, UUIDField, Value, When
from django.db.models.functions import Left

from core.clock import VIETNAM
from publishing.models import Publication
from publishing.rendering import Passage
from publishing.searching.questions import Question, Term, parse
from publishing.selectors import correcting

CANDIDATES, IN_TITLES, NEWEST = 1000, 500, 1000
MARK_START, MARK_STOP = "\u0002", "\u0003"
EXACT_BONUS, TITLE_BONUS, NUMBER_BONUS = 2.0, 1.0, 4.0
WEIGHTS = [0.05, 0.2, 0.4, 1.0]
BELOW_ONE = 32
HEADLINE_LETTERS = 30_000
FACETS = ("category", "unit", "document_type", "year")


@dataclass(frozen=True)
class Narrowing:
    """What readers narrow an answer by; empty values narrow nothing."""

    category: str = ""
    unit: str = ""
    document_type: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None

    def of(self, rows: QuerySet[Publication]) -> QuerySet[Publication]:
        """Return the rows that fit."""
        names = {
            "category": self.category,
            "unit__code": self.unit,
            "document_type": self.document_type,
            "year": self.year,
            "published_at__gte": self.since and _midnight(self.since),
            "published_at__lt": self.until and _midnight(self.until + timedelta(days=1)),
        }
        return rows.filter(**{name: value for name, value in names.items() if value})


@dataclass(frozen=True)
class Found:
    """One page of answers; `more` tells that candidates were cut at the limit.

    `facets` counts the answers by each value of FACETS; `corrected` is the question that was
    answered instead of a mistyped one; `partly` tells that answers hold some of the words only.
    """

    rows: list[Publication]
    total: int
    more: bool
    facets: dict[str, dict[Any, int]] = field(default_factory=dict)
    corrected: str = ""
    partly: bool = False


class _Keys(Func):
    """A thousand keys as one array: the database reads it faster than a list of values."""

    function = "unnest"
    template = "(SELECT %(function)s(%(expressions)s::uuid[]))"
    output_field = UUIDField()


@dataclass(frozen=True)
class _Match:
    question: Question
    keys: list[uuid.UUID]
    corrected: str = ""
    partly: bool = False


def online() -> QuerySet[Publication]:
    """Return everything that readers may see."""
    rows = Publication.objects.filter(online=True).select_related("site", "submission__unit")
    return rows.defer("text", "words", "exact_words", "title_words")


def matching(rows: QuerySet[Publication], words: str) -> QuerySet[Publication]:
    """Return the items that answer the words, best first, with their `score`."""
    match = _match(rows, words)
    return _ranked(match) if match.keys else _nothing()


def page_of(
    rows: QuerySet[Publication], words: str, *, first: int, size: int, newest: bool = False
) -> Found:
    """Return one page of answers with highlighted passages and counts by facet."""
    match = _match(rows, words)
    if not match.keys:
        return Found([], 0, more=False, facets={name: {} for name in FACETS})
    ranked = _ranked(match)
    if newest:
        ranked = ranked.order_by("-published_at", "-id")
    facts = list(ranked.values_list("pk", "category", "unit__code", "document_type", "year"))
    keys = [row[0] for row in facts[first : first + size]]
    passage = SearchHeadline(
        Left("text", HEADLINE_LETTERS),
        _query(match.question, "vietnamese", partly=match.partly),
        config="vietnamese",
        start_sel=MARK_START,
        stop_sel=MARK_STOP,
        max_words=24,
        min_words=10,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    shown = {row.pk: row for row in online().filter(pk__in=keys).annotate(passage=passage)}
    return Found(
        rows=[shown[key] for key in keys if key in shown],
        total=len(facts),
        more=len(match.keys) >= CANDIDATES,
        facets={name: _counted(row[n] for row in facts) for n, name in enumerate(FACETS, 1)},
        corrected=match.corrected,
        partly=match.partly,
    )


def passages(text: str) -> tuple[Passage, ...]:
    """Return a headline as plain and marked pieces."""
    pieces = re.split(f"{MARK_START}(.*?){MARK_STOP}", text, flags=re.DOTALL)
    return tuple(Passage(piece, marked=n % 2 == 1) for n, piece in enumerate(pieces) if piece)


def _match(rows: QuerySet[Publication], words: str) -> _Match:
    """Find candidates: as asked, else with slips of the finger mended, else with some words."""
    question = parse(words)
    if not question.wanted:
        return _Match(question, [])
    keys = _candidates(rows, _query(question, "vietnamese"))
    if keys:
        return _Match(question, keys)
    mended = correcting.corrected(rows, question)
    if mended:
        keys = _candidates(rows, _query(mended, "vietnamese"))
        if keys:
            return _Match(mended, keys, corrected=mended.said())
    if len(question.wanted) > 1:
        question = mended or question
        some = _candidates(rows, _query(question, "vietnamese", partly=True))
        return _Match(question, some, partly=True)
    return _Match(question, [])


def _candidates(rows: QuerySet[Publication], query: SearchQuery) -> list[uuid.UUID]:
    """Return at most CANDIDATES keys; where there are more, titles and the newest go first."""
    plain = rows.order_by().select_related(None)
    found = list(plain.filter(words=query).values_list("pk", flat=True)[: CANDIDATES + 1])
    if len(found) <= CANDIDATES:
        return found
    titles = plain.filter(title_words=query).values_list("pk", flat=True)[:IN_TITLES]
    by_date = rows.select_related(None).order_by("-published_at", "-id")
    oldest = next(iter(by_date.values_list("published_at", flat=True)[NEWEST - 1 : NEWEST]), None)
    recent = plain.filter(words=query, published_at__gte=oldest) if oldest else plain.none()
    first = [*titles, *recent.values_list("pk", flat=True)]
    return list(dict.fromkeys([*first, *found]))[:CANDIDATES]


def _nothing() -> QuerySet[Publication]:
    return online().annotate(score=Value(0.0)).none()


def _ranked(match: _Match) -> QuerySet[Publication]:
    query = _query(match.question, "vietnamese", partly=match.partly)
    exact = _query(match.question, "simple", partly=match.partly)
    said = match.question.said()
    score = (
        SearchRank(
            F("words"),
            query,
            weights=WEIGHTS,
            normalization=Value(BELOW_ONE),
            cover_density=not match.partly,
        )
        + _bonus(EXACT_BONUS, exact_words=exact)
        + _bonus(TITLE_BONUS, title_words=query)
        + _bonus(TITLE_BONUS, title__icontains=said)
    )
    if match.question.number:
        own = SearchQuery(f"{match.question.number}:*A", config="simple", search_type="raw")
        score += _bonus(NUMBER_BONUS, words=own)
    rows = online().filter(pk__in=_Keys(Value(match.keys))).annotate(score=score)
    return rows.order_by("-score", "-published_at", "-id")


def _bonus(value: float, **when: Any) -> Case:
    return Case(When(**when, then=Value(value)), default=Value(0.0), output_field=FloatField())


def _query(question: Question, config: str, *, partly: bool = False) -> SearchQuery:
    """Return the question in one channel; a number of a document answers it as well."""
    join: Callable[[Any, Any], Any] = or_ if partly else and_
    query = reduce(join, (_term(term, config) for term in question.wanted))
    for term in question.terms:
        if term.excluded:
            query &= ~_term(term, config)
    if question.number and config != "simple":
        query |= SearchQuery(f"{question.number}:*", config="simple", search_type="raw")
    return query


def _term(term: Term, config: str) -> SearchQuery:
    forms = (SearchQuery(one, config=config, search_type="phrase") for one in term.wordings)
    return reduce(or_, forms)


def _counted(values: Iterable[Any]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: (-one[1], str(one[0]))))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
