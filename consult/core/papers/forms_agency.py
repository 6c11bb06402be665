"""Papers of the drafting agency."""

from .blocks import Annex, Block, Heading, Prose
from .dossier import Dossier
from .forms import ADDRESSEES, AGENCY, GROUNDS, RECIPIENTS, SIGNER, Data, Form, Text, answers_table

_LAW = "Căn cứ Luật Ban hành văn bản quy phạm pháp luật"


def _answered(*codes: str):
    def draw(dossier: Dossier) -> tuple[Block, ...]:
        found = [issue for issue in dossier.issues if issue.answer_code in codes]
        return tuple(
            Prose(issue.answer_text, lead=f"{n}. {issue.group}, {issue.title.rstrip('.')}:")
            for n, issue in enumerate(found, 1)
        ) or (Prose("Không có."),)

    return draw


TABLE = Form(
    "ban-tong-hop-tiep-thu", 2, "Bản tổng hợp ý kiến, tiếp thu, giải trình", AGENCY, "BẢN TỔNG HỢP", "BC",
    "Ý kiến, tiếp thu, giải trình ý kiến góp ý, phản biện xã hội đối với {ten_du_thao}",
    (
        Text("mo_dau", "Mở đầu", "Căn cứ Luật Ban hành văn bản quy phạm pháp luật, {co_quan} đã tổ chức lấy ý kiến, tham vấn, "
             "phản biện xã hội đối với {ten_du_thao}. Kết quả:\n1. Tổng số {so_gui} cơ quan, tổ chức, cá nhân đã gửi xin ý "
             "kiến, tham vấn/góp ý, phản biện xã hội và tổng số {so_y_kien} ý kiến nhận được.\n2. Kết quả cụ thể như sau:"),
        Data("Bảng bốn cột: điều, khoản; chủ thể; nội dung góp ý; tiếp thu, giải trình", answers_table),
    ),
    {SIGNER: "Thủ trưởng cơ quan", RECIPIENTS: "{hoi_dong}\nLưu: VT"}, landscape=True, ends=False,
)  # fmt: skip

LETTER = Form(
    "cong-van-tiep-thu", 4, "Công văn tiếp thu, giải trình", AGENCY, "", "",
    "V/v tiếp thu, giải trình ý kiến phản biện xã hội đối với {ten_du_thao}",
    (
        Text("mo_dau", "Mở đầu", "{co_quan} tiếp nhận ý kiến góp ý, phản biện xã hội đối với {ten_du_thao} do {hoi_dong} tổng hợp "
             "(hồ sơ {ma_ho_so}) và báo cáo việc tiếp thu, giải trình như sau:"),
        Heading("I. TÌNH HÌNH LẤY Ý KIẾN"),
        Text("tinh_hinh", "I. Tình hình lấy ý kiến", "Từ {ngay_mo} đến {ngay_dong} đã nhận {so_y_kien} ý kiến của {so_chuyen_gia} "
             "người, tổng hợp thành {so_diem} điểm góp ý; trong đó tiếp thu {so_tiep_thu}, tiếp thu một phần {so_mot_phan}, "
             "giải trình {so_giai_trinh}, ghi nhận {so_ghi_nhan}."),
        Heading("II. NỘI DUNG TIẾP THU"),
        Data("Các điểm tiếp thu, tiếp thu một phần", _answered("accepted", "partly")),
        Heading("III. NỘI DUNG GIẢI TRÌNH"),
        Data("Các điểm giải trình, ghi nhận, chuyển cơ quan khác", _answered("explained", "noted", "forwarded")),
        Heading("IV. NỘI DUNG XIN Ý KIẾN CẤP CÓ THẨM QUYỀN"),
        Text("xin_y_kien", "IV. Nội dung xin ý kiến cấp có thẩm quyền", "Không có."),
        Text("ket_thuc", "Kết thúc", "{co_quan} trân trọng gửi {hoi_dong} để biết, theo dõi."),
        Annex("Phụ lục I", "Bản tổng hợp ý kiến, tiếp thu, giải trình", landscape=True),
        Data("Bảng bốn cột", answers_table),
    ),
    {ADDRESSEES: "{hoi_dong}", GROUNDS: _LAW, SIGNER: "Thủ trưởng cơ quan", RECIPIENTS: "Như trên\nLưu: VT"},
)  # fmt: skip
