"""Smallest whole papers for the tests; any field can be given by name."""

from datetime import date, datetime

from consult.core.papers import Agenda, Letterhead, Matrix, MatrixRow, MinutesPaper, Tally

HEAD = Letterhead(
    "Ủy ban nhân dân thành phố Cần Thơ", "Sở Khoa học và Công nghệ", "BC-SKHCN", "Cần Thơ", date(2026, 1, 5)
)


def a_row(
    group="Điều 7", contributor="Hội Luật gia", opinion="Bổ sung thời hạn.", code="accepted", text="Đã sửa."
):
    return MatrixRow(group, contributor, opinion, code, text)


def a_matrix(**fields):
    wanted = {
        "letterhead": HEAD,
        "draft_title": "dự thảo Nghị quyết về trí thức",
        "sent_to": 120,
        "received": 86,
        "intro": "",
        "rows": (
            a_row(),
            a_row(contributor="Nguyễn Thị Ước", code="explained"),
            a_row("Điều 12", code="noted"),
        ),
        "signer_title": "KT. Giám đốc\nPhó Giám đốc",
        "signer_name": "Trần Văn Ự",
        "recipients": ("Ủy ban nhân dân thành phố", "Lưu: VT"),
        "snapshot_hash": "ab12cd34" * 8,
    }
    return Matrix(**(wanted | fields))


def some_minutes(**fields):
    wanted = {
        "letterhead": Letterhead(
            "Ủy ban Mặt trận Tổ quốc", "Hội đồng tư vấn", "BB-HĐTV", "Cần Thơ", date(2026, 11, 22)
        ),
        "meeting": "Hội nghị góp ý dự thảo Nghị quyết",
        "started": datetime(2026, 11, 22, 8, 0),
        "ended": datetime(2026, 11, 22, 10, 42),
        "place": "Phòng thảo luận trực tuyến",
        "form": "Trực tuyến",
        "present": 24,
        "attendees": ("Bà Lê Thị Hòa", "Ông Trần Văn Đức"),
        "chair": "Lê Thị Hòa",
        "secretary": "Phạm Văn Ước",
        "agenda": (
            Agenda("Góp ý Điều 7", ("Ông Đức: đề nghị bổ sung.", "Bà Ân: đồng ý.")),
            Agenda("Góp ý Điều 12"),
        ),
        "votes": (Tally("Bổ sung thời hạn", (("Đồng ý", 18), ("Không đồng ý", 2))),),
        "conclusion": "Thống nhất kiến nghị.",
        "recipients": ("Như thành phần tham dự", "Lưu: VT, Hồ sơ"),
        "snapshot_hash": "ab12cd34" * 8,
    }
    return MinutesPaper(**(wanted | fields))
