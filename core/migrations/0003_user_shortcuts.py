from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_guards_and_search")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="shortcuts",
            field=models.BooleanField(default=True),
        ),
    ]
