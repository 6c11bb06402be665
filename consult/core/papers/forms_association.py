"""Paper no. 8, of an association: how it asked its members, what it said together, where it was carried and answered."""

from datetime import date

from consult.core.vietnamese import date_long, number

from .blocks import Annex, Block, Cell, Heading, Prose, Table
from .dossier import Dossier, Line
from .forms import ADDRESSEES, GROUNDS, RECIPIENTS, SIGNER, SOCIETY, Data, Form, Text, experts_list, numbered
from .model import ANSWERS

_ASPECTS = (
    ("muc_tieu", "a) Sự cần thiết, mục tiêu", "need"),
    ("co_so", "b) Cơ sở pháp lý, khoa học", "conformity"),
    ("phuong_an", "c) Nội dung, phương án", ""),
    ("kha_thi", "d) Tính khả thi, nguồn lực", "soundness"),
    ("hieu_qua", "đ) Hiệu quả, tác động kinh tế - xã hội - môi trường, rủi ro", "impact"),
    ("to_chuc", "e) Tổ chức thực hiện", "balance"),
)
_ELSEWHERE = "Ý kiến của hội về nội dung này, nếu có, được nêu tại điểm c."


def _asked(dossier: Dossier) -> tuple[Block, ...]:
    work = dossier.work
    if work is None:
        return (Prose("Hội không gửi ý kiến tập thể; báo cáo nêu ý kiến mà hội viên đã công khai họ tên."),)
    begun, ended = (date_long(date.fromisoformat(day)) for day in (work.opened, work.closed))
    return (
        Prose(
            f"Hội lấy ý kiến nội bộ từ {begun} đến {ended}: hỏi {number(work.asked)} hội viên, {number(work.took_part)} hội "
            f"viên tham gia, {number(work.said)} ý kiến nội bộ. Hội viên biểu quyết kín từng nội dung, mỗi người một phiếu; "
            f"tỷ lệ tham gia tối thiểu định trước là {work.quorum}%. Ý kiến nội bộ của hội viên không công khai."
        ),
    )


def _lines(dossier: Dossier) -> tuple[Block, ...]:
    """The collective opinion word for word, each line with its vote."""
    if dossier.work is None:
        return ()
    return tuple(block for line in dossier.work.lines for block in _line(line))


def _line(line: Line) -> tuple[Block, ...]:
    proposed = f"Đề nghị sửa thành: “{line.proposed}”" if line.proposed else ""
    words = "\n".join(filter(None, [line.words, proposed, line.vote]))
    return (Heading(line.place, 3), Prose(words, lead=f"{line.position}."))


def _members(criterion: str):
    """Opinions of members who chose to be named, of one criterion; without one, all that name none of the others."""
    known = {code for _key, _name, code in _ASPECTS if code}

    def draw(dossier: Dossier) -> tuple[Block, ...]:
        found = [
            one
            for one in dossier.members
            if one.criterion == criterion or (not criterion and one.criterion not in known)
        ]
        return tuple(Prose(f"- {one.contributor}, {one.place}: “{one.words}”") for one in found)

    return draw


def _dissent(dossier: Dossier) -> tuple[Block, ...]:
    """Every statement that members attached, word for word, under the name that its author chose."""
    work = dossier.work
    found = [("Về toàn văn", said) for said in work.dissent] if work else []
    found += [(line.place, said) for line in work.lines for said in line.dissent] if work else []
    rows = tuple(Prose(f"“{said.words}” ({said.contributor}).", lead=f"{place}:") for place, said in found)
    return rows or (Prose("Không có ý kiến khác được gửi kèm."),)


def _recommended(dossier: Dossier) -> tuple[Block, ...]:
    lines = dossier.work.lines if dossier.work else ()
    return tuple(
        Prose(f"{n}. {line.place}: {line.position[:1].lower()}{line.position[1:]}{_wording(line)}.")
        for n, line in enumerate(lines, 1)
    )


def _wording(line: Line) -> str:
    return f"; đề nghị sửa thành “{line.proposed.rstrip('.')}”" if line.proposed else ""


