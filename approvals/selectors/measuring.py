"""The statements that measure waits and count refusals, and how they are run."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection

from approvals.selectors.office_clock import SLOT, OfficeClock
from approvals.selectors.oversight import Oversight

MEASURED = """
WITH office AS MATERIALIZED (
    SELECT * FROM unnest(%(passed)s::int[], %(opened)s::int[])
        WITH ORDINALITY AS slots(passed, opened, slot)
),
stage AS MATERIALIZED (
    SELECT version.id AS version, place - 1 AS position, said->>'phase' AS phase,
        said->>'label' AS label, coalesce(said->>'label_en', said->>'label') AS label_en,
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
    SELECT submission.id, submission.route_version_id AS version
    FROM approvals_submission submission JOIN touched ON touched.submission_id = submission.id
    WHERE {scope}
),
event AS (
    SELECT item.id, item.version, said.round, 0 AS turn, NULL::int AS position, said.at, said.verb
    FROM item JOIN approvals_decision said ON said.submission_id = item.id
    WHERE said.verb IN ('submit', 'receive')
    UNION ALL
    SELECT item.id, item.version, word.round, stage.turn, word.position, max(word.at), 'endorse'
    FROM item JOIN approvals_endorsement word ON word.submission_id = item.id
        JOIN stage ON stage.version = item.version AND stage.position = word.position
    GROUP BY item.id, item.version, word.round, word.content_hash, stage.turn, word.position
    HAVING count(*) >= (array_agg(word.needed ORDER BY word.id DESC))[1]
    UNION ALL
    SELECT item.id, item.version, said.round, 1000, NULL, said.at, said.verb
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
),
timed AS MATERIALIZED (
    SELECT stage.label, stage.label_en, stage.phase, stage.position, wait.at,
        {wait_seconds} / 3600.0 AS hours,
        {wait_seconds} <= stage.due_hours * 3600 AS in_time
    FROM wait
        JOIN stage ON stage.version = wait.version AND stage.position = wait.place
        JOIN office opening ON opening.slot = {wait_opening}
        JOIN office closing ON closing.slot = {wait_closing}
    WHERE wait.turn > 0 AND wait.began IS NOT NULL
        AND wait.at >= %(first)s AND wait.at < %(until)s
)
SELECT
    (SELECT json_agg(lines ORDER BY phase DESC, place, label) FROM (
        SELECT label, label_en, phase, min(position) AS place, count(*) AS number,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) AS median,
            percentile_cont(0.9) WITHIN GROUP (ORDER BY hours) AS ninetieth,
            count(*) FILTER (WHERE in_time) AS in_time
        FROM timed GROUP BY label, label_en, phase) AS lines),
    (SELECT json_agg(lines ORDER BY month) FROM (
        SELECT to_char(at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') AS month,
            count(*) AS number, count(*) FILTER (WHERE in_time) AS in_time
        FROM timed GROUP BY 1) AS lines)
"""

WAITING = """
WITH office AS MATERIALIZED (
    SELECT * FROM unnest(%(passed)s::int[], %(opened)s::int[])
        WITH ORDINALITY AS slots(passed, opened, slot)
),
aged AS (
    SELECT {turn_seconds} / 3600.0 AS hours, turn.due_at < %(now)s AS late
    FROM approvals_turn turn
        JOIN approvals_submission submission ON submission.id = turn.submission_id
        JOIN office opening ON opening.slot = {turn_opening}
        JOIN office closing ON closing.slot = {turn_closing}
    WHERE {scope}
)
SELECT width_bucket(hours, %(edges)s::float8[]) AS class, count(*), count(*) FILTER (WHERE late)
FROM aged GROUP BY 1 ORDER BY 1
"""

REFUSED = """
SELECT unit.name, unit.name_en, ground.code, count(*)
FROM approvals_decision said
    JOIN approvals_decisionground ground ON ground.decision_id = said.id
    JOIN approvals_submission submission ON submission.id = said.submission_id
    JOIN core_unit unit ON unit.id = submission.unit_id
WHERE said.verb = 'reject' AND said.at >= %(first)s AND said.at < %(until)s AND {scope}
GROUP BY 1, 2, 3 ORDER BY 1, 3
"""

BY_PERSON = """
SELECT person, what, sum(number)::int FROM (
    SELECT actor_id AS person, verb AS what, count(*) AS number FROM approvals_decision
    WHERE actor_id = ANY(%(people)s) AND at >= %(first)s AND at < %(until)s
        AND verb IN ('submit', 'request_changes', 'reject') GROUP BY 1, 2
    UNION ALL
    SELECT actor_id, 'agree', count(*) FROM approvals_endorsement
    WHERE actor_id = ANY(%(people)s) AND at >= %(first)s AND at < %(until)s GROUP BY 1
    UNION ALL
    SELECT submission.submitted_by_id, 'got_' || said.verb, count(*)
    FROM approvals_decision said
        JOIN approvals_submission submission ON submission.id = said.submission_id
    WHERE said.verb IN ('request_changes', 'reject') AND said.at >= %(first)s
        AND said.at < %(until)s AND submission.submitted_by_id = ANY(%(people)s) GROUP BY 1, 2
    UNION ALL
    SELECT submission.submitted_by_id, ground.code, count(*)
    FROM approvals_decision said
        JOIN approvals_decisionground ground ON ground.decision_id = said.id
        JOIN approvals_submission submission ON submission.id = said.submission_id
    WHERE said.verb = 'reject' AND said.at >= %(first)s AND said.at < %(until)s
        AND submission.submitted_by_id = ANY(%(people)s) GROUP BY 1, 2
) AS counted GROUP BY 1, 2
"""


def given(
    oversight: Oversight, first: datetime, until: datetime, clock: OfficeClock
) -> dict[str, Any]:
    """Return the parameters that the statements share."""
    return {
        "first": first.astimezone(UTC),
        "until": until,
        "units": list(oversight.units),
        "sites": list(oversight.sites),
        "chosen": oversight.chosen.pk if oversight.chosen else None,
        "begins": clock.begins.timestamp(),
        "passed": clock.passed,
        "opened": clock.opened,
        "slots": len(clock.opened),
    }


def run(statement: str, params: dict[str, Any], oversight: Oversight) -> list[tuple[Any, ...]]:
    """Run one of the statements for what the person answers for."""
    asked = statement.format(scope=_scope(oversight), **_CLOCK)  # only our own words are put in
    with connection.cursor() as cursor:
        cursor.execute(asked, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _scope(oversight: Oversight) -> str:
    parts = []
    if not oversight.everything:
        parts.append("(submission.unit_id = ANY(%(units)s) OR submission.site_id = ANY(%(sites)s))")
    if oversight.chosen:
        parts.append("submission.unit_id = %(chosen)s")
    return " AND ".join(parts) or "TRUE"


def _half_hours(moment: str) -> str:
    seconds = SLOT.total_seconds()
    return f"((extract(epoch FROM {moment})::float8 - %(begins)s) / {seconds})"


def _slot(moment: str) -> str:
    return f"greatest(1, least(%(slots)s, floor({_half_hours(moment)})::bigint + 1))"


def _open_seconds(slot: str, moment: str) -> str:
    part = f"{_half_hours(moment)} - floor({_half_hours(moment)})"
    return f"({slot}.passed + {slot}.opened * ({part}))"


_CLOCK = {
    name: value
    for kind, began, ended in (("wait", "wait.began", "wait.at"), ("turn", "turn.since", "%(now)s"))
    for name, value in {
        f"{kind}_opening": _slot(began),
        f"{kind}_closing": _slot(ended),
        f"{kind}_seconds": f"round({_open_seconds('closing', ended)} - "
        f"{_open_seconds('opening', began)})",
    }.items()
}
