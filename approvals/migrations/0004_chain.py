"""The chain with several people at a stage (ADR 0014), and the turns of what waits already."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "chain.sql"
TURNS = """
INSERT INTO approvals_turn (submission_id, position, role, unit, since, due_at)
SELECT item.id, stage.place - 1, item.waiting_role, item.waiting_unit, item.updated_at, item.due_at
FROM approvals_submission item
JOIN approvals_routeversion route ON route.id = item.route_version_id
JOIN approvals_revision revision ON revision.id = item.revision_id
JOIN LATERAL (
    SELECT place FROM jsonb_array_elements(route.stages) WITH ORDINALITY AS one(body, place)
    WHERE body ->> 'phase' = CASE item.state WHEN 'submitted' THEN 'review' ELSE 'approval' END
        AND NOT EXISTS (
            SELECT FROM approvals_endorsement word
            WHERE word.submission_id = item.id AND word.round = item.round
                AND word.content_hash = revision.content_hash AND word.position = place - 1)
    ORDER BY place LIMIT 1
) AS stage ON true
WHERE item.waiting_role <> '' AND item.due_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0003_turns_and_absence")]

    operations = [
        migrations.RunSQL(TURNS, migrations.RunSQL.noop),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
