"""Every table of the database: what proves its rows, or why nothing needs to."""

from dataclasses import dataclass

from archive.selectors.evidence.statements import COMPARISONS

# Proven by the tree itself (core.ledger_checks).
LEDGER = (
    "core_ledgerentry",
    "core_ledgerleaf",
    "core_ledgernode",
    "core_ledgercheckpoint",
    "core_ledgercosignature",
)
# Compared row by row with entries, contents and decisions; the words and grounds with them.
COMPARED = (
    *(comparison.table for comparison in COMPARISONS),
    *("core_freetext", "approvals_decisionground", "approvals_document"),
)


@dataclass(frozen=True)
class Counted:
    """A table whose rows each audit takes the fingerprint of, for the next one to compare.

    `settled` names the moment of a row in a table that only grows: its rows never change. Without
    it rows may change, but only beside an act in the ledger about one of `subjects` (SQL over the
    row `x`). `ignored` columns say nothing that anybody decided. A purge of `item` may change
    rows too.
    """

    subjects: tuple[str, ...] = ()
    settled: str = ""
    ignored: tuple[str, ...] = ()
    item: str = ""


_PERSON = "(SELECT username FROM core_user u WHERE u.id = x.{})"
_UNIT = "(SELECT code FROM core_unit u WHERE u.id = x.{})"
_SITE = "(SELECT code FROM core_site s WHERE s.id = x.{})"
_CARRIED = (
    "(SELECT submission_id::text FROM approvals_carried c WHERE c.document_id = x.carried_id)"
)
CENSUS = {
    "approvals_verdict": Counted(settled="at", item="x.submission_id"),
    "approvals_decision": Counted(settled="at", item="x.submission_id"),
    "approvals_endorsement": Counted(settled="at", item="x.submission_id"),
    "approvals_revision": Counted(settled="created_at", item="x.submission_id"),
    "approvals_comment": Counted(settled="at", item="x.submission_id"),
    "approvals_owncheck": Counted(settled="at"),
    "archive_restoredrill": Counted(settled="at"),
    "archive_backup": Counted(settled="finished_at"),
    "core_calendarchange": Counted(settled="at"),
    "approvals_routeversion": Counted(
        subjects=(
            "x.route_id::text",
            (
                "(SELECT s.code FROM core_site s JOIN approvals_route r"
                " ON r.site_id = s.id WHERE r.id = x.route_id)"
            ),
        )
    ),
    "approvals_route": Counted(subjects=("x.id::text", _SITE.format("site_id"))),
    "approvals_mandate": Counted(subjects=("x.id::text",)),
    "approvals_absence": Counted(subjects=(_PERSON.format("person_id"),)),
    "core_unit": Counted(subjects=("x.code",)),
    "core_site": Counted(subjects=("x.code", _UNIT.format("unit_id"))),
    "core_user": Counted(
        subjects=("x.username",), ignored=("password", "last_login", "language", "shortcuts")
    ),
    "core_roleassignment": Counted(subjects=(_PERSON.format("user_id"), _UNIT.format("unit_id"))),
    "archive_disposalitem": Counted(subjects=("x.disposal_id::text",)),
    "archive_legalhold": Counted(subjects=("x.record_id::text",)),
    "approvals_sourcechange": Counted(subjects=("x.source_submission_id::text", _CARRIED)),
    "approvals_reorganisation": Counted(subjects=("x.id::text",)),
    "approvals_succession": Counted(),
    "core_siteversion": Counted(settled="set_at"),
    "core_hostalias": Counted(subjects=(_SITE.format("site_id"),)),
    "publishing_pin": Counted(subjects=(_SITE.format("site_id"),)),
    "core_calendarday": Counted(subjects=("(SELECT max(id)::text FROM core_calendarchange)",)),
    "core_officehours": Counted(subjects=("(SELECT max(id)::text FROM core_calendarchange)",)),
}
# Acts that lay down units, sites, people, roles, mandates and routes all at once.
FOUNDING = ("load_province", "create_administrator")

_DERIVED = "derived from decisions and routes; may be emptied and is made again"
_PERSONAL = "kept by a person for oneself; no part of any decision"
_PASSING = "passing state of the machine; nobody relies on it later"
NO_EVIDENCE = {
    "approvals_turn": _DERIVED,
    "approvals_timer": _DERIVED,
    "approvals_stoppedclock": _DERIVED,
    "approvals_stagetime": _DERIVED,
    "approvals_searchtext": _DERIVED,
    "approvals_postingterm": _DERIVED,
    "publishing_holding": _DERIVED,
    "approvals_moved": "what a reorganisation changed, to take it back; each item's entry tells it",
    "publishing_purge": "what a cache before the portal has to forget; gone once it was told",
    "publishing_sitebake": "how far pages follow the site's identity",
    "publishing_partnerfeed": "brings in drafts, which pass through approval like any other",
    "publishing_partneritem": "which item of a feed became which draft; the draft is proven",
    "publishing_filetext": "words of files, for searching; read again from the files",
    "publishing_pagecount": "counts of readers; no decision rests on them",
    "publishing_countedlog": "counts of readers; no decision rests on them",
    "publishing_releasebundle": "a plan; what came of it is proven by publications",
    "publishing_releaseitem": "a plan; what came of it is proven by publications",
    "publishing_listcounter": "places on lists; pages are made again from publications",
    "approvals_attention": _PERSONAL,
    "approvals_look": _PERSONAL,
    "approvals_savedfilter": _PERSONAL,
    "approvals_noticechoice": _PERSONAL,
    "core_notice": "a copy of what the ledger tells, for one person",
    "archive_fixityround": "counts repeat the entries of each night in the ledger",
    "approvals_filesignatures": "a verdict on files whose bytes are proven; may be made again",
    "archive_signingrequest": "passing: what waits for a signature made elsewhere",
    "archive_signingcertificate": "of people who sign elsewhere; the signed record carries its own",
    "archive_outlierlook": "derived from the decisions; found again by find_outliers",
    "archive_outlier": "derived from the decisions; found again by find_outliers",
    "archive_agreed": "derived from the decisions; counted again by find_outliers",
    "archive_sample": "the draw is in the ledger with its seed and the hash of what was drawn",
    "archive_sampleitem": "what was drawn and each note stand in the ledger by their hashes",
    "archive_sealdelay": "why a record is late; gone once it is sealed",
    "archive_sealalarm": "whom was told that records are late; gone once they are sealed",
    "core_apitoken": "digests of tokens; a forged one shows in the acts done with it",
    "core_idempotentanswer": _PASSING,
    "core_heartbeat": _PASSING,
    "django_session": _PASSING,
    "axes_accessattempt": _PASSING,
    "axes_accessattemptexpiration": _PASSING,
    "axes_accesslog": _PASSING,
    "axes_accessfailurelog": _PASSING,
    "django_content_type": "Django's own; means nothing here",
    "django_migrations": "Django's own; means nothing here",
    "auth_permission": "unused: powers follow from core_roleassignment",
    "auth_group": "unused: powers follow from core_roleassignment",
    "auth_group_permissions": "unused: powers follow from core_roleassignment",
    "core_user_groups": "unused: powers follow from core_roleassignment",
    "core_user_user_permissions": "unused: powers follow from core_roleassignment",
}
