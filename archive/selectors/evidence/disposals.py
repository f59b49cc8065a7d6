"""Disposal lists compared with the last act about each in the ledger."""

from archive.selectors.evidence.comparison import Comparison

DISPOSALS = Comparison(
    "archive_disposal",
    "x.id",
    "archive_disposal x LEFT JOIN LATERAL (SELECT body::jsonb AS said FROM core_ledgerentry e"
    " WHERE e.subject_type = 'disposal' AND e.subject_id = x.id::text"
    " ORDER BY e.number DESC LIMIT 1) e ON true",
    {
        "standing": (
            (
                "CASE x.standing WHEN 'proposed' THEN 'propose_disposal'"
                " WHEN 'done' THEN 'carry_out_disposal' ELSE 'decide_disposal' END"
            ),
            "said ->> 'verb'",
        ),
        "decision": (
            "CASE x.standing WHEN 'confirmed' THEN 'true' WHEN 'refused' THEN 'false' END",
            "said -> 'details' ->> 'agrees'",
        ),
        "certificate": ("x.certificate", "coalesce(said -> 'details' ->> 'certificate', '')"),
        "certificate_hash": (
            "x.certificate_hash",
            "coalesce(said -> 'details' ->> 'certificate_sha256', '')",
        ),
    },
)
