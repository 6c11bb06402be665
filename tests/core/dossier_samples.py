"""A whole dossier for the tests of the papers; any field can be given by name."""

from consult.core.papers import Body, Dossier, Issue, Line, Meeting, Named, Planned, Remark, Said, Sheet, Work

ISSUES = (
    Issue(
        "Chung", "Cần đánh giá tác động", "Đề nghị bổ sung báo cáo.", criterion="impact", agreement="2/2",
        proposal="Bổ sung đánh giá tác động",
        opinions=(Said("Lê Thị Hòa, Trường Đại học Cần Thơ", "Chưa có đánh giá tác động.", "Đồng ý, có sửa đổi, bổ sung", "Luật"),),
        answer_code="accepted", answer_text="Đã bổ sung báo cáo đánh giá tác động.",
    ),
    Issue(
        "Khoản 2 Điều 7", "Thời hạn trả lời", "", "2. Cơ quan trả lời trong 30 ngày.", "soundness", "1/2", "Rút xuống 15 ngày",
        (
            Said("Chuyên gia đã xác thực, lĩnh vực Luật", "Nên rút xuống 15 ngày.", "Đồng ý, có sửa đổi, bổ sung", "Luật"),
            Said("Trần Văn Đức", "=Giữ 30 ngày là phù hợp.", "Không đồng ý", "Kinh tế"),
        ),
        "explained", "Không tiếp thu, lý do: khối lượng hồ sơ lớn.",
    ),
    Issue("Khoản 2 Điều 7", "Từ ngữ", opinions=(Said("Hội Luật gia", "Thay chữ."),), answer_code="noted", answer_text="Ghi nhận."),
)  # fmt: skip


def a_dossier(**fields) -> Dossier:
    wanted = {
        "code": "GY-2026-001", "title": "Góp ý dự thảo", "kind": "Phản biện xã hội",
        "draft": "dự thảo Nghị quyết về thu hút, trọng dụng trí thức thành phố Cần Thơ", "version": 1,
        "agency": Body("Sở Khoa học và Công nghệ", "Ủy ban nhân dân thành phố Cần Thơ", "SKHCN", "Cần Thơ"),
        "council": Body("Ban Thường trực", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ", "MTTQ-BTT", "Cần Thơ"),
        "opened": "2026-09-01", "closes": "2026-10-05", "answer_due": "2026-12-20", "day": "2026-02-05", "year": 2026,
        "sent_to": 120, "received": 86, "experts": 41, "by_field": (Named("Luật", 20), Named("Kinh tế", 21)),
        "by_position": (Named("Đồng ý", 60), Named("Không đồng ý", 26)), "by_source": (Named("Trực tuyến", 80), Named("Văn bản", 6)),
        "issues": ISSUES, "named_experts": ("Lê Thị Hòa, Trường Đại học Cần Thơ", "Trần Văn Đức"),
        "meetings": (Meeting("Hội nghị góp ý", "08 giờ 00, ngày 22 tháng 9 năm 2026", "Phòng thảo luận trực tuyến", "Bà Lê Thị Hòa", 24, "https://x.vn/p/1/"),),
        "plan": tuple(Planned(f"Nghị quyết số {n}", "Hội nghị phản biện", "Quý II", "Ban Thường trực", "Sở Khoa học và Công nghệ") for n in range(1, 4)),
        "association": Body("Liên hiệp các Hội Khoa học và Kỹ thuật", "Ủy ban nhân dân thành phố Cần Thơ", "LHH", "Cần Thơ"),
        "work": Work(
            "2026-09-02", "2026-09-20", "2026-09-21", 40, 31, 57, 50, "Lời dẫn.",
            (Line("Khoản 2 Điều 7", "Đồng ý, có sửa đổi, bổ sung", "Thời hạn ngắn.", "Trong 15 ngày.", "30 tán thành.", (Said("hội viên không nêu tên", "Nên giữ."),)),),
        ),
        "members": (Said("Trần Văn Đức", "Cần đánh giá tác động.", place="Chung", criterion="impact"),),
    }  # fmt: skip
    return Dossier(**(wanted | fields))


FILLED = Sheet(
    "Nguyễn Thị Ước", "Tiến sĩ", "Luật hành chính", "Trường Đại học Cần Thơ", True, "amend",
    (Remark("Khoản 2 Điều 7", "Trong 30 ngày.", "Trong 15 ngày.", "Nhanh hơn."),), "Không.",
)  # fmt: skip