def _carried(dossier: Dossier) -> tuple[Block, ...]:
    """The points of the council that carry what the association said, with the published answer."""
    if not dossier.issues:
        return ()
    rows = tuple(
        (
            Cell(str(n)),
            Cell(issue.places, lead=issue.group),
            Cell("\n".join([f"{issue.title.rstrip('.')}.", numbered(one.words for one in issue.opinions)])),
            Cell(issue.answer_text, lead=f"{ANSWERS[issue.answer_code]}." if issue.answer_code else ""),
        )
        for n, issue in enumerate(dossier.issues, 1)
    )
    columns = ("STT", "Điều, khoản", "Điểm góp ý, ý kiến của hội", "Trả lời của cơ quan soạn thảo")
    return (
        Annex("Phụ lục", "Tiếp thu, giải trình ý kiến của hội", landscape=True),
        Table(columns, (14, 42, 100, 96), rows, merged=1),
    )


REPORT_OF_ASSOCIATION = Form(
    "bao-cao-tu-van", 8, "Báo cáo kết quả tư vấn, phản biện và giám định xã hội", SOCIETY, "BÁO CÁO", "BC",
    "Kết quả tư vấn, phản biện và giám định xã hội đối với {ten_du_thao}",
    (
        Heading("I. THÔNG TIN ĐỀ ÁN"),
        Text("thong_tin", "I. Thông tin đề án", "Tên đề án: {ten_du_thao}.\nCơ quan đề nghị: {co_quan}.\nĐơn vị tổng hợp: "
             "{hoi_dong}.\nHồ sơ: {ma_ho_so}."),
        Heading("II. CĂN CỨ, PHẠM VI, PHƯƠNG PHÁP, TỔ CHỨC THỰC HIỆN"),
        Text("to_chuc_thuc_hien", "II. Tổ chức thực hiện", "{hoi} nghiên cứu dự thảo và lấy ý kiến của hội viên như sau:"),
        Data("Việc lấy ý kiến trong hội", _asked),
        Heading("III. NỘI DUNG TƯ VẤN, PHẢN BIỆN, GIÁM ĐỊNH"),
        *(part for key, name, code in _ASPECTS for part in (
            Heading(name, 2),
            Text(f"noi_dung_{key}", f"III. {name}", _ELSEWHERE if code else "Ý kiến tập thể của hội:"),
            *(() if code else (Data("Ý kiến tập thể của hội, kết quả biểu quyết", _lines),)),
            Data(f"Ý kiến công khai họ tên của hội viên: {name[3:].lower()}", _members(code)),
        )),
        Heading("IV. Ý KIẾN KHÁC NHAU"),
        Data("Ý kiến khác trong hội, nguyên văn", _dissent),
        Heading("V. KẾT LUẬN, KIẾN NGHỊ"),
        Text("ket_luan", "V. Kết luận, kiến nghị", "{hoi} kiến nghị {co_quan} nghiên cứu, tiếp thu, giải trình các nội dung nêu "
             "trên."),
        Data("Kiến nghị đánh số theo ý kiến tập thể", _recommended),
        Text("de_nghi", "Đề nghị trả lời", "Đề nghị {co_quan} trả lời bằng văn bản những nội dung tiếp thu, không tiếp thu."),
        Annex("Phụ lục", "Danh sách hội viên công khai họ tên"),
        Data("Danh sách người đồng ý công khai họ tên", experts_list),
        Data("Các điểm góp ý mang ý kiến của hội và trả lời đã công bố", _carried),
    ),
    {GROUNDS: "Căn cứ Quyết định số 14/2014/QĐ-TTg ngày 14 tháng 02 năm 2014 của Thủ tướng Chính phủ về hoạt động tư vấn, "
     "phản biện và giám định xã hội", ADDRESSEES: "{co_quan}\n{hoi_dong}", SIGNER: "TM. Ban Thường vụ\nChủ tịch",
     RECIPIENTS: "Như trên\nLưu: VT"},
)  # fmt: skip
