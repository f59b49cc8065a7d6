"""A province's submissions by the million, written set by set past the guards; only to measure."""

import os
from urllib.parse import urlsplit

import psycopg

from bench.place import WORD

PENDING = 10_000
SITES = 150
TABLES = ("document", "submission", "revision", "searchtext", "turn", "verdict", "endorsement")

PLACES = """
INSERT INTO core_unit (code, name, name_en, short_name, place)
SELECT 'co-quan-' || n, 'Cơ quan thứ ' || n, '', '', '' FROM generate_series(1, {sites}) n;
INSERT INTO core_site (code, kind, unit_id, parent_id, name, name_en, host, responsible_person,
    address, phone, email, hold_seconds)
SELECT unit.code, 'component', unit.id, (SELECT id FROM core_site WHERE kind = 'portal'),
    unit.name, '', '', '', '', '', '', 0
FROM core_unit unit WHERE unit.code LIKE 'co-quan-%';
INSERT INTO approvals_route (site_id, document_type, category, name)
SELECT id, '', '', name FROM core_site WHERE code LIKE 'co-quan-%';
INSERT INTO approvals_routeversion (route_id, number, valid_from, ladder, stages)
SELECT route.id, 1, now(), (SELECT ladder FROM approvals_routeversion LIMIT 1), jsonb_build_array(
    jsonb_build_object('phase', 'review', 'role', 'editor', 'unit', site.code,
        'label', 'Biên tập', 'due_hours', 16),
    jsonb_build_object('phase', 'approval', 'role', 'agency_head', 'unit', site.code,
        'label', 'Thủ trưởng duyệt', 'due_hours', 16))
FROM approvals_route route JOIN core_site site ON site.id = route.site_id
WHERE site.code LIKE 'co-quan-%';
CREATE TABLE bench_place AS
SELECT row_number() OVER (ORDER BY site.code) - 1 AS rest, site.code, site.id AS site_id,
    site.unit_id, version.id AS route_version_id, version.stages,
    coalesce((SELECT id FROM core_user WHERE username = CASE site.code WHEN 'tinh' THEN
        'portal-writer' WHEN 'stttt' THEN 'contributor' ELSE 'commune-writer' END)) AS author,
    (SELECT id FROM core_user WHERE username = CASE site.code WHEN 'tinh' THEN 'editor'
        WHEN 'stttt' THEN 'dept-editor' ELSE 'commune-officer' END) AS reviewer,
    (SELECT id FROM core_user WHERE username = CASE site.code WHEN 'tinh' THEN 'board-head'
        WHEN 'stttt' THEN 'dept-head' ELSE 'commune-head' END) AS head
FROM core_site site JOIN approvals_route route ON route.site_id = site.id
JOIN approvals_routeversion version ON version.route_id = route.id;
"""
# Newest first: the waiting ones are the last ten thousand of a long history.
MADE = """
CREATE TABLE bench_made AS
SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS document_id,
    nextval('approvals_revision_id_seq') AS revision_id, place.*,
    now() - n * interval '2 minutes' AS at,
    CASE WHEN n <= {pending} THEN CASE WHEN n % 2 = 0 THEN 'submitted' ELSE 'reviewed' END
        WHEN n % 1000 < 880 THEN 'archived' WHEN n % 1000 < 940 THEN 'rejected'
        WHEN n % 1000 < 965 THEN 'published' WHEN n % 1000 < 980 THEN 'withdrawn'
        WHEN n % 1000 < 989 THEN 'draft' WHEN n % 1000 < 998 THEN 'returned'
        WHEN n % 1000 < 999 THEN 'approved' ELSE 'archived' END AS state
FROM generate_series({first}, {last}) n
JOIN bench_place place ON place.code = CASE
    WHEN (n / 7) % 100 < 30 THEN 'tinh' WHEN (n / 7) % 100 < 40 THEN 'stttt'
    WHEN (n / 7) % 100 = 40 THEN 'xa-an-binh'
    ELSE 'co-quan-' || (n / 11) % {sites} + 1 END;
INSERT INTO approvals_document (id, site_id, created_at)
SELECT document_id, site_id, at FROM bench_made;
INSERT INTO approvals_revision (id, submission_id, number, round, content, content_hash,
    not_carried, repairs, created_by_id, created_at)
SELECT revision_id, id, 1, 1, text, encode(sha256(convert_to(text, 'UTF8')), 'hex'),
    '[]', '[]', author, at FROM bench_made,
    LATERAL (SELECT repeat('nội dung ', 20) || id AS text) told;
INSERT INTO approvals_submission (id, state, round, fast_tracked, version, reference, document_id,
    site_id, unit_id, route_version_id, revision_id, channel, document_type, category, language,
    title, summary, number, secrecy_declared, due_at, created_by_id, created_at,
    updated_at, submitted_by_id, submitted_at, withdrawn_by_id, withdrawn_at, reviewed_by_id,
    reviewed_at, approved_by_id, approved_at, rejected_by_id, rejected_at, published_at,
    archived_at)
SELECT id, state, 1, false, 3, 'BENCH-' || n, document_id, site_id, unit_id, route_version_id,
    revision_id, 'form', (ARRAY['news', 'plan', 'guidance', 'announcement'])[1 + n % 4],
    CASE WHEN n % 5000 = 0 THEN 'plans' ELSE 'news' END, 'vi',
    'Thông báo số ' || n || ' về chuyên đề ' || n % 500,
    'Tóm tắt của thông báo số ' || n, '', true,
    CASE WHEN n <= {pending} THEN now() + (n % 600 - 120) * interval '1 hour' END,
    author, at, at, CASE WHEN state <> 'draft' THEN author END,
    CASE WHEN state <> 'draft' THEN at END,
    CASE WHEN state = 'withdrawn' THEN author END, CASE WHEN state = 'withdrawn' THEN at END,
    CASE WHEN state IN ('reviewed', 'approved', 'published', 'archived') THEN reviewer END,
    CASE WHEN state IN ('reviewed', 'approved', 'published', 'archived') THEN at END,
    CASE WHEN state IN ('approved', 'published', 'archived') THEN head END,
    CASE WHEN state IN ('approved', 'published', 'archived') THEN at END,
    CASE WHEN state = 'rejected' THEN head END, CASE WHEN state = 'rejected' THEN at END,
    CASE WHEN state IN ('published', 'archived') THEN at END,
    CASE WHEN state = 'archived' THEN at END
FROM bench_made;
INSERT INTO approvals_searchtext (submission_id, words, exact_words)
SELECT id, array_to_tsvector(ARRAY['thong', 'bao', 'so', n::text, 've', 'chuyen', 'de',
        (n % 500)::text, 'tu' || n % 3000, 'chu' || n % 7001, 'tuhiem' || n / 3]),
    array_to_tsvector(ARRAY['thông', 'báo', 'số', n::text, 'về', 'chuyên', 'đề',
        (n % 500)::text, 'tu' || n % 3000, 'chu' || n % 7001, 'tuhiem' || n / 3])
FROM bench_made;
INSERT INTO approvals_turn (submission_id, position, role, unit, since, minutes, due_at)
SELECT made.id, stage.place - 1, stage.body ->> 'role', stage.body ->> 'unit', made.at, 960,
    now() + (n % 600 - 120) * interval '1 hour'
FROM bench_made made, LATERAL (
    SELECT body, place FROM jsonb_array_elements(made.stages) WITH ORDINALITY AS all_of(body, place)
    WHERE body ->> 'phase' = CASE made.state WHEN 'submitted' THEN 'review' ELSE 'approval' END
    ORDER BY place LIMIT 1) stage
WHERE made.n <= {pending};
INSERT INTO approvals_verdict (submission_id, revision_id, rule_pack, inputs, results, at)
SELECT id, revision_id, 'bench', '{{}}',
    (SELECT results FROM approvals_verdict ORDER BY id LIMIT 1), at
FROM bench_made WHERE n <= {pending};
INSERT INTO approvals_endorsement (submission_id, position, round, revision_id, content_hash,
    completes, actor_id, at, entry_id, needed)
SELECT made.id, 0, 1, revision.id, revision.content_hash, true, reviewer, at, -n, 1
FROM bench_made made JOIN approvals_revision revision ON revision.id = made.revision_id
WHERE n <= {pending} AND state = 'reviewed';
DROP TABLE bench_made;
"""
INDEXES = """
SELECT index.indexname, index.indexdef FROM pg_indexes index
WHERE index.tablename = ANY(%s)
    AND index.indexname NOT IN (SELECT conname FROM pg_constraint)
"""


