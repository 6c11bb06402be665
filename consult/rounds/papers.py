"""The association's report as Word and PDF, from the frozen data of the filed opinion, in Vietnamese whoever asks."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consult.core import papers
from consult.core.vietnamese import date_short
from consult.forums.models import Position
from consult.rounds import snapshot
from consult.rounds.models import Round


@translation.override("vi")
def report(round: Round) -> papers.ReportPaper:
    """Everything that the report says: the five parts of an association's report."""
    data = round.snapshot
    sections = [
        (_("Thông tin về dự thảo"), [("", _file_words(data))]),
        (_("Quá trình lấy ý kiến trong hội"), [("", _process_words(data))]),
        (_("Nội dung góp ý"), [(_place(line), _line_words(line)) for line in data["lines"]]),
        (_("Ý kiến khác"), _dissents(data)),
        (_("Kết luận, kiến nghị"), [("", data["cover"] or _conclusion(data))]),
    ]
    return papers.ReportPaper(
        letterhead=papers.Letterhead(
            parent=data["parent"],
            issuer=data["association"],
            number_symbol="-".join(filter(None, ["BC", data["symbol"]])),
            place=data["place"],
            date=timezone.localdate(round.filed_at),
        ),
        subject=_("Kết quả góp ý của hội đối với %(title)s") % {"title": data["title"]},
        intro=_("Kính gửi: %(agency)s; %(council)s.") % data,
        sections=tuple(
            papers.ReportSection(heading, tuple(papers.ReportItem(*item) for item in items))
            for heading, items in sections
        ),
        signer_title=_("TM. Ban Thường vụ"),
        signer_name="",
        recipients=(_("Như trên"), _("Lưu: VT")),
        snapshot_hash=round.snapshot_hash,
        verify_url=settings.SITE_URL + reverse("position", args=[round.pk]),
    )


def docx(round: Round) -> bytes:
    """A Word file; equal data give equal bytes."""
    return papers.report_docx(report(round))


def pdf(round: Round) -> bytes:
    """A PDF file that says the same."""
    return papers.report_pdf(report(round), papers.pdf_fonts(settings.VAR_DIR / "fonts"))


def file_name(round: Round, extension: str) -> str:
    """In ASCII, so that it survives mail, archives and old systems."""
    return f"bao-cao-gop-y-{round.organisation.slug}-{round.consultation.code.lower()}.{extension}"


def _file_words(data: dict) -> str:
    return _(
        "Hồ sơ %(code)s trên hệ thống tham vấn: %(title)s (Dự thảo %(version)s), do %(agency)s lấy ý kiến, "
        "%(council)s tổng hợp."
    ) % {name: data[name] for name in ("code", "title", "version", "agency", "council")}


def _process_words(data: dict) -> str:
    facts = {name: data[name] for name in ("asked", "took_part", "said", "quorum")}
    days = {name: date_short(date.fromisoformat(data[name])) for name in ("opened_on", "closed_on")}
    return _(
        "Hội lấy ý kiến nội bộ từ ngày %(opened_on)s đến ngày %(closed_on)s; hỏi %(asked)s hội viên, "
        "%(took_part)s hội viên tham gia, %(said)s ý kiến nội bộ.\n"
        "Hội viên góp ý theo điều, khoản, trao đổi và biểu quyết kín từng nội dung; mỗi hội viên một phiếu. Tỷ lệ "
        "tham gia biểu quyết tối thiểu định trước là %(quorum)s%%. Ý kiến nội bộ của hội viên không công khai."
    ) % {**facts, **days}


def _place(line: dict) -> str:
    citation = line["citation"]
    return citation[:1].upper() + citation[1:] if citation else _("Ý kiến chung")


def _line_words(line: dict) -> str:
    parts = [f"{Position(line['position']).label}. {line['reason']}"]
    if line["proposed"]:
        parts.append(_("Đề nghị sửa thành: “%(words)s”") % {"words": line["proposed"]})
    parts.append(snapshot.vote_words(line["votes"]))
    return "\n".join(parts)


def _dissents(data: dict) -> list[tuple[str, str]]:
    """Each statement word for word, with the place from which it differs."""
    found = [(_("Về toàn văn"), one) for one in data["dissents"]]
    found += [(_place(line), one) for line in data["lines"] for one in line["dissents"]]
    if not found:
        return [("", _("Không có ý kiến khác được gửi kèm."))]
    return [(place, f"{one['text']}\n({snapshot.who_words(one)})") for place, one in found]


def _conclusion(data: dict) -> str:
    return _("Hội đề nghị cơ quan soạn thảo nghiên cứu, tiếp thu, giải trình từng nội dung nêu trên.")
