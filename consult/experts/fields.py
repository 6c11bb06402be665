"""The official classification of science and technology: levels 1 and 2 are part of the product.

Source: Circular 24/2025/TT-BKHCN (six fields, 46 branches). `load_levels` only adds what is missing, by code:
names that the official table brought later stay.
"""

LEVELS = {
    "1": "Khoa học tự nhiên",
    "101": "Toán học và thống kê",
    "102": "Khoa học máy tính và thông tin",
    "103": "Vật lý",
    "104": "Hóa học",
    "105": "Các khoa học trái đất và môi trường liên quan",
    "106": "Sinh học",
    "199": "Khoa học tự nhiên khác",
    "2": "Khoa học kỹ thuật và công nghệ",
    "201": "Kỹ thuật dân dụng",
    "202": "Kỹ thuật điện, điện tử, thông tin",
    "203": "Kỹ thuật cơ khí",
    "204": "Kỹ thuật hóa học",
    "205": "Kỹ thuật vật liệu và luyện kim",
    "206": "Kỹ thuật y học",
    "207": "Kỹ thuật môi trường",
    "208": "Công nghệ sinh học môi trường",
    "209": "Công nghệ sinh học công nghiệp",
    "210": "Công nghệ nano",
    "211": "Kỹ thuật thực phẩm và đồ uống",
    "299": "Khoa học kỹ thuật và công nghệ khác",
    "3": "Khoa học y, dược",
    "301": "Y học cơ sở",
    "302": "Y học lâm sàng",
    "303": "Y tế",
    "304": "Dược học",
    "305": "Công nghệ sinh học trong y học",
    "399": "Khoa học y, dược khác",
    "4": "Khoa học nông nghiệp",
    "401": "Trồng trọt",
    "402": "Chăn nuôi",
    "403": "Thú y",
    "404": "Lâm nghiệp",
    "405": "Thủy sản",
    "406": "Công nghệ sinh học trong nông nghiệp",
    "499": "Khoa học nông nghiệp khác",
    "5": "Khoa học xã hội",
    "501": "Tâm lý học",
    "502": "Kinh tế và kinh doanh",
    "503": "Khoa học giáo dục",
    "504": "Xã hội học",
    "505": "Pháp luật",
    "506": "Khoa học chính trị",
    "507": "Địa lý kinh tế và xã hội",
    "508": "Thông tin đại chúng và truyền thông",
    "599": "Khoa học xã hội khác",
    "6": "Khoa học nhân văn",
    "601": "Lịch sử và khảo cổ học",
    "602": "Ngôn ngữ học và văn học",
    "603": "Triết học, đạo đức học và tôn giáo",
    "604": "Nghệ thuật",
    "699": "Khoa học nhân văn khác",
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
