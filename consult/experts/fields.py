"""The official classification of science and technology: levels 1 and 2 are part of the product.

Source: Circular 24/2025/TT-BKHCN (six fields, 46 branches). `load_levels` only adds what is missing, by code:
names that the official table brought later stay.
"""

from django.utils.translation import gettext_noop as _

LEVELS = {
    "1": _("Khoa học tự nhiên"),
    "101": _("Toán học và thống kê"),
    "102": _("Khoa học máy tính và thông tin"),
    "103": _("Vật lý"),
    "104": _("Hóa học"),
    "105": _("Các khoa học trái đất và môi trường liên quan"),
    "106": _("Sinh học"),
    "199": _("Khoa học tự nhiên khác"),
    "2": _("Khoa học kỹ thuật và công nghệ"),
    "201": _("Kỹ thuật dân dụng"),
    "202": _("Kỹ thuật điện, điện tử, thông tin"),
    "203": _("Kỹ thuật cơ khí"),
    "204": _("Kỹ thuật hóa học"),
    "205": _("Kỹ thuật vật liệu và luyện kim"),
    "206": _("Kỹ thuật y học"),
    "207": _("Kỹ thuật môi trường"),
    "208": _("Công nghệ sinh học môi trường"),
    "209": _("Công nghệ sinh học công nghiệp"),
    "210": _("Công nghệ nano"),
    "211": _("Kỹ thuật thực phẩm và đồ uống"),
    "299": _("Khoa học kỹ thuật và công nghệ khác"),
    "3": _("Khoa học y, dược"),
    "301": _("Y học cơ sở"),
    "302": _("Y học lâm sàng"),
    "303": _("Y tế"),
    "304": _("Dược học"),
    "305": _("Công nghệ sinh học trong y học"),
    "399": _("Khoa học y, dược khác"),
    "4": _("Khoa học nông nghiệp"),
    "401": _("Trồng trọt"),
    "402": _("Chăn nuôi"),
    "403": _("Thú y"),
    "404": _("Lâm nghiệp"),
    "405": _("Thủy sản"),
    "406": _("Công nghệ sinh học trong nông nghiệp"),
    "499": _("Khoa học nông nghiệp khác"),
    "5": _("Khoa học xã hội"),
    "501": _("Tâm lý học"),
    "502": _("Kinh tế và kinh doanh"),
    "503": _("Khoa học giáo dục"),
    "504": _("Xã hội học"),
    "505": _("Pháp luật"),
    "506": _("Khoa học chính trị"),
    "507": _("Địa lý kinh tế và xã hội"),
    "508": _("Thông tin đại chúng và truyền thông"),
    "599": _("Khoa học xã hội khác"),
    "6": _("Khoa học nhân văn"),
    "601": _("Lịch sử và khảo cổ học"),
    "602": _("Ngôn ngữ học và văn học"),
    "603": _("Triết học, đạo đức học và tôn giáo"),
    "604": _("Nghệ thuật"),
    "699": _("Khoa học nhân văn khác"),
}


def load_levels(model=None) -> int:
    """Add the names of levels 1 and 2 that are missing; returns how many. Repeatable, called after migrate."""
    if model is None:
        from consult.experts.models import Field as model
    known = dict(model.objects.filter(level__lte=2).values_list("code", "pk"))
    added = 0
    for code in sorted(LEVELS, key=len):
        if code in known:
            continue
        parent_id = known.get(code[0]) if len(code) > 1 else None
        row = model.objects.create(
            code=code, name=LEVELS[code], level=1 if len(code) == 1 else 2, parent_id=parent_id
        )
        known[code] = row.pk
        added += 1
    return added
