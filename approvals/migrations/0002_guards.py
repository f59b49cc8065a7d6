"""Triggers that hold the life of a submission against raw SQL (ADR 0009)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "guards.sql"


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
