"""What a decision looks at besides the locked row, asked for in one statement."""

import json
from dataclasses import dataclass
from datetime import date

from django.db import DEFAULT_DB_ALIAS, connection

from approvals.models import Mandate, Submission, Verdict
from approvals.policies import Actor
from approvals.routes import Endorsed
from core.models import User

# Each part alone is written by `selectors.facts`, `selectors.people` and `services.checking` in the
# words of the ORM; four of those for every verb were a third of a decision's time.
ALL_AT_ONCE = """
SELECT
    ARRAY(SELECT ARRAY[position, actor_id, on_behalf_of_id, needed] FROM approvals_endorsement
          WHERE submission_id = %(item)s AND round = %(round)s AND content_hash = %(hash)s
          ORDER BY id),
    ARRAY(SELECT created_by_id FROM approvals_revision
          WHERE submission_id = %(item)s AND round = %(round)s AND created_by_id IS NOT NULL),
    verdict.id, verdict.rule_pack, verdict.results::text,
    mandate.id, mandate.holder_id, mandate.principal_id, mandate.authority, mandate.title,
    mandate.username, mandate.full_name
FROM (VALUES (1)) AS one
LEFT JOIN LATERAL (
    SELECT id, rule_pack, results FROM approvals_verdict
    WHERE submission_id = %(item)s AND revision_id = %(revision)s ORDER BY id DESC LIMIT 1
) AS verdict ON true
LEFT JOIN LATERAL (
    SELECT held.id, held.authority, held.title, held.holder_id, held.principal_id,
        who.username, who.full_name
    FROM approvals_mandate held JOIN core_user who ON who.id = held.holder_id
    WHERE held.holder_id = %(actor)s AND held.unit_id = %(unit)s AND held.valid_from <= %(on)s
        AND (held.valid_to IS NULL OR held.valid_to >= %(on)s) AND held.ended_at IS NULL
        AND (held.document_types = '[]' OR jsonb_exists(held.document_types, %(type)s))
        AND (held.categories = '[]' OR jsonb_exists(held.categories, %(category)s))
    ORDER BY held.principal_id = ANY(%(away)s) DESC NULLS LAST, held.id LIMIT 1
) AS mandate ON true
"""


@dataclass(frozen=True)
class Gathered:
    """The words that hold, who edited in this round, the last verdict, the actor's mandate."""

    endorsed: tuple[Endorsed, ...]
    editors: frozenset[int]
    verdict: Verdict | None
    mandate: Mandate | None


def gathered(submission: Submission, actor: Actor, *, on: date) -> Gathered:
    """Return what is known of the locked row; models carry only what decisions use of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            ALL_AT_ONCE,
            {
                "item": submission.pk,
                "round": submission.round,
                "hash": submission.content_hash,
                "revision": submission.current.pk,
                "actor": actor.id,
                "away": [principal.id for principal in actor.stands_in_for],
                "type": submission.document_type,
                "category": submission.category,
                "unit": submission.site.unit_id,
                "on": on,
            },
        )
        words, editors, *rest = cursor.fetchone()
    return Gathered(
        endorsed=tuple(Endorsed(*word) for word in words),
        editors=frozenset(editors),
        verdict=_verdict(*rest[:3]) if rest[0] else None,
        mandate=_mandate(*rest[3:]) if rest[3] else None,
    )


def _verdict(key: int, rule_pack: str, results: str) -> Verdict:
    """What is not read here stays in the database until somebody asks for it."""
    values = (key, rule_pack, json.loads(results))
    return Verdict.from_db(DEFAULT_DB_ALIAS, ("id", "rule_pack", "results"), values)


def _mandate(
    key: int,
    holder: int,
    principal: int | None,
    authority: str,
    title: str,
    username: str,
    full_name: str,
) -> Mandate:
    # In the order of the model's fields: from_db reads values, not names.
    names = ("id", "holder_id", "principal_id", "authority", "title")
    values = (key, holder, principal, authority, title)
    mandate = Mandate.from_db(DEFAULT_DB_ALIAS, names, values)
    person = (holder, username, full_name)
    mandate.holder = User.from_db(DEFAULT_DB_ALIAS, ("id", "username", "full_name"), person)
    return mandate
