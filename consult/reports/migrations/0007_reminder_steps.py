"""The ladder of reminders for answers that are due: the first rows of a table that officers keep."""

from django.db import migrations

SOURCE = "Quy chế phối hợp"
STEPS = [
    (-3, "calendar", "owner"),
    (-1, "calendar", "owner"),
    (0, "calendar", "owner"),
    (1, "calendar", "owner"),
    (-3, "calendar", "officers"),
    (0, "calendar", "officers"),
    (1, "calendar", "officers"),
    (1, "calendar", "signers"),
    (3, "calendar", "signers"),
    (3, "working", "above"),
    (5, "working", "overseers"),
    (10, "working", "above"),
]


def fill(apps, schema_editor):
    steps = apps.get_model("reports", "ReminderStep").objects
    for days, count, to in STEPS:
        steps.update_or_create(days=days, count=count, to=to, defaults={"source": SOURCE})


def empty(apps, schema_editor):
    steps = apps.get_model("reports", "ReminderStep").objects
    for days, count, to in STEPS:
        steps.filter(days=days, count=count, to=to).delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_feedback")]
    operations = [migrations.RunPython(fill, empty)]
