import django.db.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0004_chain'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='submission',
            name='submission_waiting',
        ),
        migrations.RemoveField(
            model_name='submission',
            name='waiting_role',
        ),
        migrations.RemoveField(
            model_name='submission',
            name='waiting_unit',
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('state__in', ['submitted', 'reviewed'])), fields=['due_at', 'id'], name='submission_waiting'),
        ),
    ]