class Crowd:
    """What is written so far."""

    def __init__(self) -> None:
        self.size = 0
        self._write(PLACES.format(sites=SITES))
        self._one_checked_item()

    def grow(self, size: int) -> None:
        """Write older items until there are `size`; indexes are made anew, as after a restore."""
        values = {"first": self.size + 1, "last": size, "pending": PENDING, "sites": SITES}
        names = [f"approvals_{name}" for name in TABLES]
        with self._connect() as connection:
            made = connection.execute(INDEXES, [names]).fetchall()
            for name, _ in made:
                connection.execute(f"DROP INDEX {name}")
            connection.execute(MADE.format(**values))
            for _, definition in made:
                connection.execute(definition)
        with self._connect(autocommit=True) as connection:
            connection.execute(f"VACUUM ANALYZE {', '.join(names)}")
        self.size = size

    def _write(self, sql: str) -> None:
        with self._connect() as connection:
            connection.execute(sql)

    def _connect(self, *, autocommit: bool = False) -> psycopg.Connection:
        where = urlsplit(os.environ["DATABASE_URL"])
        url = f"postgresql://postgres:{WORD}@{where.hostname}:{where.port}{where.path}"
        connection = psycopg.connect(url, autocommit=autocommit)
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '512MB'",
                        "synchronous_commit = off"):  # fmt: skip
            connection.execute(f"SET {setting}")
        return connection

    def _one_checked_item(self) -> None:
        """Let one item be judged as people's items are: its verdict stands for the others'."""
        from approvals.services import verbs
        from bench import items

        verbs.submit(items.draft(0).pk, by=items.actor("contributor"), now=items.moment())
