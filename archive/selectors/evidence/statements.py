"""The comparisons: a column of a row on the left, what proves it on the right."""

from archive.selectors.evidence.comparison import MOVED_TO, Comparison, detail
from archive.selectors.evidence.disposals import DISPOSALS
from archive.selectors.evidence.kept import ATTACHMENTS, PUBLICATIONS, RECORDS

# `said` is the entry's body; hashing the words again is what ties FreeText to it.
ENTRY = "LEFT JOIN (SELECT number, body::jsonb AS said FROM core_ledgerentry) e ON e.number = {}"
WORDS = (
    "CASE WHEN {0}.id IS NULL THEN '' WHEN {0}.erased_at IS NOT NULL THEN {1}"
    " ELSE encode(sha256(convert_to({0}.salt || {0}.text, 'UTF8')), 'hex') END"
)
ACTOR = (
    "coalesce({}.username, (SELECT 'somebody' FROM core_user known"
    " WHERE known.username = said ->> 'actor'), said ->> 'actor')"
)


def _act(alias: str, *, person: str = "u") -> dict[str, tuple[str, str]]:
    return {
        "submission": (f"{alias}.submission_id::text", "said ->> 'subject_id'"),
        "actor": (ACTOR.format(person), "said ->> 'actor'"),
        "at": (f"{alias}.at", "(said ->> 'at')::timestamptz"),
    }


def _remark(column: str = "remark") -> tuple[str, str]:
    return (WORDS.format("t", detail(column)), f"coalesce({detail(column)}, '')")


BEHALF = ("coalesce(o.username, '')", "said ->> 'on_behalf_of'")
OF_CONTENT = {
    "content_hash": ("x.content_hash", "said ->> 'content_hash'"),
    "revision": ("r.content_hash", "said ->> 'content_hash'"),
    "revision of another item": ("r.submission_id", "x.submission_id"),
}
PEOPLE = (
    f"{ENTRY.format('x.entry_id')} LEFT JOIN core_user u ON u.id = x.actor_id"
    " LEFT JOIN core_user o ON o.id = x.on_behalf_of_id"
    " LEFT JOIN core_freetext t ON t.id = x.remark_id"
    " LEFT JOIN approvals_revision r ON r.id = x.revision_id"
)
GROUNDS = (
    "(SELECT coalesce(jsonb_agg(jsonb_build_object('code', g.code, 'explanation', "  # noqa: S608
    + WORDS.format(
        "w",
        "(SELECT one ->> 'explanation' FROM jsonb_array_elements(said -> 'details' -> 'grounds')"
        " one WHERE one ->> 'code' = g.code)",
    )
    + ") ORDER BY g.code), '[]') FROM approvals_decisionground g"
    " LEFT JOIN core_freetext w ON w.id = g.explanation_id WHERE g.decision_id = x.id)"
)
GROUNDS_SAID = (
    "(SELECT coalesce(jsonb_agg(one ORDER BY one ->> 'code'), '[]')"
    " FROM jsonb_array_elements(said -> 'details' -> 'grounds') one)"
)
MANDATE = (
    "(SELECT coalesce(nullif(m.authority, ''), m.title) FROM approvals_mandate m"
    " WHERE m.id = x.mandate_id)"
)

