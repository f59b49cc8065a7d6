"""Files, sealed records and publications compared with what proves them."""

from archive.selectors.evidence.comparison import Comparison, detail

ATTACHMENTS = Comparison(
    "approvals_attachment",
    "x.id",
    "approvals_attachment x",
    {
        "sha256, sha256_uploaded, file_name, size": (
            (
                "EXISTS (SELECT FROM approvals_revision r WHERE r.submission_id = x.submission_id"
                " AND r.content::jsonb -> 'attachments' @> jsonb_build_array(jsonb_build_object("
                " 'file_name', x.file_name, 'sha256', x.sha256, 'size', x.size,"
                " 'sha256_uploaded', x.sha256_uploaded)))"
            ),
            "true",
        ),
        "storage_key": ("x.storage_key", "'attachments/' || x.sha256"),
    },
    witness="a content under its hash",
    item="x.submission_id",
    erasable=frozenset({"sha256, sha256_uploaded, file_name, size", "storage_key"}),
)
RECORDS = Comparison(
    "archive_archiverecord",
    "x.id",
    "archive_archiverecord x LEFT JOIN LATERAL (SELECT encode(sha256(convert_to(string_agg("
    "   (one.value ->> 'sha256') || '  ' || one.key || chr(10), '' ORDER BY one.key COLLATE \"C\"),"
    "   'UTF8')), 'hex') AS digest FROM jsonb_each(x.files) one WHERE one.key IN"
    "   ('record.pdf', 'content.json', 'decision.json') OR one.key LIKE 'attachments/%'"
    "   OR one.key LIKE 'signatures/%') sealed ON true"
    " LEFT JOIN LATERAL (SELECT body::jsonb AS said FROM core_ledgerentry e"
    "   WHERE e.subject_id = x.id::text AND e.verb = 'archive' AND e.subject_type = 'record'"
    "   AND e.body::jsonb -> 'details' ->> 'package_sha256' = sealed.digest LIMIT 1) e ON true",
    {
        "files": ("sealed.digest", detail("package_sha256")),
        "outcome": ("x.outcome", detail("outcome")),
        "content_hash": ("x.content_hash", "said ->> 'content_hash'"),
        "manifest_hash": ("x.manifest_hash", "x.files -> 'manifest.json' ->> 'sha256'"),
        "submission": ("x.submission_id::text", "said ->> 'subject_id'"),
        "folder": (
            "x.folder ~ ('^records/[0-9]{4}/' || x.id || '/[0-9]+$')",
            "true",
        ),
    },
    item="x.id",
    erasable=frozenset({"files", "outcome", "content_hash", "submission"}),
)
PUBLICATIONS = Comparison(
    "publishing_publication",
    "x.id",
    "publishing_publication x JOIN approvals_submission s ON s.id = x.submission_id"
    " LEFT JOIN approvals_revision r ON r.id = s.revision_id"
    " LEFT JOIN LATERAL (SELECT verb FROM core_ledgerentry e WHERE e.subject_id = s.id::text"
    "   AND e.subject_type = 'submission' AND e.verb IN ('publish', 'take_down', 'expire')"
    "   ORDER BY e.number DESC LIMIT 1) last ON true",
    {
        "content_hash": ("x.content_hash", "r.content_hash"),
        "title": ("x.title", "s.title"),
        "online": ("NOT x.online OR last.verb = 'publish'", "true"),
        "published_at": ("x.published_at", "s.published_at"),
    },
    witness="decided",
    item="x.submission_id",
    erasable=frozenset({"title"}),
)
