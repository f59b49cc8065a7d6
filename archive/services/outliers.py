"""Looking for approvals an auditor may want to read: hasty ones, night bursts, mutual ones.

Counted by the database from the append-only record, a stretch of time at a look; repeatable.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from archive.models import OutlierLook
from archive.selectors.outliers import HASTY_SECONDS, MUTUAL_SPAN, MUTUAL_WORDS, NIGHT_WORDS
from core.clock import in_vietnam, midnight

# What was committed late is found at the next look.
AGAIN = timedelta(days=2)
STRETCH = timedelta(days=32)
A_DAY = timedelta(days=1)
FIRST_ACT = "SELECT min(at) FROM approvals_decision"

# One row a word of agreement: who, for what, when. The word that completes a phase stands beside a
# decision of the same moment, so only the others are taken from the endorsements.
WORDS = """
word AS MATERIALIZED (
    SELECT submission_id, actor_id, at, entry_id FROM approvals_decision
    WHERE verb IN ('review', 'approve', 'fast_track') AND actor_id IS NOT NULL
        AND at >= %(since)s AND at < %(until)s
    UNION ALL
    SELECT submission_id, actor_id, at, entry_id FROM approvals_endorsement
    WHERE NOT completes AND at >= %(since)s AND at < %(until)s
)
"""
# A person who spoke on the item before has read it before.
HASTY = """
WITH {words}
INSERT INTO archive_outlier (kind, once_key, person_id, submission_id, measure, at)
SELECT 'hasty', 'hasty:' || word.entry_id, word.actor_id, word.submission_id,
    extract(epoch FROM word.at - before.at)::int, word.at
FROM word, LATERAL (
    SELECT at FROM (
        SELECT at, entry_id FROM approvals_decision
        WHERE submission_id = word.submission_id AND entry_id < word.entry_id
        UNION ALL
        SELECT at, entry_id FROM approvals_endorsement
        WHERE submission_id = word.submission_id AND entry_id < word.entry_id AND NOT completes
    ) act ORDER BY entry_id DESC LIMIT 1
) before
WHERE word.at - before.at < %(hasty)s * interval '1 second' AND word.at >= before.at
    AND NOT EXISTS (
        SELECT FROM approvals_endorsement spoken WHERE spoken.submission_id = word.submission_id
            AND spoken.actor_id = word.actor_id AND spoken.at < word.at
    )
ON CONFLICT (once_key) DO NOTHING
"""
# A night is named by the day it begins on: what happens at four belongs to the evening before.
NIGHT = """
WITH {words}
INSERT INTO archive_outlier (kind, once_key, person_id, measure, at)
SELECT 'night', 'night:' || actor_id || ':' || night, actor_id, count(*), max(at)
FROM (
    SELECT actor_id, at, (here - interval '12 hours')::date AS night
    FROM (SELECT *, at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS here FROM word) located
    WHERE here::time >= '22:00' OR here::time < '05:00'
) nightly
GROUP BY actor_id, night
HAVING count(*) >= %(night)s
ON CONFLICT (once_key) DO UPDATE
    SET measure = greatest(archive_outlier.measure, excluded.measure), at = excluded.at
"""
AGREED = """
WITH {words}
INSERT INTO archive_agreed (month, author_id, person_id, number)
SELECT date_trunc('month', word.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
    item.submitted_by_id, word.actor_id, count(*)
FROM word JOIN approvals_submission item ON item.id = word.submission_id
WHERE item.submitted_by_id <> word.actor_id
GROUP BY 1, 2, 3
ON CONFLICT (month, author_id, person_id) DO UPDATE SET number = excluded.number
"""
MUTUAL = """
WITH pair AS (
    SELECT author_id, person_id, sum(number) AS number FROM archive_agreed
    WHERE month >= %(months)s GROUP BY author_id, person_id
)
INSERT INTO archive_outlier (kind, once_key, person_id, other_id, measure, at)
SELECT 'mutual', format('mutual:%%s:%%s:%%s', one.person_id, one.author_id, %(year)s),
    one.person_id, one.author_id, least(one.number, two.number), %(until)s
FROM pair one JOIN pair two ON two.author_id = one.person_id AND two.person_id = one.author_id
WHERE one.person_id < one.author_id AND least(one.number, two.number) >= %(mutual)s
ON CONFLICT (once_key) DO UPDATE SET measure = excluded.measure, at = excluded.at
"""


def find_outliers(*, now: datetime, told: Callable[[str], None] = lambda _line: None) -> int:
    """Look at everything decided since the last look; returns how many things stand out in all.

    A first look at a long history goes month by month and says so through `told`.
    """
    since = _begin()
    found = 0
    while since is not None and since < now:
        until = min(_next_month(since), now)
        with transaction.atomic():
            found += _look(since, until)
            OutlierLook.objects.create(until=until, found=found, at=now)
        told(f"{until:%Y-%m-%d}")
        since = until
    return found


def _begin() -> datetime | None:
    """Begin a little before the end of the last look, at the start of that month's counting."""
    last = OutlierLook.objects.first()
    if last:
        return _month(last.until - AGAIN)
    with connection.cursor() as cursor:
        cursor.execute(FIRST_ACT)
        first: datetime | None = cursor.fetchone()[0]
    return _month(first) if first else None


def _look(since: datetime, until: datetime) -> int:
    given: dict[str, Any] = {
        "since": since,
        "until": until,
        "hasty": HASTY_SECONDS,
        "night": NIGHT_WORDS,
        "mutual": MUTUAL_WORDS,
        "months": _month(until - MUTUAL_SPAN).date(),
        "year": in_vietnam(until).year,
    }
    found = 0
    with connection.cursor() as cursor:
        cursor.execute(AGREED.format(words=WORDS), given)  # only our own words are put in
        # A night may begin in the month before.
        for statement, first in ((HASTY, since), (NIGHT, since - A_DAY), (MUTUAL, since)):
            cursor.execute(statement.format(words=WORDS), given | {"since": first})
            found += cursor.rowcount
    return found


def _month(moment: datetime) -> datetime:
    """Return the first moment of the month in Vietnam: counts of a month are made whole."""
    return midnight(in_vietnam(moment).date().replace(day=1))


def _next_month(moment: datetime) -> datetime:
    return _month(_month(moment) + STRETCH)
