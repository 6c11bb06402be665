"""Papers of the council of the Fatherland Front and of an association."""

from .blocks import Annex, Block, Cell, Heading, Prose, Table
from .dossier import Dossier, Remark
from .forms import (
    ADDRESSEES,
    FRONT,
    GROUNDS,
    RECIPIENTS,
    SIGNER,
    Data,
    Form,
    Text,
    counts_table,
    experts_list,
    numbered,
)
from .forms_council import DECIDED, MEASURED, SUMMARY

CRITERIA = (
    ("need", "Về sự cần thiết"),
    (
        "conformity",
        "Về sự phù hợp với chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước",
    ),
    ("soundness", "Về tính đúng đắn, khoa học, khả thi"),
    ("impact", "Về tác động, hiệu quả"),
    ("balance", "Về bảo đảm hài hòa lợi ích"),
)
POSITIONS = (
    ("yes", "Đồng ý"),
    ("amend", "Đồng ý, có sửa đổi, bổ sung"),
    ("no", "Không đồng ý"),
    ("other", "Ý kiến khác"),
)
_FRONT_GROUNDS = (
    "Căn cứ Luật Mặt trận Tổ quốc Việt Nam\n"
    "Căn cứ Nghị quyết liên tịch số 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN ngày 15 tháng 6 năm 2017"
)
_BLANK_ROWS = 6
_DOTS = "…" * 24


# --- 1: the working table -----------------------------------------------------------------------------------


def _working_rows(dossier: Dossier) -> tuple[Block, ...]:
    names = {code: f"{number}. {_named(name)}" for number, (code, name) in enumerate(CRITERIA, 1)}
    rows = tuple(
        (
            Cell(str(place)),
            Cell(issue.places, lead=issue.group),
            Cell(issue.draft_text),
            Cell("\n".join(filter(None, [issue.title, issue.summary, numbered(s.words for s in issue.opinions)]))),
            Cell(numbered(said.contributor for said in issue.opinions)),
            Cell("\n".join(sorted({said.field for said in issue.opinions if said.field}))),
            Cell("\n".join(names[code] for code in names if code in issue.weighed_by)),
            Cell(issue.agreement),
            Cell(issue.proposal),
        )
        for place, issue in enumerate(dossier.issues, 1)
    )  # fmt: skip
    columns = (
        "STT", "Điều, khoản, điểm", "Nội dung dự thảo", "Nội dung góp ý", "Chủ thể góp ý", "Lĩnh vực",
        "Tiêu chí phản biện", "Mức độ đồng thuận", "Đề xuất của bộ phận tổng hợp",
    )  # fmt: skip
    return (Table(columns, (13, 24, 40, 56, 32, 22, 23, 21, 21), rows, merged=1),)


WORKING = Form(
    "bang-tong-hop", 1, "Bảng tổng hợp ý kiến", FRONT, "BẢNG TỔNG HỢP Ý KIẾN", "BTH",
    "góp ý, phản biện xã hội đối với {ten_du_thao}",
    (
        Text("mo_dau", "Mở đầu", "Tính đến khi chốt dữ liệu, hồ sơ {ma_ho_so} nhận được {so_y_kien} ý kiến của "
             "{so_chuyen_gia} người, được tổng hợp thành {so_diem} điểm như sau:"),
        Data("Bảng làm việc: mỗi điểm góp ý một dòng", _working_rows),
    ),
    {SIGNER: "Người tổng hợp"}, landscape=True, ends=False, numbered=False,
)  # fmt: skip


# --- 3: the report of the Front -----------------------------------------------------------------------------


def _general(criterion: str):
    def draw(dossier: Dossier) -> tuple[Block, ...]:
        found = [issue for issue in dossier.issues if criterion in issue.weighed_by]
        return tuple(Prose(f"- {issue.title.rstrip('.')} ({_small(issue.group)}).") for issue in found)

    return draw


