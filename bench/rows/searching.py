"""Public search over 200,000 items: common, rare and mistyped questions, and relevance."""

import itertools
import os
import random
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg

from bench import items, relevance
from bench.report import Line, Outcome

ITEMS, QUESTIONS, RARE_WORDS, WORDS = 200_000, 60, 20_000, 110
COMMON_BAR_MS, RARE_BAR_MS, RECALL_BAR = 100, 10, 0.95
ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
RIMES = [
    "a",
    "an",
    "ang",
    "ay",
    "em",
    "en",
    "ên",
    "iên",
    "inh",
    "oc",
    "ôc",
    "ơi",
    "uông",
    "uyêt",
    "ương",
    "ưa",
    "âp",
    "âu",
    "ong",
    "ung",
]
TONES = ("", "\u0301", "\u0300", "\u0309", "\u0323")
CLONE = """
    INSERT INTO {table} ({columns})
    SELECT {values} FROM {table}, generate_series(1, %s) AS n WHERE {table}.id = %s
"""
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = %s AND is_generated = 'NEVER' AND NOT column_name = ANY(%s)
"""


def run() -> Outcome:
    """Judge the fixed set on its own, then fill a site with made-up items and ask."""
    judged = relevance.means(relevance.judge(relevance.load()))
    items.publish_many(1, code="tinh")
    written = _fill()
    times = {name: _times(questions) for name, questions in _questions().items()}
    return outcome(times, judged, written)


def outcome(
    times: dict[str, list[float]], judged: dict[str, tuple[float, float]], written: float
) -> Outcome:
    """Return what was measured as lines of the table."""
    return Outcome(
        "searching",
        f"Public search over {ITEMS:,} items, answers with passages and facets",
        (
            Line("common words, p50", _at(times["common"], 50), "ms"),
            Line("common words, p95", _at(times["common"], 95), "ms", at_most=COMMON_BAR_MS),
            Line("rare words, p50", _at(times["rare"], 50), "ms"),
            Line("rare words, p95", _at(times["rare"], 95), "ms", at_most=RARE_BAR_MS),
            Line("numbers of documents, p95", _at(times["number"], 95), "ms"),
            Line("mistyped rare words, p95", _at(times["mistyped"], 95), "ms"),
            *(
                Line(f"recall@10, {kind}", round(recall, 3), at_least=RECALL_BAR)
                for kind, (recall, _) in judged.items()
            ),
            Line("nDCG@10 of all questions", round(judged["all"][1], 3)),
            Line("items indexed a second", round(ITEMS / written), "/s"),
        ),
    )


def _questions() -> dict[str, list[str]]:
    """Return what is asked, by kind; every word of them stands in the texts."""
    chance = random.Random(7)
    syllables = _syllables()
    rare = [_rare(chance.randrange(RARE_WORDS)) for _ in range(QUESTIONS)]
    return {
        "common": [" ".join(chance.sample(syllables[:25], 1 + n % 2)) for n in range(QUESTIONS)],
        "rare": rare,
        "number": [f"{n} 2026" for n in chance.sample(range(1000, ITEMS), QUESTIONS)],
        "mistyped": [f"{word[:-1]}z" for word in rare[:20]],
    }


def _fill() -> float:
    """Copy one published item ITEMS times, each with words of its own; return the seconds."""
    from publishing.models import Publication

    model = Publication.objects.get(site__code="tinh")
    own = {"id": "md5('{}' || n)::uuid"}
    with psycopg.connect(_as_superuser()) as connection, connection.cursor() as cursor:
        # Copies need no guards: what they copy was published through all of them.
        cursor.execute("SET session_replication_role = replica")
        _clone(cursor, "approvals_document", model.document_id, _own("document", own))
        submission = _own("submission", own) | {
            "reference": "'BENCH-' || n",
            "document_id": "md5('document' || n)::uuid",
        }
        _clone(cursor, "approvals_submission", model.submission_id, submission)
        start = time.perf_counter()
        _take_in(cursor)
        publication = _own("publication", own) | {
            "document_id": "md5('document' || n)::uuid",
            "submission_id": "md5('submission' || n)::uuid",
            "address": "'news/bench-' || n || '/'",
            "slot_in_all": "n",
            "slot_in_category": "n",
            "published_at": "now() - n * interval '5 minutes'",
            "title": "(SELECT said.title FROM said WHERE said.n = n.n)",
            "text": "(SELECT said.text FROM said WHERE said.n = n.n)",
            "number": "(SELECT said.number FROM said WHERE said.n = n.n)",
            "number_keys": "n || 'x2026xkhxubnd'",
        }
        _clone(cursor, "publishing_publication", model.pk, publication)
        connection.commit()
        connection.autocommit = True
        for table in ("publishing_publication", "approvals_submission", "approvals_document"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return time.perf_counter() - start


def _take_in(cursor: psycopg.Cursor) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE said (n int PRIMARY KEY, title text, text text, number text)"
    )
    with cursor.copy("COPY said FROM STDIN") as copy:
        for row in _texts():
            copy.write_row(row)


def _own(name: str, columns: dict[str, str]) -> dict[str, str]:
    return {column: value.format(name) for column, value in columns.items()}


def _clone(cursor: psycopg.Cursor, table: str, key: object, own: dict[str, str]) -> None:
    cursor.execute(COLUMNS, [table, list(own)])
    shared = [row[0] for row in cursor.fetchall()]
    statement = CLONE.format(
        table=table,
        columns=", ".join([*shared, *own]),
        values=", ".join([*(f"{table}.{name}" for name in shared), *own.values()]),
    )
    cursor.execute(statement, [ITEMS, key])


def _texts() -> Iterator[tuple[int, str, str, str]]:
    """Make texts whose words are spread as in a language: a few everywhere, most seldom."""
    chance = random.Random(1)
    syllables = _syllables()
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(syllables))))
    for n in range(1, ITEMS + 1):
        words = chance.choices(syllables, cum_weights=weights, k=WORDS)
        words[chance.randrange(10, WORDS)] = _rare(chance.randrange(RARE_WORDS))
        yield n, " ".join(words[:9]), " ".join(words[9:]), f"{n}/2026/KH-UBND"


def _syllables() -> list[str]:
    import unicodedata

    made = [
        unicodedata.normalize("NFC", onset + rime + tone)
        for onset in ONSETS
        for rime in RIMES
        for tone in TONES
    ]
    random.Random(3).shuffle(made)
    return made


def _rare(number: int) -> str:
    """Return a made-up word of letters for a number."""
    vowels, letters = "oui", "bcdfghklmnpqrstvx"
    parts = ["w"]
    for vowel in vowels:
        number, rest = divmod(number, len(letters))
        parts += [letters[rest], vowel]
    return "".join([*parts, letters[number % len(letters)]])


def _times(questions: list[str]) -> list[float]:
    """Return the milliseconds of each question, after a few to warm up."""
    from publishing.selectors import narrowing, search

    times = []
    for question in [*questions[:5], *questions]:
        start = time.perf_counter()
        search.page_of(narrowing.Narrowing(), question, search.Page())
        times.append((time.perf_counter() - start) * 1000)
    return times[5:]


def _at(times: list[float], percent: int) -> float:
    return round(statistics.quantiles(times, n=100)[percent - 1], 1)


def _as_superuser() -> str:
    owner = urlsplit(os.environ["DATABASE_OWNER_URL"])
    return owner._replace(
        netloc=f"postgres:{owner.password}@{owner.hostname}:{owner.port}"
    ).geturl()
