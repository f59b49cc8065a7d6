"""An absence or a mandate may end early; a version of a route never changes once laid."""

from django.db import migrations, models

ROUTES = """
CREATE TRIGGER routeversion_append_only BEFORE UPDATE OR DELETE ON approvals_routeversion
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER routeversion_never_truncated BEFORE TRUNCATE ON approvals_routeversion
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0008_turn_minutes_and_stopped_clocks")]

    operations = [
        migrations.AddField("absence", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "mandate",
            "ended_at",
            models.DateTimeField(null=True, help_text="Kết thúc trước hạn"),
        ),
        migrations.RunSQL(ROUTES, migrations.RunSQL.noop),
    ]
