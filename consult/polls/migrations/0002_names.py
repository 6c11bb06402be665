from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("polls", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="poll",
            options={"ordering": ["-id"], "verbose_name": "Thăm dò", "verbose_name_plural": "Thăm dò"},
        ),
    ]
