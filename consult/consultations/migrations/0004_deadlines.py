"""Days set by law or by agreement, and public holidays: the first rows of two tables that officers keep.

Solar holidays and five days of Tết follow Article 112 of the Labour Code 45/2019/QH14; days in lieu of those
that fall on a weekend are counted. Days that the Government had not yet decided are marked as expected.
"""

from datetime import date

from django.db import migrations

RULES = [
    (
        "draft.publish_min", "Đăng tải dự thảo để lấy ý kiến, ít nhất", 20, "calendar",
        "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
    ),
    (
        "draft.send_to_front_before_submission",
        "Gửi dự thảo đến Mặt trận trước ngày trình cơ quan ban hành, chậm nhất", 15, "calendar",
        "Điều 36 Luật Mặt trận Tổ quốc Việt Nam",
    ),
    (
        "body.written_opinion", "Trả lời bằng văn bản khi được lấy ý kiến", 15, "calendar",
        "Điều 30 Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
    ),
    (
        "agency.answer_to_front", "Cơ quan soạn thảo trả lời văn bản phản biện", 15, "calendar",
        "Quy chế phối hợp",
    ),
    ("stage.meet", "Tổ chức hội nghị, đối thoại sau khi hết thời hạn góp ý", 5, "working", "Quy chế phối hợp"),
    ("stage.compile", "Lập bản tổng hợp ý kiến", 7, "working", "Quy chế phối hợp"),
    (
        "supervise.notice", "Gửi kế hoạch và quyết định giám sát trước khi tiến hành", 15, "calendar",
        "Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
    ),
    (
        "supervise.unit_report", "Đơn vị được giám sát gửi báo cáo trước khi tiến hành", 7, "calendar",
        "Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
    ),
    (
        "supervise.team_report", "Đoàn giám sát báo cáo kết quả sau khi kết thúc", 15, "calendar",
        "Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
    ),
    (
        "data_request.first_reply", "Phản hồi đầu tiên cho yêu cầu về dữ liệu cá nhân", 2, "working",
        "Nghị định 356/2025/NĐ-CP",
    ),
    (
        "data_request.withdraw", "Thực hiện yêu cầu rút lại sự đồng ý", 15, "calendar",
        "Nghị định 356/2025/NĐ-CP",
    ),
    (
        "data_request.extension", "Gia hạn một lần khi thực hiện yêu cầu về dữ liệu cá nhân", 15, "calendar",
        "Nghị định 356/2025/NĐ-CP",
    ),
]  # fmt: skip

TET = "Tết Nguyên đán"
HUNG = "Giỗ Tổ Hùng Vương"
NATIONAL = "Quốc khánh"
EXPECTED = " (dự kiến)"
HOLIDAYS = [
    (date(2026, 1, 1), "Tết Dương lịch"),
    *((date(2026, 2, day), TET) for day in range(16, 21)),
    (date(2026, 4, 26), HUNG),
    (date(2026, 4, 27), f"Nghỉ bù {HUNG}"),
    (date(2026, 4, 30), "Ngày Chiến thắng"),
    (date(2026, 5, 1), "Quốc tế lao động"),
    (date(2026, 9, 1), NATIONAL),
    (date(2026, 9, 2), NATIONAL),
    (date(2027, 1, 1), "Tết Dương lịch"),
    *((date(2027, 2, day), TET + EXPECTED) for day in range(5, 10)),
    (date(2027, 2, 10), f"Nghỉ bù {TET}{EXPECTED}"),
    (date(2027, 2, 11), f"Nghỉ bù {TET}{EXPECTED}"),
    (date(2027, 4, 16), HUNG),
    (date(2027, 4, 30), "Ngày Chiến thắng"),
    (date(2027, 5, 1), "Quốc tế lao động"),
    (date(2027, 5, 3), "Nghỉ bù Quốc tế lao động"),
    (date(2027, 9, 2), NATIONAL),
    (date(2027, 9, 3), NATIONAL + EXPECTED),
]


def fill(apps, schema_editor):
    rules = apps.get_model("consultations", "DeadlineRule")
    holidays = apps.get_model("consultations", "Holiday")
    for key, label, days, count, source in RULES:
        rules.objects.update_or_create(
            key=key, defaults={"label": label, "days": days, "count": count, "source": source}
        )
    for day, name in HOLIDAYS:
        holidays.objects.update_or_create(day=day, defaults={"name": name})


def empty(apps, schema_editor):
    apps.get_model("consultations", "Holiday").objects.filter(day__in=[day for day, _ in HOLIDAYS]).delete()
    # A rule that a stage already names stays: the stage keeps telling where its deadline came from.
    used = apps.get_model("consultations", "Stage").objects.exclude(rule=None).values("rule")
    rules = apps.get_model("consultations", "DeadlineRule").objects
    rules.filter(key__in=[row[0] for row in RULES]).exclude(pk__in=used).delete()


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_folded")]
    operations = [migrations.RunPython(fill, empty)]
