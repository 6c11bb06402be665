"""The sentences that tell an officer what is doubtful in a text, by the code of their warning or a finer one."""

SENTENCES = {
    "restart": "Số thứ tự bắt đầu lại ở “{label}”; phần này được coi là văn bản kèm theo.",
    "restart_appendix": "Số thứ tự bắt đầu lại ở “{label}” trong phụ lục.",
    "typo": "Nhãn “{label}” viết sai chính tả, được đọc là “Điều {number}”.",
    "quoted_article": "“{label}” không theo thứ tự, được coi là nội dung trích dẫn.",
    "order_number": "Số “{label}” không theo thứ tự, được giữ trong nội dung đang đọc.",
    "order_point": "Điểm “{label}” không theo thứ tự, được giữ trong nội dung đang đọc.",
    "letter": "Điểm “{label}” dùng chữ cái không có trong thứ tự điểm.",
    "repeat": "“{label}” lặp lại số đã có trước đó.",
    "order_after": "“{label}” đứng sau số lớn hơn.",
    "gap": "“{label}” sau “{last}”: có thể thiếu số ở giữa.",
    "gap_first": "“{label}” ở đầu danh sách: có thể thiếu số ở giữa.",
    "unclosed_quote": "Dấu ngoặc kép mở ở đoạn này không có dấu đóng; đề nghị kiểm tra cấu trúc.",
    "pages_without_text": "Trang {pages} của tệp không có lớp chữ nên không đọc được; đề nghị kiểm tra.",
    "no_structure": "Không nhận ra điều, khoản hoặc mục nào trong văn bản.",
}


def doubt(key: str, **values: str) -> str:
    """The Vietnamese sentence of a key of SENTENCES."""
    return SENTENCES[key].format(**values)
