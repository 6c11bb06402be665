from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={"ordering": ["id"], "verbose_name": "ý kiến", "verbose_name_plural": "ý kiến"},
        ),
    ]
