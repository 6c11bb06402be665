from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="answer",
            options={"verbose_name": "Trả lời", "verbose_name_plural": "Trả lời"},
        ),
        migrations.AlterModelOptions(
            name="compilation",
            options={"verbose_name": "Bản tổng hợp", "verbose_name_plural": "Bản tổng hợp"},
        ),
        migrations.AlterModelOptions(
            name="point",
            options={
                "ordering": ["order", "id"],
                "verbose_name": "Điểm góp ý",
                "verbose_name_plural": "Điểm góp ý",
            },
        ),
    ]