def _named(criterion: str) -> str:
    """ "Sự cần thiết"."""
    words = criterion.removeprefix("Về ")
    return words[:1].upper() + words[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _specific(dossier: Dossier) -> tuple[Block, ...]:
    blocks: list[Block] = []
    group = None
    for number, issue in enumerate(dossier.issues, 1):
        if issue.group != group:
            group = issue.group
            blocks.append(Heading(group, 3))
        words = "\n".join(filter(None, [issue.places, issue.summary]))
        blocks.append(Prose(words, lead=f"{number}. {issue.title.rstrip('.')}."))
        blocks += [Prose(f"- {said.contributor}: “{said.words}”") for said in issue.opinions]
    return tuple(blocks) or (Prose("Không có ý kiến cụ thể."),)


def _differing(dossier: Dossier) -> tuple[Block, ...]:
    """Points on which positions differ, with the shares; single voices are all there."""
    blocks: list[Block] = []
    for issue in dossier.issues:
        positions = [said.position for said in issue.opinions if said.position]
        if len(set(positions)) < 2:
            continue
        blocks.append(Heading(f"{issue.group}: {issue.title}", 3))
        for position in dict.fromkeys(positions):
            share = f"{positions.count(position)}/{len(positions)}"
            words = "; ".join(
                f"“{s.words}” ({s.contributor})" for s in issue.opinions if s.position == position
            )
            blocks.append(Prose(f"{words}.", lead=f"{position} ({share} ý kiến):"))
    return tuple(blocks) or (Prose("Không có điểm nào mà các ý kiến còn khác nhau."),)


def _recommended(dossier: Dossier) -> tuple[Block, ...]:
    return tuple(
        Prose(f"{n}. {', '.join([issue.group, *issue.also])}: {(issue.proposal or issue.title).rstrip('.')}.")
        for n, issue in enumerate(dossier.issues, 1)
    )


def _meetings(dossier: Dossier) -> tuple[Block, ...]:
    return tuple(
        Prose(f"- {one.title}: {one.when}, {one.place}; {one.present} người tham dự.")
        for one in dossier.meetings
    )


REPORT = Form(
    "bao-cao-phan-bien", 3, "Báo cáo kết quả phản biện xã hội", FRONT, "BÁO CÁO", "BC",
    "Kết quả phản biện xã hội đối với {ten_du_thao}",
    (
        SUMMARY,
        Heading("I. TÌNH HÌNH TỔ CHỨC PHẢN BIỆN XÃ HỘI"),
        Text("tinh_hinh", "I. Tình hình tổ chức", "{hoi_dong} tổ chức phản biện xã hội trực tuyến đối với {ten_du_thao} "
             "từ {ngay_mo} đến {ngay_dong} (hồ sơ {ma_ho_so}). Đã gửi lấy ý kiến {so_gui} nơi; nhận được {so_y_kien} ý kiến "
             "của {so_chuyen_gia} người; tổ chức {so_cuoc_hop} cuộc họp.\nSố người góp ý theo lĩnh vực: {theo_linh_vuc}."),
        Data("Các cuộc họp của hồ sơ", _meetings),
        Heading("II. NHẬN XÉT, ĐÁNH GIÁ CHUNG"),
        *(part for number, (code, name) in enumerate(CRITERIA, 1) for part in (
            Heading(f"{number}. {name}", 2),
            Text(f"danh_gia_{code}", f"II.{number}. {name}", "Các ý kiến liên quan được nêu tại mục III."),
            Data(f"Các điểm góp ý: {name.removeprefix('Về ')}", _general(code)),
        )),
        Heading("III. Ý KIẾN CỤ THỂ"),
        Data("Các điểm góp ý theo điều, khoản, với lời trích nguyên văn", _specific),
        Heading("IV. CÁC Ý KIẾN CÒN KHÁC NHAU"),
        Text("khac_nhau", "IV. Các ý kiến còn khác nhau", "Các ý kiến, kể cả ý kiến thiểu số, được nêu đầy đủ dưới đây."),
        Data("Các điểm có quan điểm khác nhau, tỷ lệ từng quan điểm", _differing),
        Heading("V. KIẾN NGHỊ"),
        Text("kien_nghi", "V. Kiến nghị", "{hoi_dong} kiến nghị {co_quan} nghiên cứu, tiếp thu {so_diem} nội dung sau:"),
        Data("Kiến nghị đánh số theo điểm góp ý", _recommended),
        Text("de_nghi", "Đề nghị trả lời", "Đề nghị {co_quan} trả lời bằng văn bản trước {han_tra_loi}."),
        Annex("Phụ lục I", "Danh sách chuyên gia tham gia"),
        Data("Danh sách người đồng ý công khai họ tên", experts_list),
        MEASURED,
        DECIDED,
    ),
    {GROUNDS: _FRONT_GROUNDS, ADDRESSEES: "{co_quan}", SIGNER: "TM. Ban Thường trực\nChủ tịch",
     RECIPIENTS: "Như trên\nLưu: VT, Ban DCPL"},
)  # fmt: skip


# --- 6, 7, 9: to and from the experts ------------------------------------------------------------------------


def _invitation(dossier: Dossier) -> tuple[Block, ...]:
    meeting = dossier.meetings[-1] if dossier.meetings else None
    blank = "…" * 20
    facts = (
        ("Chủ trì:", meeting.chair if meeting else blank),
        ("Thời gian:", meeting.when if meeting else blank),
        ("Địa điểm:", meeting.place if meeting else blank),
        ("Đường dẫn phòng họp:", meeting.address if meeting else ""),
    )
    return tuple(Prose(f"{value}.", lead=label) for label, value in facts if value)


INVITATION = Form(
    "giay-moi", 6, "Giấy mời", FRONT, "GIẤY MỜI", "GM", "Dự họp góp ý {ten_du_thao}",
    (
        Text("kinh_moi", "Kính mời", "{hoi_dong} trân trọng kính mời:\n" + _DOTS),
        Text("toi_du", "Tới dự", "Tới dự cuộc họp góp ý, phản biện xã hội đối với {ten_du_thao}."),
        Data("Chủ trì, thời gian, địa điểm của cuộc họp mới nhất", _invitation),
        Text("tai_lieu", "Tài liệu", "Dự thảo và tài liệu kèm theo được công bố tại hồ sơ {ma_ho_so}.", lead="Tài liệu:"),
        Text("luu_y", "Các vấn đề cần lưu ý", "Đề nghị xác nhận tham dự trước ngày họp 02 ngày."),
    ),
    {SIGNER: "TM. Ban Thường trực\nPhó Chủ tịch", RECIPIENTS: "Như trên\nLưu: VT"},
)  # fmt: skip


def _about_person(dossier: Dossier) -> tuple[Block, ...]:
    sheet = dossier.sheet
    facts = (
        ("Họ và tên:", sheet.name if sheet else ""),
        ("Học hàm, học vị:", sheet.degree if sheet else ""),
        ("Chuyên môn:", sheet.field if sheet else ""),
        ("Đơn vị:", sheet.organisation if sheet else ""),
    )
    box = "■" if sheet and sheet.unnamed else "□"
    return (
        *(Prose(value or _DOTS, lead=label) for label, value in facts),
        Prose(f"{box} Đề nghị không công bố tên"),
    )


def _overall(dossier: Dossier) -> tuple[Block, ...]:
    chosen = dossier.sheet.overall if dossier.sheet else ""
    return (Prose("\n".join(f"{'■' if code == chosen else '□'} {words}" for code, words in POSITIONS)),)


def _remarks(dossier: Dossier) -> tuple[Block, ...]:
    remarks = dossier.sheet.remarks if dossier.sheet else (Remark(""),) * _BLANK_ROWS
    rows = tuple((Cell(r.place), Cell(r.draft_text), Cell(r.words), Cell(r.reason)) for r in remarks)
    return (
        Table(
            ("Điều, khoản", "Nội dung dự thảo", "Đề nghị sửa", "Lý do"),
            (30, 45, 50, 40),
            rows,
            height=0 if dossier.sheet else 14,
        ),
    )


def _further(dossier: Dossier) -> tuple[Block, ...]:
    said = dossier.sheet.further if dossier.sheet else ""
    return (Prose(said or "\n".join([_DOTS] * 4)),)


SHEET = Form(
    "phieu-lay-y-kien", 7, "Phiếu lấy ý kiến", FRONT, "PHIẾU LẤY Ý KIẾN", "", "về {ten_du_thao}",
    (
        Heading("I. THÔNG TIN NGƯỜI CHO Ý KIẾN"),
        Data("Họ tên, chuyên môn, đơn vị", _about_person),
        Heading("II. Ý KIẾN CHUNG"),
        Data("Bốn lựa chọn", _overall),
        Heading("III. Ý KIẾN CỤ THỂ"),
        Data("Bảng ý kiến theo điều, khoản", _remarks),
        Heading("IV. Ý KIẾN KHÁC"),
        Data("Dòng để ghi", _further),
        Text("huong_dan", "Hướng dẫn gửi phiếu", "Phiếu xin gửi về {hoi_dong} trước {ngay_dong}."),
    ),
    {SIGNER: "Người cho ý kiến"}, ends=False, numbered=False,
)  # fmt: skip


def _review(dossier: Dossier) -> tuple[Block, ...]:
    given = {remark.place: remark for remark in dossier.sheet.remarks} if dossier.sheet else {}
    rows = []
    for code, name in CRITERIA:
        remark = given.get(code, Remark(code))
        rows.append(
            (
                Cell(_named(name)),
                Cell(remark.words),
                Cell(remark.level),
                Cell(remark.reason),
            )
        )
    return (Table(("Tiêu chí", "Nhận xét", "Điểm, mức", "Kiến nghị"), (45, 55, 20, 45), tuple(rows), height=0 if dossier.sheet else 18),)  # fmt: skip


REVIEW = Form(
    "phieu-nhan-xet", 9, "Phiếu nhận xét của chuyên gia", FRONT, "PHIẾU NHẬN XÉT CỦA CHUYÊN GIA", "", "đối với {ten_du_thao}",
    (
        Heading("I. NGƯỜI NHẬN XÉT"),
        Data("Họ tên, chuyên môn, đơn vị", _about_person),
        Heading("II. NHẬN XÉT THEO TIÊU CHÍ"),
        Data("Bảng năm tiêu chí", _review),
        Heading("III. NHẬN XÉT KHÁC"),
        Data("Dòng để ghi", _further),
        Heading("IV. CAM KẾT"),
        Text("cam_ket", "Cam kết", "Người nhận xét cam kết không có xung đột lợi ích với cơ quan soạn thảo và đối tượng "
             "chịu tác động của dự thảo; nhận xét độc lập, khách quan."),
    ),
    {SIGNER: "Người nhận xét"}, ends=False, numbered=False,
)  # fmt: skip


# --- 10, 12: a report and the plan -------------------------------------------------------------------------

COLLECTED = Form(
    "bao-cao-lay-y-kien", 10, "Báo cáo tổng hợp kết quả lấy ý kiến", FRONT, "BÁO CÁO", "BC",
    "Tổng hợp kết quả lấy ý kiến đối với {ten_du_thao}",
    (
        SUMMARY,
        Heading("I. TÌNH HÌNH TRIỂN KHAI VIỆC LẤY Ý KIẾN"),
        Text("trien_khai", "I. Tình hình triển khai", "Việc lấy ý kiến được thực hiện từ {ngay_mo} đến {ngay_dong}; đã gửi "
             "{so_gui} nơi, tổ chức {so_cuoc_hop} cuộc họp."),
        Data("Các cuộc họp của hồ sơ", _meetings),
        Heading("II. TỔNG HỢP KẾT QUẢ LẤY Ý KIẾN"),
        Text("ket_qua", "II. Kết quả", "Tổng số ý kiến góp ý: {so_y_kien}, của {so_chuyen_gia} người. Chỉ tính ý kiến gửi trực "
             "tuyến hoặc bằng văn bản; ý kiến chỉ phát biểu tại cuộc họp không tính vào số này."),
        counts_table("Quan điểm", "by_position"),
        counts_table("Nguồn ý kiến", "by_source"),
        counts_table("Lĩnh vực", "by_field"),
        Heading("III. NỘI DUNG GÓP Ý"),
        Data("Các điểm góp ý theo điều, khoản, với lời trích nguyên văn", _specific),
        Text("ket_thuc", "Kết thúc", "Trên đây là báo cáo tổng hợp kết quả lấy ý kiến đối với {ten_du_thao}."),
        MEASURED,
        DECIDED,
    ),
    {ADDRESSEES: "{co_quan}", SIGNER: "TM. Ban Thường trực\nPhó Chủ tịch", RECIPIENTS: "Như trên\nLưu: VT"},
)  # fmt: skip


def _plan(dossier: Dossier) -> tuple[Block, ...]:
    rows = tuple(
        (Cell(str(n)), *map(Cell, (p.content, p.form, p.when, p.lead, p.agency, p.note)))
        for n, p in enumerate(dossier.plan, 1)
    )
    if not rows:
        return (Prose("Chưa có nội dung nào trong kế hoạch."),)
    columns = (
        "STT",
        "Nội dung",
        "Hình thức",
        "Thời gian",
        "Chủ thể phản biện",
        "Đối tượng phản biện",
        "Ghi chú",
    )
    return (Table(columns, (12, 70, 30, 36, 37, 37, 30), rows),)


PLAN = Form(
    "ke-hoach-nam", 12, "Kế hoạch phản biện xã hội năm", FRONT, "KẾ HOẠCH", "KH", "Phản biện xã hội năm {nam}",
    (
        Heading("I. MỤC ĐÍCH, YÊU CẦU"),
        Text("muc_dich", "I. Mục đích, yêu cầu", "Phát huy vai trò của Mặt trận và đội ngũ chuyên gia trong phản biện xã hội; "
             "mỗi ý kiến được tổng hợp và được cơ quan soạn thảo trả lời."),
        Heading("II. NỘI DUNG"),
        Text("noi_dung", "II. Nội dung", "Năm {nam}, {hoi_dong} thực hiện {so_muc_ke_hoach} nội dung:"),
        Data("Bảng các nội dung của năm, từ kế hoạch và hồ sơ của đơn vị", _plan),
        Heading("III. TỔ CHỨC THỰC HIỆN"),
        Text("to_chuc", "III. Tổ chức thực hiện", "{hoi_dong} phối hợp với các cơ quan soạn thảo thực hiện kế hoạch này."),
    ),
    {GROUNDS: _FRONT_GROUNDS, SIGNER: "TM. Ban Thường trực\nChủ tịch", RECIPIENTS: "Các cơ quan soạn thảo\nLưu: VT"},
    landscape=True,
)  # fmt: skip
