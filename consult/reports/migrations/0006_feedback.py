import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Numbers of days that no law sets; an administrator changes them in the table of rules.
RULES = [
    ("author.object", "Người góp ý phản đối trả lời, kể từ ngày công bố", 15, "calendar", "Quy chế phối hợp"),
    ("agency.answer_objection", "Cơ quan soạn thảo trả lời phản đối", 15, "calendar", "Quy chế phối hợp"),
    (
        "author.rate",
        "Người góp ý thay đổi đánh giá, kể từ lần đánh giá đầu",
        30,
        "calendar",
        "Quy chế phối hợp",
    ),
]


def add_rules(apps, schema_editor):
    rule = apps.get_model("consultations", "DeadlineRule")
    for key, label, days, count, source in RULES:
        rule.objects.get_or_create(
            key=key, defaults={"label": label, "days": days, "count": count, "source": source}
        )


def remove_rules(apps, schema_editor):
    apps.get_model("consultations", "DeadlineRule").objects.filter(key__in=[row[0] for row in RULES]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0008_levels_fixed"),
        ("reports", "0005_answering"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", models.TextField(verbose_name="nội dung phản đối")),
                ("shared", models.BooleanField(default=False)),
                ("filed_at", models.DateTimeField()),
                ("answer_due", models.DateTimeField()),
                ("answer", models.TextField(blank=True, verbose_name="trả lời phản đối")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objection",
                        to="reports.citation",
                    ),
                ),
            ],
            options={
                "verbose_name": "Phản đối",
                "verbose_name_plural": "Phản đối",
                "ordering": ["answer_due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="objection_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="objection_answered_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Rất không hài lòng"),
                            (2, "Không hài lòng"),
                            (3, "Bình thường"),
                            (4, "Hài lòng"),
                            (5, "Rất hài lòng"),
                        ],
                        verbose_name="mức hài lòng",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="nhận xét")),
                ("version", models.PositiveIntegerField(default=1)),
                ("rated_at", models.DateTimeField()),
                (
                    "citation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="reports.citation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 1), ("score__lte", 5)), name="rating_is_one_to_five"
                    )
                ],
            },
        ),
        migrations.RunPython(add_rules, remove_rules),
    ]
