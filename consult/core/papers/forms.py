"""The official papers by name: what stands in each, which of it an officer may edit, and how it becomes a `Paper`.

A form is a list of parts in print order: headings, texts (editable, with fields in braces) and blocks drawn from the
data. Equal dossier and texts give an equal paper.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from consult.core.vietnamese import clean_name

from .blocks import Annex, Block, Cell, Heading, Paper, Prose, Signer, Table
from .dossier import Body, Dossier, figures, fill
from .model import ANSWERS, Letterhead

FRONT, AGENCY = "front", "agency"


@dataclass(frozen=True)
class Text:
    """Prose that an officer edits. `lead` is printed bold before it and is not edited."""

    key: str
    label: str
    default: str
    lead: str = ""


@dataclass(frozen=True)
class Data:
    """Blocks drawn from the data alone; `label` says on the page what stands here."""

    label: str
    draw: Callable[[Dossier], tuple[Block, ...]]


Part = Heading | Text | Data | Annex
GROUNDS, ADDRESSEES, RECIPIENTS, SIGNER = "can_cu", "kinh_gui", "noi_nhan", "nguoi_ky"


@dataclass(frozen=True)
class Form:
    """`number` is that of the list of papers; `by` says whose paper it is. `around` are the texts around the body:
    grounds, addressees, recipients and the signer's title; a form without one of them has none in print."""

    code: str
    number: int
    name: str
    by: str
    kind: str
    symbol: str
    subject: str
    parts: tuple[Part, ...]
    around: Mapping[str, str]
    landscape: bool = False
    second_signer: str = ""
    ends: bool = True
    numbered: bool = True
    needs: str = ""

    @property
    def tabular(self) -> bool:
        """Whether a workbook of its tables makes sense."""
        return self.landscape or any(isinstance(part, Annex) for part in self.parts)


@dataclass(frozen=True)
class OwnLayout:
    """A paper whose layout is its own, of one thing of the file: the minutes of a room, the comparison of two versions.

    `texts` are what an officer may edit of it.
    """

    code: str
    number: int
    name: str
    by: str
    texts: tuple[Text, ...]
    tabular: bool = False


_AROUND_LABELS = {
    GROUNDS: "Căn cứ (mỗi dòng một căn cứ)",
    ADDRESSEES: "Kính gửi (mỗi dòng một nơi)",
    SIGNER: "Thẩm quyền ký, chức vụ người ký",
    RECIPIENTS: "Nơi nhận (mỗi dòng một nơi)",
}


def texts_of(form: Form | OwnLayout) -> tuple[Text, ...]:
    """Everything that may be edited, in the order of the page."""
    if isinstance(form, OwnLayout):
        return form.texts
    around = [
        Text(key, _AROUND_LABELS[key], form.around[key]) for key in _AROUND_LABELS if key in form.around
    ]
    before = [text for text in around if text.key in (GROUNDS, ADDRESSEES)]
    body = [part for part in form.parts if isinstance(part, Text)]
    return (
        Text("trich_yeu", "Trích yếu", form.subject),
        *before,
        *body,
        *(t for t in around if t not in before),
    )


def made(form: Form, dossier: Dossier, texts: Mapping[str, str], *, digest: str, url: str = "") -> Paper:
    """The paper; `texts` replaces defaults by key. BadData for a field that there is not."""
    values = {figure.name: figure.value for figure in figures(dossier)}
    words = {text.key: fill(texts.get(text.key, text.default), values) for text in texts_of(form)}
    issuer = dossier.council if form.by == FRONT else dossier.agency
    signer = Signer(words.get(SIGNER, ""), dossier.signer_name)
    second = (Signer(form.second_signer),) if form.second_signer else ()
    return Paper(
        letterhead=_head(form, issuer, dossier.day),
        kind=form.kind,
        subject=words["trich_yeu"],
        blocks=_number_annexes([block for part in form.parts for block in _drawn(part, dossier, words)]),
        signers=(*second, signer) if SIGNER in form.around else second,
        snapshot_hash=digest,
        addressees=_lines(words.get(ADDRESSEES, "")),
        grounds=_lines(words.get(GROUNDS, "")),
        recipients=_lines(words.get(RECIPIENTS, "")),
        verify_url=url,
        landscape=form.landscape,
        ends=form.ends,
        numbered=form.numbered,
    )


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _number_annexes(blocks: list[Block]) -> tuple[Block, ...]:
    """Several annexes are told apart by their numbers; which there are depends on the data."""
    if sum(isinstance(block, Annex) for block in blocks) < 2:
        return tuple(blocks)
    numbers = iter(_ROMAN)
    return tuple(
        replace(block, title=f"Phụ lục {next(numbers)}") if isinstance(block, Annex) else block
        for block in blocks
    )


def _head(form: Form, issuer: Body, day: str) -> Letterhead:
    symbol = "-".join(filter(None, [form.symbol, issuer.symbol])) or "…"
    return Letterhead(
        issuer.parent, issuer.name, symbol, issuer.place, date.fromisoformat(day) if day else None
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if clean_name(line))


def _drawn(part: Part, dossier: Dossier, words: Mapping[str, str]) -> tuple[Block, ...]:
    match part:
        case Text():
            text = words[part.key]
            return (Prose(text, part.lead),) if clean_name(text) or part.lead else ()
        case Data():
            return part.draw(dossier)
        case _:
            return (part,)


# --- pieces that several forms share -----------------------------------------------------------------------


def numbered(texts) -> str:
    """ "(1) …" where there are several."""
    texts = list(texts)
    return "\n".join(f"({n}) {text}" if len(texts) > 1 else text for n, text in enumerate(texts, 1))


def answers_table(dossier: Dossier) -> tuple[Block, ...]:
    """The four columns of the law: place, who, what, answer. Issues without an answer say so."""
    rows = []
    for issue in dossier.issues:
        said = numbered(f"{_position(one)}{one.words}" for one in issue.opinions)
        lead = f"{ANSWERS[issue.answer_code]}." if issue.answer_code else "Chưa trả lời."
        opinion = "\n".join(filter(None, [f"{issue.title.rstrip('.')}.", issue.places, issue.summary, said]))
        who = numbered(one.contributor for one in issue.opinions)
        rows.append((Cell(lead=issue.group), Cell(who), Cell(opinion), Cell(issue.answer_text, lead=lead)))
    columns = (
        "Nhóm vấn đề hoặc điều, khoản", "Chủ thể góp ý", "Nội dung góp ý", "Nội dung tiếp thu, giải trình",
    )  # fmt: skip
    return (Table(columns, (40, 46, 86, 80), tuple(rows), merged=0),)


def _position(said) -> str:
    return f"{said.position}. " if said.position else ""


def experts_list(dossier: Dossier) -> tuple[Block, ...]:
    """Those who agreed to be named; the others are in the number only."""
    if not dossier.named_experts:
        return (Prose("Không có người góp ý nào đề nghị công khai họ tên."),)
    rows = tuple((Cell(str(n)), Cell(name)) for n, name in enumerate(dossier.named_experts, 1))
    return (Table(("STT", "Họ và tên, đơn vị"), (15, 150), rows),)


def counts_table(title: str, name: str) -> Data:
    """A table of counts: field, position or source."""

    def draw(dossier: Dossier) -> tuple[Block, ...]:
        counts = getattr(dossier, name)
        rows = tuple((Cell(one.name), Cell(str(one.count))) for one in counts)
        return (Table((title, "Số lượng"), (125, 40), rows),) if rows else ()

    return Data(f"Bảng số liệu: {title.lower()}", draw)
