"""The official table as Word and PDF: from the frozen rows once published, as a marked draft from live data before.

Called by the pages, which ask `rules.may_take_paper` first, and by scenes.
"""

import hashlib
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from consult.core import papers, trust
from consult.forums.models import Position
from consult.kit import writing
from consult.reports import snapshot
from consult.reports.models import Compilation

CODES = dict(zip(("acc", "part", "exp", "note", "fwd"), papers.ANSWERS, strict=True))


@translation.override("vi")
def matrix(compilation: Compilation) -> papers.Matrix:
    """The paper's data, in Vietnamese whoever asks. Published: always the same, but for opinions hidden since. Before: points already answered,
    and how many are not."""
    published = compilation.state == Compilation.State.PUBLISHED
    data = snapshot.without_hidden(compilation.snapshot) if published else snapshot.build(compilation)
    digest = compilation.snapshot_hash if published else hashlib.sha256(trust.canonical(data)).hexdigest()
    answered = [row for row in data["rows"] if row["answer"]]
    return papers.Matrix(
        letterhead=papers.Letterhead(
            parent=data["parent"],
            issuer=data["agency"],
            number_symbol="-".join(filter(None, ["BC", data["symbol"]])),
            place=data["place"],
            date=date.fromisoformat(data["published_on"]) if data["published_on"] else None,
        ),
        draft_title=data["draft"],
        sent_to=data["sent_to"],
        received=data["received"],
        intro="" if published else _draft_intro(data, len(answered)),
        rows=tuple(map(_row, answered)),
        signer_title=data["signer_title"],
        signer_name=data["signer_name"],
        recipients=(data["council"], _("Lưu: VT")),
        snapshot_hash=digest,
        verify_url=settings.SITE_URL + reverse("results", args=[data["code"]]) if published else "",
    )


def docx(compilation: Compilation) -> bytes:
    """A Word file; equal data give equal bytes."""
    return papers.matrix_docx(matrix(compilation))


def pdf(compilation: Compilation) -> bytes:
    """A PDF file (PDF/A, PDF/UA) that says the same."""
    return papers.matrix_pdf(matrix(compilation), papers.pdf_fonts(settings.VAR_DIR / "fonts"))


def file_name(compilation: Compilation, extension: str) -> str:
    """In ASCII, so that it survives mail, archives and old systems."""
    drafted = "" if compilation.state == Compilation.State.PUBLISHED else "-ban-nhap"
    return f"ban-tong-hop-{compilation.consultation.code.lower()}{drafted}.{extension}"


def _draft_intro(data: dict, answered: int) -> str:
    waiting = len(data["rows"]) - answered
    return _(
        "BẢN NHÁP, chưa có giá trị chính thức. Bảng dưới đây lập từ dữ liệu chưa chốt của hồ sơ %(code)s; "
        "%(answered)s điểm góp ý đã có nội dung trả lời, %(waiting)s điểm chưa trả lời nên chưa đưa vào bảng."
    ) % {
        "code": data["code"],
        "answered": writing.number(answered),
        "waiting": writing.number(waiting),
    }


def _row(row: dict) -> papers.MatrixRow:
    """One point: who contributed, every opinion word for word, one answer. Several opinions are numbered alike."""
    opinions, several = row["opinions"], len(row["opinions"]) > 1
    numbers = [f"({n}) " if several else "" for n in range(1, len(opinions) + 1)]
    said = [f"{number}{_words(opinion)}" for number, opinion in zip(numbers, opinions, strict=True)]
    who = [f"{number}{opinion['contributor']}" for number, opinion in zip(numbers, opinions, strict=True)]
    lines = (f"{row['title'].rstrip('.')}.", also_words(row.get("also", ())), row["summary"])
    summary = [line for line in lines if line]
    return papers.MatrixRow(
        group=row["group"],
        contributor="\n".join(who),
        opinion="\n".join(filter(None, [*summary, *said, snapshot.guarded_words(row.get("guarded", 0))])),
        answer_code=CODES[row["answer"]["code"]],
        answer_text=answer_words(row["answer"]),
    )


def _words(opinion: dict) -> str:
    position = f"{Position(opinion['position']).label}." if opinion["position"] else ""
    head = " ".join(filter(None, [position, opinion["reason"]]))
    proposed = (
        _("Đề nghị sửa thành: “%(words)s”") % {"words": opinion["proposed"]} if opinion["proposed"] else ""
    )
    return "\n".join(filter(None, [head, proposed]))


def also_words(names) -> str:
    """Which further clauses a point concerns: "Liên quan: Điều 5, Khoản 2 Điều 7."."""
    return _("Liên quan: %(places)s.") % {"places": ", ".join(names)} if names else ""


def answer_words(answer: dict) -> str:
    """The whole answer below its code: the text, every place that was changed, what is left for later, the forwarding."""
    where, places = "", snapshot.changed_places(answer)
    if places:
        where = _("Nội dung đã sửa tại %(place)s của dự thảo %(version)s.") % {
            "place": ", ".join(places),
            "version": answer["next_version"],
        }
    later = (
        _("Chưa đưa vào bản dự thảo này, lý do: %(why)s") % {"why": answer["not_yet"]}
        if answer.get("not_yet")
        else ""
    )
    other = _("Chuyển đến: %(name)s.") % {"name": answer["to"]} if answer.get("to") else ""
    reply = (
        _("Trả lời của cơ quan được chuyển đến: %(words)s") % {"words": answer["reply"]}
        if answer.get("reply")
        else ""
    )
    return "\n".join(filter(None, [answer["text"], where, later, other, reply]))
