"""Words of files, pins, feeds of partners, and counts of pages."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0016_conversation'),
        ('core', '0005_notices_by_mail'),
        ('publishing', '0006_holdings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CountedLog',
            fields=[
                ('inode', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('offset', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='FileText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('label', models.CharField(max_length=500)),
                ('text', models.TextField(blank=True)),
                ('words', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('label', 'text', config='vietnamese'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
        ),
        migrations.CreateModel(
            name='PageCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('path', models.CharField(max_length=300)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-day', '-count', 'path'],
            },
        ),
        migrations.CreateModel(
            name='PartnerFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('url', models.URLField(max_length=500)),
                ('permission', models.CharField(max_length=500)),
                ('category', models.CharField(max_length=60)),
                ('enabled', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('fetched_at', models.DateTimeField(null=True)),
                ('succeeded_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=40)),
                ('etag', models.CharField(blank=True, max_length=200)),
                ('modified', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PartnerItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('url', models.CharField(max_length=2000)),
                ('title', models.CharField(max_length=500)),
                ('problem', models.CharField(blank=True, max_length=40)),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-seen_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['words', 'id'],
            },
        ),
        migrations.AddField(
            model_name='publication',
            name='files_unread',
            field=models.BooleanField(default=False, help_text='Words of its files still to read'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(condition=models.Q(('files_unread', True)), fields=['id'], name='publication_files_unread'),
        ),
        migrations.AddField(
            model_name='filetext',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='file_texts', to='publishing.publication'),
        ),
        migrations.AddField(
            model_name='pagecount',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='page_counts', to='core.site'),
        ),
        migrations.AddField(
            model_name='partnerfeed',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='partnerfeed',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_feeds', to='core.site'),
        ),
        migrations.AddField(
            model_name='partneritem',
            name='feed',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='publishing.partnerfeed'),
        ),
        migrations.AddField(
            model_name='partneritem',
            name='submission',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.submission'),
        ),
        migrations.AddField(
            model_name='pin',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pin',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pins', to='approvals.document'),
        ),
        migrations.AddField(
            model_name='pin',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pins', to='core.site'),
        ),
        migrations.AddConstraint(
            model_name='filetext',
            constraint=models.UniqueConstraint(fields=('publication', 'file_name'), name='one_text_a_file'),
        ),
        migrations.AddConstraint(
            model_name='pagecount',
            constraint=models.UniqueConstraint(fields=('site', 'day', 'path'), name='one_count_a_day'),
        ),
        migrations.AddConstraint(
            model_name='partnerfeed',
            constraint=models.UniqueConstraint(fields=('site', 'url'), name='one_feed_an_address'),
        ),
        migrations.AddConstraint(
            model_name='partneritem',
            constraint=models.UniqueConstraint(fields=('feed', 'key'), name='entry_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='partneritem',
            constraint=models.CheckConstraint(condition=models.Q(('submission', None), ('problem', ''), _connector='XOR'), name='entry_became_a_draft_or_not'),
        ),
        migrations.AddConstraint(
            model_name='pin',
            constraint=models.UniqueConstraint(fields=('site', 'words', 'document'), name='pinned_once'),
        ),
    ]
