"""The frozen data of a file from which its papers are made, and the fields that the prose of a paper may name.

Plain data only: texts, whole numbers, lists. `hash_of` is what is printed on the paper and looked up on the site.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from consult.core.vietnamese import date_long, number

from .loading import BadData
from .model import ANSWERS
from .plain_data import read


@dataclass(frozen=True)
class Body:
    """An organisation as its letterhead names it."""

    name: str
    parent: str = ""
    symbol: str = ""
    place: str = ""


@dataclass(frozen=True)
class Named:
    """How many of a name: a field, a position, a source."""

    name: str
    count: int


@dataclass(frozen=True)
class Said:
    """One opinion: by whom as everybody may know it, and the words."""

    contributor: str
    words: str
    position: str = ""
    field: str = ""
    place: str = ""
    criterion: str = ""


@dataclass(frozen=True)
class Issue:
    """One point with its opinions. `answer_code` is empty, or one of `ANSWERS`; `also` are the further places that the
    point concerns, `criteria` the codes that the council gave it, `criterion` the one that most of its opinions name."""

    group: str
    title: str
    summary: str = ""
    draft_text: str = ""
    criterion: str = ""
    agreement: str = ""
    proposal: str = ""
    opinions: tuple[Said, ...] = ()
    answer_code: str = ""
    answer_text: str = ""
    also: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    @property
    def places(self) -> str:
        """The further places that it concerns, as they are printed; empty where there is none."""
        return f"Liên quan: {', '.join(self.also)}." if self.also else ""

    @property
    def weighed_by(self) -> tuple[str, ...]:
        """The criteria that the council chose; without any, the one that most of its opinions name."""
        return self.criteria or ((self.criterion,) if self.criterion else ())


@dataclass(frozen=True)
class Meeting:
    """A session of the file; `when` in words."""

    title: str
    when: str
    place: str
    chair: str = ""
    present: int = 0
    address: str = ""


@dataclass(frozen=True)
class Planned:
    """A line of the year's plan; `note` names its file, once there is one."""

    content: str
    form: str
    when: str
    lead: str
    agency: str
    note: str = ""


@dataclass(frozen=True)
class Remark:
    """A row of a filled form: a place or a criterion, with what is said of it."""

    place: str
    draft_text: str = ""
    words: str = ""
    reason: str = ""
    level: str = ""


@dataclass(frozen=True)
class Sheet:
    """The form of one person. `overall` is the code of a position; `unnamed` asks not to publish the name."""

    name: str
    degree: str = ""
    field: str = ""
    organisation: str = ""
    unnamed: bool = False
    overall: str = ""
    remarks: tuple[Remark, ...] = ()
    further: str = ""


@dataclass(frozen=True)
class Voted:
    """A question of the council's vote; `dissent` are the differing opinions of its members."""

    title: str
    agree: int
    disagree: int
    abstain: int
    carried: bool
    dissent: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Decided:
    """The council's vote on its report: shares as "2/3", the day as an ISO text."""

    edition: int
    members: int
    quorum: str
    majority: str
    day: str
    questions: tuple[Voted, ...] = ()


@dataclass(frozen=True)
class Stated:
    """A sentence of the summary, and in words what it rests on."""

    text: str
    sources: str


