"""How many office minutes each open turn was given, so that a new calendar can move its deadline."""

import django.db.models.deletion
from django.db import migrations, models

from core.working_days import load_calendar


def count_minutes(apps, _editor):
    calendar = load_calendar()
    turn = apps.get_model("approvals", "Turn")
    for row in turn.objects.all().iterator():
        row.minutes = calendar.working_hours_between(row.since, row.due_at).total_seconds() // 60
        row.save(update_fields=["minutes"])


class Migration(migrations.Migration):

    dependencies = [
        ("approvals", "0007_hold_and_queues"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoppedClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("submission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="stopped_clocks", to="approvals.submission")),
            ],
            options={
                "ordering": ["submission_id", "position"],
                "constraints": [models.UniqueConstraint(fields=("submission", "position"), name="stopped_clock_once")],
            },
        ),
        migrations.AddField(
            model_name="turn",
            name="minutes",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(count_minutes, migrations.RunPython.noop),
    ]
