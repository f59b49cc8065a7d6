"""Public search in two channels: exact tones rank first, toneless words still find."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When

from publishing.models import Publication
from publishing.rendering import Passage

CANDIDATES = 2000
MARK_START, MARK_STOP = "\u0002", "\u0003"
EXACT_BONUS = 2.0


@dataclass(frozen=True)
class Found:
    """One page of answers; `more` tells that candidates were cut at the limit."""

    rows: list[Publication]
    total: int
    more: bool


def online() -> QuerySet[Publication]:
    """Return everything that readers may see."""
    rows = Publication.objects.filter(online=True).select_related("site", "submission__unit")
    return rows.defer("text", "words", "exact_words")


def matching(rows: QuerySet[Publication], words: str) -> QuerySet[Publication]:
    """Return the items that hold the words, with or without tones, best first.

    Ranks at most CANDIDATES matches, so a common word costs no more than a rare one.
    """
    plain = SearchQuery(words, config="vietnamese", search_type="websearch")
    exact = SearchQuery(words, config="simple", search_type="websearch")
    # The oldest items of a very common word may fall out of the candidates; the newest never do.
    found = rows.filter(Q(words=plain) | Q(number__iexact=words.strip()))
    candidates = found.order_by("-published_at").values("pk")[:CANDIDATES]
    bonus = Case(
        When(exact_words=exact, then=Value(EXACT_BONUS)), default=Value(0.0),
        output_field=FloatField(),
    )  # fmt: skip
    title = Case(
        When(title__icontains=words.strip(), then=Value(EXACT_BONUS)), default=Value(0.0),
        output_field=FloatField(),
    )  # fmt: skip
    score = SearchRank(F("words"), plain, cover_density=True) + bonus + title
    return (
        online().filter(pk__in=candidates).annotate(score=score).order_by("-score", "-published_at")
    )


def page_of(rows: QuerySet[Publication], words: str, *, first: int, size: int) -> Found:
    """Return one page of matching items with highlighted passages."""
    ranked = matching(rows, words)
    total = ranked.count()
    headline = SearchHeadline(
        "text",
        SearchQuery(words, config="vietnamese", search_type="websearch"),
        config="vietnamese",
        start_sel=MARK_START,
        stop_sel=MARK_STOP,
        max_words=35,
        min_words=15,
    )
    keys = list(ranked.values_list("pk", flat=True)[first : first + size])
    shown = {row.pk: row for row in online().filter(pk__in=keys).annotate(passage=headline)}
    return Found([shown[key] for key in keys], total, total >= CANDIDATES)


def passages(text: str) -> tuple[Passage, ...]:
    """Return a headline as plain and marked pieces."""
    pieces = re.split(f"{MARK_START}(.*?){MARK_STOP}", text, flags=re.DOTALL)
    return tuple(Passage(piece, marked=n % 2 == 1) for n, piece in enumerate(pieces) if piece)
