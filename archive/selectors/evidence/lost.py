"""Entries of the ledger whose row is gone: what they tell of must still be there."""

_ENTRIES = "SELECT e.number, e.verb || ' ' || e.subject_id FROM core_ledgerentry e WHERE "
_ABOUT_ITEM = "e.subject_type = 'submission' AND "
# What an entry tells of must still be there. A sealed record is announced before it is stored.
LOST = {
    "approvals_decision": _ENTRIES + _ABOUT_ITEM + "e.body::jsonb -> 'details' ? 'to'"
    " AND e.body::jsonb -> 'details' ? 'mandate'"
    " AND NOT EXISTS (SELECT FROM approvals_decision d WHERE d.entry_id = e.number)",
    "approvals_endorsement": _ENTRIES + _ABOUT_ITEM + "e.verb = 'endorse'"
    " AND NOT EXISTS (SELECT FROM approvals_endorsement d WHERE d.entry_id = e.number)",
    "approvals_override": _ENTRIES + _ABOUT_ITEM + "e.verb = 'override'"
    " AND NOT EXISTS (SELECT FROM approvals_override d WHERE d.entry_id = e.number)",
    "approvals_comment": _ENTRIES + _ABOUT_ITEM + "e.verb = 'comment'"
    " AND NOT EXISTS (SELECT FROM approvals_comment d WHERE d.entry_id = e.number)",
    "approvals_owncheck": _ENTRIES + "e.subject_type = 'own_check'"
    " AND NOT EXISTS (SELECT FROM approvals_owncheck d WHERE d.entry_id = e.number)",
    "approvals_submission": _ENTRIES + _ABOUT_ITEM + "e.verb IN ('create', 'receive')"
    " AND NOT EXISTS (SELECT FROM approvals_submission s WHERE s.id::text = e.subject_id)",
    "approvals_revision": _ENTRIES + _ABOUT_ITEM + "e.content_hash <> '' AND e.verb <> 'escalate'"
    " AND NOT EXISTS (SELECT FROM approvals_revision r WHERE r.content_hash = e.content_hash"
    " AND r.submission_id::text = e.subject_id)",
    "archive_archiverecord": _ENTRIES + "e.subject_type = 'submission' AND e.verb = 'archive'"
    " AND NOT EXISTS (SELECT FROM archive_archiverecord a WHERE a.id::text = e.subject_id)",
    "publishing_publication": _ENTRIES + _ABOUT_ITEM + "e.verb = 'publish'"
    " AND NOT EXISTS (SELECT FROM publishing_publication p"
    " WHERE p.submission_id::text = e.subject_id)",
}  # fmt: skip
