"""Samples: an auditor draws decisions to look at and writes down what was found.

A draw can be repeated by anybody: within a stratum the items stand in the order of
SHA-256("<seed>:<submission id>"), and the first of them are taken.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from approvals.policies import Actor
from approvals.services.screening import refuse_marked
from archive.models import Sample, SampleItem
from archive.selectors.sampling import sample_of
from core import ledger
from core.canonical import canonical_bytes, sha256_hex
from core.clock import midnight
from core.errors import GuardFailed, NotPermitted
from core.models import FreeText
from core.roles import Role

MOST = 500
DECIDED = """
decided AS (
    SELECT DISTINCT ON (said.submission_id) said.submission_id, said.id AS decision_id,
        said.actor_id, said.on_behalf_of_id, said.verb
    FROM approvals_decision said JOIN approvals_submission item ON item.id = said.submission_id
        JOIN core_site site ON site.id = item.site_id
    WHERE said.verb IN ('approve', 'fast_track', 'reject')
        AND said.at >= %(first)s AND said.at < %(beyond)s
        AND (%(site)s = '' OR site.code = %(site)s)
    ORDER BY said.submission_id, said.id DESC
)
"""
# What makes a decision worth a look, added up; the weights stand on the page of the sample.
RISK = """
    3 * (verb = 'fast_track')::int
    + 2 * (SELECT count(*) FROM approvals_override set_aside
           WHERE set_aside.submission_id = decided.submission_id)
    + 3 * (SELECT count(*) FROM archive_outlier odd
           WHERE odd.submission_id = decided.submission_id)
    + (on_behalf_of_id IS NOT NULL)::int
"""
PERSON = "(SELECT username FROM core_user WHERE id = decided.actor_id)"
GROUND = "given.code"
STRATA = {
    Sample.Method.RANDOM: ("''", "0", ""),
    Sample.Method.RISK: ("''", RISK, ""),
    Sample.Method.PERSON: (PERSON, "0", ""),
    Sample.Method.GROUND: (
        GROUND,
        "0",
        "JOIN approvals_decisionground given ON given.decision_id = decided.decision_id",
    ),
}
DRAW = """
WITH {decided},
placed AS (
    SELECT submission_id, {stratum} AS stratum, ({risk})::int AS risk,
        encode(sha256(convert_to(%(seed)s || ':' || submission_id, 'UTF8')), 'hex') AS place
    FROM decided {join}
),
ranked AS (
    SELECT placed.*, row_number() OVER (PARTITION BY stratum ORDER BY risk DESC, place) AS rank
    FROM placed
),
-- One item may stand under several grounds: its best place counts.
once AS (
    SELECT DISTINCT ON (submission_id) * FROM ranked ORDER BY submission_id, rank, stratum
)
SELECT submission_id, stratum, risk, (SELECT count(*) FROM decided) AS population
FROM once ORDER BY rank, risk DESC, stratum, place LIMIT %(size)s
"""


@dataclass(frozen=True)
class Wish:
    """What is to be drawn: from which decisions, how many, how."""

    name: str
    method: str
    size: int
    since: date
    until: date
    site: str = ""
    seed: str = ""


def draw(wish: Wish, *, by: Actor, now: datetime) -> Sample:
    """Draw a sample and write it down with its seed.

    Refuses anybody but an auditor (NotPermitted), a size outside 1 to 500 and a stretch of time
    without decisions (GuardFailed with SAMPLE_SIZE, SAMPLE_EMPTY), and words that carry a secrecy
    mark.
    """
    _only_auditors(by)
    if not 1 <= wish.size <= MOST:
        raise GuardFailed("SAMPLE_SIZE", most=str(MOST))
    refuse_marked([("title", wish.name)], by=by, now=now)
    seed = wish.seed or secrets.token_hex(16)
    rows = _drawn(wish, seed)
    if not rows:
        raise GuardFailed("SAMPLE_EMPTY")
    with transaction.atomic():
        sample = _write_down(wish, seed, rows, by=by, now=now)
        SampleItem.objects.bulk_create(
            SampleItem(
                sample=sample, position=place, submission_id=key, stratum=stratum or "", risk=risk
            )
            for place, (key, stratum, risk, _) in enumerate(rows, start=1)
        )
    return sample


def note(
    sample_id: int, position: int, *, result: str, words: str, by: Actor, now: datetime
) -> SampleItem:
    """Write down what the auditor found about one item; the last word counts.

    The ledger remembers every one by its salted hash.

    Refuses anybody but an auditor, a finding without words (FINDING_NEEDS_WORDS) and words that
    carry a secrecy mark; NotVisible where there is no such item.
    """
    _only_auditors(by)
    sample = sample_of(sample_id, by=by)
    if result == SampleItem.Result.FINDING and not words.strip():
        raise GuardFailed("FINDING_NEEDS_WORDS")
    refuse_marked([("text", words)], by=by, now=now)
    with transaction.atomic():
        item = sample.items.select_for_update().get(position=position)
        text = FreeText.objects.create(text=words.strip()) if words.strip() else None
        details: Mapping[str, Any] = {
            "sample": sample.seed,
            "result": result,
            "note_sha256": text.salted_hash if text else "",
        }
        ledger.record(
            ledger.Act(
                verb="note_sample",
                subject_type="sample",
                subject_id=str(item.submission_id),
                actor=by.name,
                details=details,
            ),
            now=now,
        )
        item.result, item.note, item.noted_at = result, text, now
        item.save(update_fields=["result", "note", "noted_at"])
    return item


def _write_down(
    wish: Wish, seed: str, rows: list[tuple[Any, str, int, int]], *, by: Actor, now: datetime
) -> Sample:
    criteria = {"since": str(wish.since), "until": str(wish.until), "site": wish.site}
    size, population = len(rows), rows[0][3]
    drawn = {
        "method": wish.method,
        "size": size,
        "population": population,
        "items_sha256": sha256_hex(canonical_bytes([str(row[0]) for row in rows])),
    }
    act = ledger.Act(
        verb="draw_sample",
        subject_type="sample",
        subject_id=seed,
        actor=by.name,
        details=criteria | drawn,
    )
    return Sample.objects.create(
        name=wish.name.strip() or seed[:8],
        method=wish.method,
        criteria=criteria,
        seed=seed,
        size=size,
        population=population,
        drawn_by_id=by.id or 0,
        drawn_at=now,
        entry=ledger.record(act, now=now),
    )


def _drawn(wish: Wish, seed: str) -> list[tuple[Any, str, int, int]]:
    stratum, risk, join = STRATA[Sample.Method(wish.method)]
    sql = DRAW.format(decided=DECIDED.strip(), stratum=stratum, risk=risk, join=join)
    given: dict[str, Any] = {
        "first": midnight(wish.since),
        "beyond": midnight(wish.until + timedelta(days=1)),
        "site": wish.site,
        "seed": seed,
        "size": wish.size,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows: list[tuple[Any, str, int, int]] = cursor.fetchall()
    return rows


def _only_auditors(by: Actor) -> None:
    if not any(role == Role.AUDITOR for role, _ in by.roles):
        raise NotPermitted(verb="draw_sample")
