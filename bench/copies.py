"""One published item copied many times by the database itself: a large site in seconds."""

import os
from urllib.parse import urlsplit

import psycopg

SITE_COUNTERS = """
    UPDATE publishing_listcounter SET total = %s
    WHERE site_id = %s AND language = 'vi' AND name IN ('all', %s)
"""
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = %s AND is_generated = 'NEVER' AND NOT column_name = ANY(%s)
"""
CLONE = """
    INSERT INTO {table} ({columns})
    SELECT {values} FROM {table}, generate_series(1, %s) AS n WHERE {table}.id = %s
"""
CONTENT = "replace(content, 'đợt ', 'đợt ' || n || '.')"
# What makes each copy an item of its own; everything else is as in the one it is copied from.
OWN = {
    "approvals_document": {"id": "md5('document' || n)::uuid"},
    "approvals_submission": {
        "id": "md5('submission' || n)::uuid",
        "document_id": "md5('document' || n)::uuid",
        "reference": "'COPY-' || n",
        "title": "title || ' ' || n",
        "revision_id": "-n",
    },
    "approvals_revision": {
        "id": "-n",
        "submission_id": "md5('submission' || n)::uuid",
        "content": CONTENT,
        "content_hash": f"encode(sha256(convert_to({CONTENT}, 'UTF8')), 'hex')",
    },
    "publishing_publication": {
        "id": "md5('publication' || n)::uuid",
        "document_id": "md5('document' || n)::uuid",
        "submission_id": "md5('submission' || n)::uuid",
        "address": "category || '/ban-sao-' || n || '-' || left(md5('document' || n), 8) || '/'",
        "title": "title || ' ' || n",
        "slot_in_all": "slot_in_all + n",
        "slot_in_category": "slot_in_category + n",
        "published_at": "published_at + n * interval '1 millisecond'",
        "first_published_at": "first_published_at + n * interval '1 millisecond'",
        "lists_stale": "false",
    },
}


def copy_published(count: int, *, code: str) -> None:
    """Copy the newest item of a site `count` times; its lists count them, no page is written.

    Past the guards: what is copied was published through all of them.
    """
    from publishing.models import Publication

    rows = Publication.objects.filter(site__code=code, online=True).select_related("submission")
    model = rows.order_by("-slot_in_all")[0]
    keys = {
        "approvals_document": model.document_id,
        "approvals_submission": model.submission_id,
        "approvals_revision": model.submission.revision_id,
        "publishing_publication": model.pk,
    }
    with psycopg.connect(_as_superuser()) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, key in keys.items():
            _clone(cursor, table, key, count)
        total = model.slot_in_all + 1 + count
        cursor.execute(SITE_COUNTERS, [total, model.site_id, model.category])
        connection.commit()
        connection.autocommit = True
        for table in keys:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _clone(cursor: psycopg.Cursor, table: str, key: object, count: int) -> None:
    own = OWN[table]
    cursor.execute(COLUMNS, [table, list(own)])
    shared = [row[0] for row in cursor.fetchall()]
    columns, values = [*shared, *own], [*(f"{table}.{name}" for name in shared), *own.values()]
    statement = CLONE.format(table=table, columns=", ".join(columns), values=", ".join(values))
    cursor.execute(statement, [count, key])


def _as_superuser() -> str:
    owner = urlsplit(os.environ["DATABASE_OWNER_URL"])
    netloc = f"postgres:{owner.password}@{owner.hostname}:{owner.port}"
    return owner._replace(netloc=netloc).geturl()
