"""The sentences with which a file is refused, and the limits behind them."""

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_ENTRIES = 1_000
MAX_TOTAL_BYTES = 60 * MEGABYTE
MAX_RATIO = 100
RATIO_FROM_BYTES = MEGABYTE
MAX_PIXELS = 60_000_000

SENTENCES = {
    "too_big": "Tệp lớn hơn 10 MB; đề nghị giảm dung lượng hoặc tách thành nhiều tệp.",
    "empty": "Tệp không có dữ liệu; đề nghị kiểm tra và chọn lại tệp.",
    "type": "Loại tệp này không được nhận; chỉ nhận tệp .pdf, .docx, .xlsx, .png, .jpg hoặc .jpeg.",
    "mismatch": "Nội dung tệp không đúng với phần mở rộng của tên tệp; đề nghị kiểm tra lại.",
    "broken": "Tệp đã bị hỏng hoặc không đúng định dạng; đề nghị lưu lại rồi gửi lại.",
    "macro": "Tệp có chứa macro hoặc chương trình nên không được nhận; đề nghị lưu thành tệp không có macro.",
    "encrypted": "Tệp được bảo vệ bằng mật khẩu; đề nghị bỏ mật khẩu rồi gửi lại.",
    "bomb": "Tệp chứa quá nhiều dữ liệu so với giới hạn an toàn nên không được mở.",
    "entities": "Tệp có khai báo DOCTYPE hoặc ENTITY không được phép nên không được nhận.",
    "embedded": "Tệp có nhúng tệp khác bên trong nên không xóa được thông tin người viết; đề nghị bỏ tệp nhúng.",
    "hidden": "Tệp có dữ liệu ẩn của phần mềm nên không xóa được thông tin người viết; đề nghị xuất lại tệp.",
    "too_heavy": "Việc kiểm tra tệp vượt quá thời gian hoặc bộ nhớ cho phép nên đã dừng.",
}


class EvidenceRefused(Exception):
    """`code` is one of SENTENCES."""

    def __init__(self, code: str):
        super().__init__(SENTENCES[code])
        self.code = code
