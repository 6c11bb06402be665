from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_signed_out_at"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="commune",
            options={"verbose_name": "xã, phường", "verbose_name_plural": "xã, phường"},
        ),
        migrations.AlterModelOptions(
            name="consent",
            options={
                "ordering": ["-at", "-id"],
                "verbose_name": "sự đồng ý",
                "verbose_name_plural": "sự đồng ý",
            },
        ),
        migrations.AlterModelOptions(
            name="consenttext",
            options={"verbose_name": "nội dung xin đồng ý", "verbose_name_plural": "nội dung xin đồng ý"},
        ),
        migrations.AlterModelOptions(
            name="membership",
            options={"verbose_name": "vai trò trong tổ chức", "verbose_name_plural": "vai trò trong tổ chức"},
        ),
        migrations.AlterModelOptions(
            name="organisation",
            options={"verbose_name": "tổ chức", "verbose_name_plural": "tổ chức"},
        ),
        migrations.AlterModelOptions(
            name="user",
            options={"verbose_name": "người dùng", "verbose_name_plural": "người dùng"},
        ),
    ]
