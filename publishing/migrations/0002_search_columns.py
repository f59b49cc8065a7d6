"""Columns that searches narrow by, and words with weights; Postgres makes them anew."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0005_waiting_is_a_turn'),
        ('core', '0002_guards_and_search'),
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='publication',
            name='publication_exact_words',
        ),
        migrations.RemoveIndex(
            model_name='publication',
            name='publication_words',
        ),
        migrations.RemoveField(
            model_name='publication',
            name='exact_words',
        ),
        migrations.RemoveField(
            model_name='publication',
            name='words',
        ),
        migrations.AddField(
            model_name='publication',
            name='document_type',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='publication',
            name='more_words',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='publication',
            name='number_keys',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='publication',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AddField(
            model_name='publication',
            name='year',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='publication',
            name='exact_words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector(models.Func(models.F('title'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('number'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('summary'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('text'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), config='simple', weight=None), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='publication',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(models.Func(models.F('title'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('number'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('number_keys'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), config='vietnamese', weight='A'), '||', django.contrib.postgres.search.SearchVector(models.Func(models.F('summary'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), config='vietnamese', weight='B'), django.contrib.postgres.search.SearchConfig('vietnamese')), '||', django.contrib.postgres.search.SearchVector(models.Func(models.F('text'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), config='vietnamese', weight='C'), django.contrib.postgres.search.SearchConfig('vietnamese')), '||', django.contrib.postgres.search.SearchVector(models.Func(models.F('more_words'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), config='vietnamese', weight='D'), django.contrib.postgres.search.SearchConfig('vietnamese')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='publication',
            name='title_words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector(models.Func(models.F('title'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('number'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), models.Func(models.F('number_keys'), models.Value('/-–'), models.Value('   '), function='translate', output_field=models.TextField()), config='vietnamese', weight='A'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=django.contrib.postgres.indexes.GinIndex(fields=['title_words'], name='publication_title_words'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='publication_words'),
        ),
    ]
