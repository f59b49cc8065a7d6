"""The statements behind the workload pictures, and how they are run."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection

from approvals.selectors.office_clock import SLOT, OfficeClock
from approvals.selectors.oversight import Oversight

STAGES = """
SELECT phase, min(position) AS place, label, label_en, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) / 3600 AS median,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) / 3600 AS ninetieth,
    count(*) FILTER (WHERE in_time)
FROM approvals_stagetime AS submission
WHERE ended_at >= %(first)s AND ended_at < %(until)s AND {scope}
GROUP BY label, label_en, phase ORDER BY phase DESC, place, label
"""

MONTHS = """
SELECT to_char(month, 'YYYY-MM'), sum(number)::int, sum(in_time)::int FROM (
    SELECT date_trunc('month', ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh') AS month,
        count(*) AS number, count(*) FILTER (WHERE in_time) AS in_time
    FROM approvals_stagetime AS submission
    WHERE ended_at >= %(first)s AND ended_at < %(until)s AND {scope}
    GROUP BY 1) AS counted GROUP BY 1
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


def given(oversight: Oversight, first: datetime, until: datetime) -> dict[str, Any]:
    """Return the parameters that the statements share."""
    return {
        "first": first.astimezone(UTC),
        "until": until,
        "units": list(oversight.units),
        "sites": list(oversight.sites),
        "chosen": oversight.chosen.pk if oversight.chosen else None,
    }


def by_clock(clock: OfficeClock) -> dict[str, Any]:
    """Return the parameters by which the database measures open time."""
    return {
        "begins": clock.begins.timestamp(),
        "passed": clock.passed,
        "opened": clock.opened,
        "slots": len(clock.opened),
    }


def run(statement: str, params: dict[str, Any], oversight: Oversight) -> list[tuple[Any, ...]]:
    """Run one of the statements for what the person answers for."""
    asked = statement.format(scope=_scope(oversight), **CLOCK)  # only our own words are put in
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


# Half hours since the clock began, and the open seconds between two moments, for both tables.
CLOCK = {
    name: value
    for kind, began, ended in (("wait", "wait.began", "wait.at"), ("turn", "turn.since", "%(now)s"))
    for name, value in {
        f"{kind}_opening": _slot(began),
        f"{kind}_closing": _slot(ended),
        f"{kind}_seconds": f"round({_open_seconds('closing', ended)} - "
        f"{_open_seconds('opening', began)})",
    }.items()
}
