"""What reports of a council carry besides the opinions: its summary, how well it carries what was said, its vote."""

from datetime import date

from consult.core.vietnamese import date_long, number

from .blocks import Annex, Block, Cell, Heading, Prose, Table
from .dossier import Decided, Dossier, Voted
from .forms import Data


def _summary(dossier: Dossier) -> tuple[Block, ...]:
    """Each sentence with the points and opinions it rests on; nothing where there is no summary."""
    if not dossier.summary:
        return ()
    rows = (Prose(f"{one.text} ({one.sources})") for one in dossier.summary)
    return (Heading("TÓM TẮT"), *rows)


def _measured(dossier: Dossier) -> tuple[Block, ...]:
    if not dossier.measured:
        return ()
    rows = tuple((Cell(one.label), Cell(one.value), Cell(one.meaning)) for one in dossier.measured)
    return (
        Annex("Phụ lục", "Mức độ phản ánh ý kiến"),
        Table(("Chỉ số", "Giá trị", "Cách tính"), (50, 35, 80), rows),
    )


def _decided(dossier: Dossier) -> tuple[Block, ...]:
    found = dossier.decided
    if found is None:
        return ()
    rows = tuple(_question(one) for one in found.questions)
    columns = ("Nội dung biểu quyết", "Đồng ý", "Không đồng ý", "Không biểu quyết", "Kết quả")
    return (
        Annex("Phụ lục", "Kết quả biểu quyết của hội đồng"),
        Prose(_rules(found)),
        Table(columns, (75, 20, 22, 24, 24), rows),
        *_dissent(found),
    )


def _rules(found: Decided) -> str:
    """With which shares, by how many, when."""
    day = f" Biểu quyết kết thúc {date_long(date.fromisoformat(found.day))}." if found.day else ""
    return (
        f"Hội đồng có {number(found.members)} thành viên biểu quyết; cần ít nhất {found.quorum} số thành viên tham gia và quá "
        f"{found.majority} số người tham gia đồng ý; người không biểu quyết được tính là tham gia.{day} Đây là báo cáo bản "
        f"{number(found.edition)}."
    )


def _question(one: Voted) -> tuple[Cell, ...]:
    result = "Thông qua" if one.carried else "Không thông qua"
    return (
        Cell(one.title),
        Cell(number(one.agree)),
        Cell(number(one.disagree)),
        Cell(number(one.abstain)),
        Cell(result),
    )


def _dissent(found: Decided) -> tuple[Block, ...]:
    rows = [
        Prose(f"“{said.words}” ({said.contributor}).", lead=f"{one.title.rstrip('.')}:")
        for one in found.questions
        for said in one.dissent
    ]
    return (Heading("Ý kiến khác của thành viên hội đồng", 2), *rows) if rows else ()


SUMMARY = Data("Tóm tắt của hội đồng, mỗi câu kèm nguồn", _summary)
DECIDED = Data("Kết quả biểu quyết của hội đồng, ý kiến khác kèm theo", _decided)
MEASURED = Data(
    "Mức độ phản ánh ý kiến: tỷ lệ xếp, thiểu số, cân bằng quan điểm, tác giả xác nhận", _measured
)
