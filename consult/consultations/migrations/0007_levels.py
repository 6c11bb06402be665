"""Allowed levels instead of "may be anonymous"; what a voice says of itself."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

COPY = """
UPDATE consultations_consultation SET levels = ARRAY['named', 'anonymous'] WHERE allow_anonymous;
UPDATE consultations_consultation SET levels = ARRAY['named'] WHERE NOT allow_anonymous;
"""
COPY_BACK = "UPDATE consultations_consultation SET allow_anonymous = 'anonymous' = ANY(levels);"


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0006_organisation_voice"),
        ("documents", "0005_repairs_and_readings"),
        ("ledger", "0002_append_only"),
        ("people", "0003_verbose_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="levels",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("named", "Công khai họ tên"),
                        ("anonymous", "Ẩn danh với công chúng"),
                        ("council", "Chỉ hội đồng đọc"),
                    ],
                    max_length=12,
                ),
                default=list,
                size=3,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(COPY, COPY_BACK),
        migrations.RemoveField(model_name="consultation", name="allow_anonymous"),
        migrations.AddField(
            model_name="voice",
            name="fields",
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.AddField(
            model_name="voice",
            name="interest",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="voice",
            name="interest_declared_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("levels__contains", ["named"]),
                    ("levels__contained_by", ["named", "anonymous", "council"]),
                ),
                name="levels_are_known_and_one_may_sign",
            ),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("interest", ""), ("interest_declared_at__isnull", False), _connector="OR"
                ),
                name="interest_was_declared",
            ),
        ),
    ]
