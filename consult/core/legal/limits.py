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
MAX_CHARACTERS = 4_000_000
MAX_LINES = 50_000
MAX_TAGS = 1_000_000
PDF_MEMORY_BYTES = 512 * MEGABYTE
PDF_CPU_SECONDS = 10
PDF_WALL_SECONDS = 30
OFFICE_SECONDS = 60

SENTENCES = {
    "empty": "Tệp không có dữ liệu; đề nghị kiểm tra và chọn lại tệp.",
    "too_big": "Tệp lớn hơn 25 MB; đề nghị tách các phụ lục hoặc giảm dung lượng hình ảnh.",
    "type": "Loại tệp này không được nhận; chỉ nhận tệp .docx, .doc, .odt, .pdf, .html, .txt hoặc .md.",
    "mismatch": "Nội dung tệp không đúng với phần mở rộng của tên tệp; đề nghị kiểm tra lại.",
    "not_docx": "Tệp không phải là văn bản .docx hợp lệ hoặc đã bị hỏng; đề nghị lưu lại rồi gửi lại.",
    "not_xlsx": "Tệp không phải là bảng tính .xlsx hợp lệ hoặc đã bị hỏng; đề nghị lưu lại rồi gửi lại.",
    "not_odt": "Tệp không phải là văn bản .odt hợp lệ hoặc đã bị hỏng; đề nghị lưu lại rồi gửi lại.",
    "not_doc": "Không chuyển được tệp .doc, có thể tệp đã bị hỏng; đề nghị lưu thành .docx rồi gửi lại.",
    "no_office": "Máy chủ chưa cài LibreOffice nên chưa đọc được tệp .doc; đề nghị lưu thành .docx rồi gửi lại.",
    "not_pdf": "Tệp không phải là tệp .pdf hợp lệ hoặc đã bị hỏng; đề nghị xuất lại rồi gửi lại.",
    "scan": "Tệp .pdf gồm {pages} trang là bản chụp, không có lớp chữ; đề nghị gửi tệp .docx hoặc tệp .pdf có chữ.",
    "letters": "Không đọc được chữ trong tệp .pdf vì phông chữ không kèm bảng mã; đề nghị gửi tệp .docx.",
    "too_heavy": "Việc đọc tệp vượt quá thời gian hoặc bộ nhớ cho phép nên đã dừng; đề nghị gửi tệp .docx.",
    "too_much": "Văn bản có quá nhiều đoạn, bảng hoặc ký tự so với giới hạn an toàn; đề nghị tách các phụ lục "
    "thành tệp riêng.",
    "too_many_rows": "Bảng có hơn {most} dòng; đề nghị tách thành nhiều tệp.",
    "no_table": "Không tìm thấy bảng nào có chữ trong tệp.",
    "bomb": "Tệp nén chứa quá nhiều dữ liệu so với giới hạn an toàn nên không được mở.",
    "encrypted": "Tệp được bảo vệ bằng mật khẩu; đề nghị bỏ mật khẩu rồi gửi lại.",
    "macro": "Tệp có chứa macro nên không được nhận; đề nghị lưu thành .docx hoặc .xlsx không có macro.",
    "entities": "Tệp có khai báo DOCTYPE hoặc ENTITY không được phép nên không được nhận.",
    "no_text": "Không tìm thấy chữ trong tệp; nếu là bản chụp, đề nghị gửi bản có chữ.",
    "secret": "Văn bản có dấu “{mark}”, không được đưa lên hệ thống; đề nghị xử lý theo quy định về "
    "bảo vệ bí mật nhà nước.",
}


def refuse(code: str, **values: str) -> Refused:
    """The exception for a code of SENTENCES; callers raise it."""
    return Refused(code, SENTENCES[code].format(**values))


def check_tags(markup: bytes | str) -> None:
    """Refuse markup whose tree would not fit into memory."""
    if markup.count(b"<" if isinstance(markup, bytes) else "<") > MAX_TAGS:
        raise refuse("too_much")


def check_lines(count: int, characters: int) -> None:
    """Refuse a text longer than any that is sent for comments."""
    if count > MAX_LINES or characters > MAX_CHARACTERS:
        raise refuse("too_much")
