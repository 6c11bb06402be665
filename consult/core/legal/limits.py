"""Limits on what is read, and the sentences with which a file is refused."""

from .types import Refused

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE
MAX_ENTRIES = 2_000
MAX_TOTAL_BYTES = 100 * MEGABYTE
MAX_ENTRY_BYTES = 50 * MEGABYTE
MAX_RATIO = 100
RATIO_FROM_BYTES = MEGABYTE
SECRECY_LINES = 40

SENTENCES = {
    "empty": "Tệp không có dữ liệu; đề nghị kiểm tra và chọn lại tệp.",
    "too_big": "Tệp lớn hơn 25 MB; đề nghị tách các phụ lục hoặc giảm dung lượng hình ảnh.",
    "type": "Loại tệp này không được nhận; chỉ nhận tệp .docx, .html, .txt hoặc .md.",
    "not_yet": "Hệ thống chưa đọc được tệp .doc và .pdf; đề nghị lưu văn bản thành .docx rồi gửi lại.",
    "mismatch": "Nội dung tệp không đúng với phần mở rộng của tên tệp; đề nghị kiểm tra lại.",
    "not_docx": "Tệp không phải là văn bản .docx hợp lệ hoặc đã bị hỏng; đề nghị lưu lại rồi gửi lại.",
    "bomb": "Tệp nén chứa quá nhiều dữ liệu so với giới hạn an toàn nên không được mở.",
    "encrypted": "Tệp được bảo vệ bằng mật khẩu; đề nghị bỏ mật khẩu rồi gửi lại.",
    "macro": "Tệp có chứa macro nên không được nhận; đề nghị lưu thành .docx không có macro.",
    "entities": "Tệp có khai báo DOCTYPE hoặc ENTITY không được phép nên không được nhận.",
    "no_text": "Không tìm thấy chữ trong tệp; nếu là bản chụp, đề nghị gửi bản có chữ.",
    "secret": "Văn bản có dấu “{mark}”, không được đưa lên hệ thống; đề nghị xử lý theo quy định về "
    "bảo vệ bí mật nhà nước.",
}


def refuse(code: str, **values: str) -> Refused:
    """The exception for a code of SENTENCES; callers raise it."""
    return Refused(code, SENTENCES[code].format(**values))
