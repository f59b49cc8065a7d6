"""Give what is published already the columns that searches narrow by."""

from django.db import migrations

from publishing.searching.numbers import keys_of

FILL = """
    UPDATE publishing_publication AS publication
    SET document_type = submission.document_type,
        unit_id = submission.unit_id,
        year = date_part('year', publication.first_published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')
    FROM approvals_submission AS submission
    WHERE submission.id = publication.submission_id
"""


def fill_number_keys(apps, _schema_editor):
    rows = apps.get_model("publishing", "Publication").objects.exclude(number="")
    for key, number in rows.values_list("pk", "number").iterator():
        rows.filter(pk=key).update(number_keys=keys_of(number)[:300])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_search_columns")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(fill_number_keys, migrations.RunPython.noop),
    ]
