"""Search within a site, category, unit or year by index; exact tones in files' words too."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0016_conversation'),
        ('core', '0005_notices_by_mail'),
        ('publishing', '0003_fill_search_columns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='publication',
            name='publication_title_words',
        ),
        migrations.RemoveIndex(
            model_name='publication',
            name='publication_words',
        ),
        # What is generated cannot be altered; the table is written anew either way.
        migrations.RemoveField(model_name="publication", name="exact_words"),
        migrations.AddField(
            model_name='publication',
            name='exact_words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector(models.Func(models.F('title'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('number'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('summary'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('text'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('more_words'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), config='simple', weight=None), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=django.contrib.postgres.indexes.GinIndex(fields=['site', 'category', 'unit', 'year', 'words'], name='publication_narrowed'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=django.contrib.postgres.indexes.GinIndex(fields=['site', 'category', 'unit', 'year', 'title_words'], name='publication_titles_narrowed'),
        ),
    ]