DECISIONS = Comparison(
    "approvals_decision",
    "x.id",
    f"approvals_decision x {PEOPLE}",
    {
        "verb": ("x.verb", "said ->> 'verb'"),
        "from_state": ("x.from_state", detail("from")),
        "to_state": ("x.to_state", detail("to")),
        "version": ("x.version::text", detail("version")),
        "on_behalf_of": BEHALF,
        "mandate": (
            f"coalesce({MANDATE}, '')",
            f"split_part(coalesce({detail('mandate')}, ''), ' · ', 1)",
        ),
        "remark (core_freetext)": _remark(),
        "grounds (approvals_decisionground, core_freetext)": (GROUNDS, GROUNDS_SAID),
        **OF_CONTENT,
        **_act("x"),
    },
)
ENDORSEMENTS = Comparison(
    "approvals_endorsement",
    "x.id",
    f"approvals_endorsement x {PEOPLE}",
    {
        "verb": ("'endorse'", "said ->> 'verb'"),
        "position": ("x.position::text", f"coalesce({detail('position')}, x.position::text)"),
        "round": ("x.round::text", f"coalesce({detail('round')}, x.round::text)"),
        "needed": ("x.needed::text", f"coalesce({detail('needed')}, x.needed::text)"),
        "on_behalf_of": BEHALF,
        "remark (core_freetext)": _remark(),
        **OF_CONTENT,
        **_act("x"),
    },
)
OVERRIDES = Comparison(
    "approvals_override",
    "x.id",
    f"approvals_override x {ENTRY.format('x.entry_id')}"
    " LEFT JOIN core_user u ON u.id = x.by_id LEFT JOIN core_freetext t ON t.id = x.reason_id",
    {
        "code": ("x.code", detail("code")),
        "repair_by": ("x.repair_by::text", detail("repair_by")),
        "reason (core_freetext)": _remark("reason"),
        "content_hash": OF_CONTENT["content_hash"],
        **_act("x"),
    },
)
COMMENTS = Comparison(
    "approvals_comment",
    "x.id",
    f"approvals_comment x {ENTRY.format('x.entry_id')}"
    " LEFT JOIN core_user u ON u.id = x.author_id LEFT JOIN core_freetext t ON t.id = x.text_id"
    " LEFT JOIN approvals_comment opening ON opening.id = x.thread_id",
    {
        "kind": ("x.kind", detail("kind")),
        "thread": ("coalesce(opening.entry_id, 0)::text", detail("thread")),
        "text (core_freetext)": _remark("text"),
        "quote": ("(x.quote <> '')::text", detail("on_a_passage")),
        **_act("x"),
    },
    item="x.submission_id",
    erasable=frozenset({"quote"}),
)
OWN_CHECKS = Comparison(
    "approvals_owncheck",
    "x.id",
    f"approvals_owncheck x {ENTRY.format('x.entry_id')} LEFT JOIN core_user u ON u.id = x.by_id",
    {
        "code, version": ("x.code || '@' || x.version", "said ->> 'subject_id'"),
        "expression": ("x.expression", detail("expression")),
        "severity": ("x.severity", detail("severity")),
        "ground": ("x.ground", detail("ground")),
        "valid_from": ("x.valid_from::text", detail("valid_from")),
        "by": (ACTOR.format("u"), "said ->> 'actor'"),
        "at": ("x.at", "(said ->> 'at')::timestamptz"),
    },
)
REVISIONS = Comparison(
    "approvals_revision",
    "x.id",
    "approvals_revision x",
    {
        "content": ("encode(sha256(convert_to(x.content, 'UTF8')), 'hex')", "x.content_hash"),
        "content_hash": (
            "true",
            (
                "EXISTS (SELECT FROM core_ledgerentry e WHERE e.subject_id = x.submission_id::text"
                " AND e.content_hash = x.content_hash)"
            ),
        ),
    },
    item="x.submission_id",
    erasable=frozenset({"content"}),
)
# A reorganisation moves an item to the successor's site; its content says where it was written.
SITE_SAID = (
    f"CASE WHEN {MOVED_TO.format(item='x.id')} IS NULL THEN content.said ->> 'site'"  # noqa: S608
    " ELSE (SELECT s.code FROM core_site s WHERE s.id = x.site_id) END"
)
PLACES = ("document", "document (approvals_document)", "site", "unit")
# The row of an item repeats what its decisions and its content say, so that lists are quick.
SUBMISSIONS = Comparison(
    "approvals_submission",
    "x.id",
    "approvals_submission x"
    " LEFT JOIN approvals_revision r ON r.id = x.revision_id AND r.submission_id = x.id"
    " LEFT JOIN LATERAL (SELECT to_state FROM approvals_decision d WHERE d.submission_id = x.id"
    "   ORDER BY d.version DESC LIMIT 1) last ON true"
    " LEFT JOIN LATERAL (SELECT content_hash FROM core_ledgerentry e"
    "   WHERE e.subject_id = x.id::text AND e.subject_type = 'submission' AND e.content_hash <> ''"
    "   ORDER BY e.number DESC LIMIT 1) entry ON true"
    " LEFT JOIN LATERAL (SELECT r.content::jsonb AS said) content ON true",
    {
        "state": ("x.state", "last.to_state"),
        "revision": ("r.content_hash", "entry.content_hash"),
        "document": ("x.document_id::text", "content.said ->> 'document_id'"),
        "document (approvals_document)": (
            (
                "(SELECT s.code FROM approvals_document d JOIN core_site s ON s.id = d.site_id"
                " WHERE d.id = x.document_id)"
            ),
            SITE_SAID,
        ),
        "site": (
            "(SELECT s.code FROM core_site s WHERE s.id = x.site_id)",
            SITE_SAID,
        ),
        "unit": (
            "(SELECT u.code FROM core_unit u WHERE u.id = x.unit_id)",
            f"coalesce({MOVED_TO.format(item='x.id')}, content.said -> 'unit' ->> 'code')",
        ),
        **{
            name: (f"x.{name}", f"content.said ->> '{name}'")
            for name in ("title", "summary", "number", "document_type", "category", "language")
        },
        **{
            f"{name}_by, {name}_at": (
                (
                    f"x.{name}_at IS NULL OR EXISTS (SELECT FROM approvals_decision d"
                    f" WHERE d.submission_id = x.id AND d.verb IN ({verbs}) AND d.at = x.{name}_at"
                    f" AND d.actor_id = x.{name}_by_id)"
                ),
                "true",
            )
            for name, verbs in {
                "submitted": "'submit', 'adopt'",
                "withdrawn": "'withdraw'",
                "reviewed": "'review'",
                "approved": "'approve', 'fast_track'",
                "rejected": "'reject'",
                "confirmed": "'confirm'",
            }.items()
        },
        **{
            f"{name}_at": (
                (
                    f"x.{name}_at IS NULL OR EXISTS (SELECT FROM approvals_decision d WHERE"
                    f" d.submission_id = x.id AND d.verb = '{verb}' AND d.at = x.{name}_at)"
                ),
                "true",
            )
            for name, verb in {"published": "publish", "archived": "archive"}.items()
        },
    },
    witness="its decisions and its content",
    item="x.id",
    erasable=frozenset(
        {"title", "summary", "number", "document_type", "category", "language", *PLACES}
    ),
)
CARRIED = Comparison(
    "approvals_carried",
    "x.document_id",
    f"approvals_carried x {ENTRY.format('x.entry_id')}"
    " LEFT JOIN core_user u ON u.id = x.proposed_by_id",
    {
        "submission": (
            "said ->> 'subject_id' IN (x.submission_id::text, x.source_submission_id::text)",
            "true",
        ),
        "proposed_by": (ACTOR.format("u"), "said ->> 'actor'"),
        "proposed_at": ("x.proposed_at", "(said ->> 'at')::timestamptz"),
    },
)
COMPARISONS = (
    DECISIONS,
    ENDORSEMENTS,
    OVERRIDES,
    COMMENTS,
    OWN_CHECKS,
    REVISIONS,
    SUBMISSIONS,
    ATTACHMENTS,
    RECORDS,
    PUBLICATIONS,
    DISPOSALS,
    CARRIED,
)
