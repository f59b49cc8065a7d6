"""Records, backups and drills are only ever added (ADR 0009)."""

from django.db import migrations

TABLES = ("archive_archiverecord", "archive_backup", "archive_restoredrill")
SQL = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
    f" FOR EACH ROW EXECUTE FUNCTION core_refuse_change();"
    f"CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial"), ("core", "0002_guards_and_search")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