@dataclass(frozen=True)
class Measured:
    """A figure of how well the report carries what was said, with its definition."""

    label: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Line:
    """One line of an association's collective opinion: `vote` is a sentence, `dissent` what members attached to it."""

    place: str
    position: str
    words: str
    proposed: str = ""
    vote: str = ""
    dissent: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Work:
    """How an association came to its opinion on a file, and the opinion. Days are ISO texts, `quorum` is in percent."""

    opened: str
    closed: str
    filed: str
    asked: int
    took_part: int
    said: int
    quorum: int
    cover: str = ""
    lines: tuple[Line, ...] = ()
    dissent: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """Everything that the papers of one file say. Days are ISO texts, empty where not known."""

    code: str
    title: str
    kind: str
    draft: str
    version: int
    agency: Body
    council: Body
    legal_basis: str = ""
    opened: str = ""
    closes: str = ""
    answer_due: str = ""
    day: str = ""
    year: int = 0
    sent_to: int = 0
    received: int = 0
    experts: int = 0
    by_field: tuple[Named, ...] = ()
    by_position: tuple[Named, ...] = ()
    by_source: tuple[Named, ...] = ()
    issues: tuple[Issue, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    named_experts: tuple[str, ...] = ()
    plan: tuple[Planned, ...] = ()
    sheet: Sheet | None = None
    summary: tuple[Stated, ...] = ()
    measured: tuple[Measured, ...] = ()
    decided: Decided | None = None
    signer_title: str = ""
    signer_name: str = ""
    association: Body | None = None
    work: Work | None = None
    members: tuple[Said, ...] = ()


def dossier_of(data) -> Dossier:
    """The dossier in plain JSON data; BadData where something is missing, unknown or of another kind."""
    return read(Dossier, data, "dossier")


def hash_of(data) -> str:
    """SHA-256 of canonical JSON."""
    words = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


# --- fields of the prose ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """A number or name that prose may not type: the label, where it comes from, and the value."""

    name: str
    label: str
    source: str
    value: str


_FIELD = re.compile(r"\{([^{}\n]{1,40})\}")


def _day(text: str) -> str:
    return date_long(date.fromisoformat(text)) if text else "ngày … tháng … năm …"


def _listed(counts: tuple[Named, ...]) -> str:
    return "; ".join(f"{one.name}: {number(one.count)}" for one in counts) or "không có"


def figures(dossier: Dossier) -> tuple[Figure, ...]:
    """All fields with their values, in the order in which the page lists them."""
    answers = Counter(issue.answer_code for issue in dossier.issues)
    people = sum(len(issue.opinions) for issue in dossier.issues)
    rows = (
        ("ten_du_thao", "Tên dự thảo", "hồ sơ", dossier.draft),
        ("ma_ho_so", "Mã hồ sơ", "hồ sơ", dossier.code),
        ("co_quan", "Cơ quan soạn thảo", "hồ sơ", dossier.agency.name),
        ("hoi_dong", "Đơn vị tổng hợp", "hồ sơ", dossier.council.name),
        ("hoi", "Hội lập báo cáo", "tổ chức", dossier.association.name if dossier.association else "…"),
        ("ngay_mo", "Ngày mở lấy ý kiến", "hồ sơ", _day(dossier.opened)),
        ("ngay_dong", "Hạn lấy ý kiến", "giai đoạn góp ý", _day(dossier.closes)),
        ("han_tra_loi", "Hạn trả lời", "giai đoạn trả lời", _day(dossier.answer_due)),
        ("nam", "Năm", "dữ liệu đã chốt", str(dossier.year)),
        ("so_gui", "Số nơi được hỏi ý kiến", "giấy mời của hồ sơ", number(dossier.sent_to)),
        ("so_y_kien", "Số ý kiến nhận được", "ý kiến của hồ sơ", number(dossier.received)),
        ("so_chuyen_gia", "Số người góp ý", "ý kiến của hồ sơ", number(dossier.experts)),
        ("theo_linh_vuc", "Số người theo lĩnh vực", "ý kiến của hồ sơ", _listed(dossier.by_field)),
        ("theo_quan_diem", "Số ý kiến theo quan điểm", "ý kiến của hồ sơ", _listed(dossier.by_position)),
        ("theo_nguon", "Số ý kiến theo nguồn", "ý kiến của hồ sơ", _listed(dossier.by_source)),
        ("so_cuoc_hop", "Số cuộc họp, hội nghị", "phòng thảo luận của hồ sơ", number(len(dossier.meetings))),
        ("so_diem", "Số điểm góp ý", "bản tổng hợp", number(len(dossier.issues))),
        ("so_trich_dan", "Số ý kiến được trích dẫn", "bản tổng hợp", number(people)),
        ("so_muc_ke_hoach", "Số nội dung trong kế hoạch", "kế hoạch năm và hồ sơ của đơn vị", number(len(dossier.plan))),
        *((f"so_{key}", f"Số điểm: {ANSWERS[code].lower()}", "trả lời của cơ quan", number(answers[code])) for key, code in _ANSWERED),
    )  # fmt: skip
    return tuple(Figure(*row) for row in rows)


_ANSWERED = (
    ("tiep_thu", "accepted"), ("mot_phan", "partly"), ("giai_trinh", "explained"), ("ghi_nhan", "noted"), ("chuyen", "forwarded"),
)  # fmt: skip


def fill(text: str, values: Mapping[str, str]) -> str:
    """The prose with its fields filled in; BadData names a field that there is not."""

    def one(match: re.Match) -> str:
        if match[1] not in values:
            raise BadData(f"Không có trường dữ liệu “{match[1]}”. Xin chọn trong danh sách các trường.")
        return values[match[1]]

    return _FIELD.sub(one, text)
