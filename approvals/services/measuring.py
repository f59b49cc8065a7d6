"""Measuring how long each turn took: derived from the append-only record, kept to be counted.

A stage begins when the one before it was satisfied, and ends with the word that satisfies it, a
return or a refusal; it is on time within the working hours its route gives.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from approvals.models import StageTime
from approvals.selectors.measuring import CLOCK, by_clock
from approvals.selectors.office_clock import office_clock
from core.clock import in_vietnam
from core.office_calendar import calendar_of

LOOK_BACK = timedelta(days=400)
WAITED_LONGEST = timedelta(days=366)
AGAIN = timedelta(days=2)  # what was committed late is found at the next look

MEASURE = """
WITH office AS MATERIALIZED (
    SELECT * FROM unnest(%(passed)s::int[], %(opened)s::int[])
        WITH ORDINALITY AS slots(passed, opened, slot)
),
stage AS MATERIALIZED (
    SELECT version.id AS version, place - 1 AS position, said->>'phase' AS phase,
        left(said->>'label', 200) AS label,
        left(coalesce(said->>'label_en', said->>'label'), 200) AS label_en,
        coalesce((said->>'due_hours')::int, 16) AS due_hours,
        sum(CASE WHEN (said->>'together')::bool THEN 0 ELSE 1 END)
            OVER (PARTITION BY version.id ORDER BY place) AS turn
    FROM approvals_routeversion version,
        jsonb_array_elements(version.stages) WITH ORDINALITY AS stages(said, place)
),
touched AS MATERIALIZED (
    SELECT submission_id FROM approvals_endorsement
    WHERE at >= %(first)s AND at < %(until)s
    UNION
    SELECT submission_id FROM approvals_decision
    WHERE verb IN ('reject', 'request_changes') AND at >= %(first)s AND at < %(until)s
),
item AS MATERIALIZED (
    SELECT submission.id, submission.route_version_id AS version, submission.unit_id,
        submission.site_id
    FROM approvals_submission submission JOIN touched ON touched.submission_id = submission.id
),
event AS (
    SELECT item.*, said.round, 0 AS turn, NULL::int AS position, said.at
    FROM item JOIN approvals_decision said ON said.submission_id = item.id
    WHERE said.verb IN ('submit', 'receive')
    UNION ALL
    SELECT item.*, word.round, stage.turn, word.position, max(word.at)
    FROM item JOIN approvals_endorsement word ON word.submission_id = item.id
        JOIN stage ON stage.version = item.version AND stage.position = word.position
    GROUP BY item.id, item.version, item.unit_id, item.site_id, word.round, word.content_hash,
        stage.turn, word.position
    HAVING count(*) >= (array_agg(word.needed ORDER BY word.id DESC))[1]
    UNION ALL
    SELECT item.*, said.round, 1000, NULL, said.at
    FROM item JOIN approvals_decision said ON said.submission_id = item.id
    WHERE said.verb IN ('reject', 'request_changes')
),
wait AS (
    SELECT event.*, max(at) OVER earlier AS began,
        coalesce(position, max(position) OVER before + 1, 0) AS place
    FROM event
    WINDOW earlier AS (PARTITION BY id, round ORDER BY turn GROUPS BETWEEN 1 PRECEDING
                       AND 1 PRECEDING),
        before AS (PARTITION BY id, round ORDER BY turn GROUPS BETWEEN UNBOUNDED PRECEDING
                   AND 1 PRECEDING)
)
INSERT INTO approvals_stagetime (submission_id, unit_id, site_id, round, position, phase, label,
    label_en, ended_at, seconds, in_time)
SELECT wait.id, wait.unit_id, wait.site_id, wait.round, wait.place, stage.phase, stage.label,
    stage.label_en, wait.at, {wait_seconds}, {wait_seconds} <= stage.due_hours * 3600
FROM wait
    JOIN stage ON stage.version = wait.version AND stage.position = wait.place
    JOIN office opening ON opening.slot = {wait_opening}
    JOIN office closing ON closing.slot = {wait_closing}
WHERE wait.turn > 0 AND wait.began IS NOT NULL AND wait.at >= %(first)s AND wait.at < %(until)s
ORDER BY wait.at
ON CONFLICT DO NOTHING
"""


def measure(*, now: datetime) -> int:
    """Measure the turns that ended since the last look and return how many; repeatable."""
    last = StageTime.objects.aggregate(last=Max("ended_at"))["last"]
    first = max(now - LOOK_BACK, last - AGAIN) if last else now - LOOK_BACK
    today = in_vietnam(now).date()
    clock = office_clock(calendar_of(), in_vietnam(first).date() - WAITED_LONGEST, today)
    params = {"first": first, "until": now, **by_clock(clock)}
    with connection.cursor() as cursor:
        cursor.execute(MEASURE.format(**CLOCK), params)  # only our own words are put in
        return int(cursor.rowcount)
