"""What may be doubtful about a row, in one sentence each, and why a row is no opinion."""

SENTENCES = {
    "place-unknown": "Không nhận ra điều, khoản, điểm trong dự thảo này.",
    "place-many": "Nêu nhiều điều, khoản; đang ghi vào đơn vị chung gần nhất.",
    "place-above": "Ô điều, khoản để trống; đang lấy theo dòng trên.",
    "no-text": "Chưa có nội dung góp ý.",
    "lone": "Cả dòng chỉ có một ô có chữ, chưa rõ là tiêu đề hay góp ý.",
    "too-long": "Nội dung dài quá giới hạn của một ý kiến; đề nghị rút gọn hoặc tách.",
    "no-speaker": "Chưa ghi ai góp ý.",
    "speaker-above": "Ô chủ thể góp ý để trống; đang lấy theo dòng trên.",
    "repeats-row": "Trùng nội dung với một dòng ở trên của cùng chủ thể.",
    "repeats-comment": "Trùng nội dung với một ý kiến đã có trong hồ sơ.",
    "position-unknown": "Không nhận ra quan điểm; đang ghi là ý kiến khác.",
    "counted-unread": "Không đọc được số người ký; đang ghi là một.",
    "heading": "Dòng tiêu đề của nhóm góp ý.",
    "header": "Dòng tên cột.",
    "above-header": "Dòng nằm trên dòng tên cột.",
    "numbers": "Dòng số thứ tự của cột.",
    "unused": "Bảng được chọn không nhập.",
}

BLOCKING = frozenset({"place-unknown", "no-text", "lone", "too-long", "no-speaker"})
"""These must be mended, or the row set aside; the others may be accepted as they are."""

ASIDE = ("heading", "header", "above-header", "numbers", "unused")
