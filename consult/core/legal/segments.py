"""Where a text ends and another begins: recipients, signature, attachments, appendices."""

import re

from .header import RULE, is_state_heading, type_of
from .labels import Claim, appendix_claim, heading_claim, is_upper, item_claim, report_claim
from .ordinals import decimal, follows
from .quoting import quoted_lines
from .tree import Tree, Unit
from .types import Line

RECIPIENTS = re.compile(r"N[ơƠ][iI] [nN][hH][ậẬ][nN]\b.*")
_POSTS = (
    "CHỦ TỊCH|PHÓ CHỦ TỊCH|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|TỔNG THƯ KÝ|TỔNG BÍ THƯ|BÍ THƯ|"
    "PHÓ BÍ THƯ|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|PHÓ HIỆU TRƯỞNG|THỐNG ĐỐC|PHÓ THỐNG ĐỐC|"
    "CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG KIỂM TOÁN|TỔNG THANH TRA|CHÁNH VĂN PHÒNG|CHỦ NHIỆM|TRƯỞNG BAN|CỤC TRƯỞNG|"
    "XÁC THỰC VĂN BẢN HỢP NHẤT|QUYỀN BỘ TRƯỞNG|TỔNG CỤC TRƯỞNG"
)
_SIGNER = re.compile(
    rf"(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|TUN)(?:\s*[./]\s*|\s+)|Q\s*\.\s*|(?:{_POSTS})\b).*"
)
_CLOSING = re.compile(
    r"(?:Bộ luật|Luật|Nghị quyết|Pháp lệnh|Hiến pháp|Quyết định) này (?:đã )?được .{5,120}"
    r"(?:thông qua|biểu quyết).*|\(?(?:đã ký|ký tên.*)\)?",
    re.I,
)
_ISSUED_WITH = re.compile(r"\(?\s*(?:Ban hành )?kèm theo\b.*", re.I)
_REAL_ARTICLES = 3
TITLE_LIMIT = 250


def signs(text: str) -> bool:
    """The first line of a signature: the closing formula of laws, or who signs for whom."""
    if _CLOSING.fullmatch(text):
        return True
    return is_upper(text) and len(text) < 120 and bool(_SIGNER.fullmatch(text))


class Segments:
    """State of the pass over a body. `mode`: body, signature or recipients (the tail), head (of an attachment).

    `forms`: the whole text is an appendix, so signatures and lone "Điều 1." are those of sample forms.
    """

    def __init__(self, lines: list[Line], forms: bool = False):
        self.lines = lines
        self.furniture: list[str] = []
        self.tree = Tree()
        self.mode = "body"
        self.awaiting: Unit | None = None
        self.tail: Unit | None = None
        self.area: Unit = self.tree.root
        self.articles: dict[int, str] = {}
        self.attachments = self.appendices = 0
        texts = [line.full if line.kind == "text" else "" for line in lines]
        claims = map(heading_claim, filter(None, texts)) if forms else ()
        self.sampled = forms and sum(1 for c in claims if c and c.kind == "article") < _REAL_ARTICLES
        self.quoted, self.unclosed = quoted_lines(texts)

    def _resumes_tail(self, text: str) -> bool:
        """In the tail a new recipients list or signature starts its own node."""
        if self.mode not in ("signature", "recipients"):
            return False
        wanted = "recipients" if RECIPIENTS.fullmatch(text) else None
        if wanted is None and self.mode == "recipients" and signs(text):
            wanted = "signature"
        if wanted is None or wanted == self.mode:
            return False
        self._open_tail(wanted, text)
        return True

    def _starts_tail(self, text: str) -> bool:
        if self.area.kind == "appendix" or self.sampled or not self.tree.units:
            return False
        return bool(RECIPIENTS.fullmatch(text)) or signs(text)

    def _tail_line(self, text: str) -> None:
        if self.mode in ("signature", "recipients") and self.tail is not None:
            self.tail.texts.append(text)
            return
        self._open_tail("recipients" if RECIPIENTS.fullmatch(text) else "signature", text)

    def _open_tail(self, kind: str, text: str) -> None:
        self.awaiting = None
        self.mode = kind
        rank = -0.5 if self.area is self.tree.root else 0
        self.tail = self.tree.add(kind, rank)
        self.tree.stack.pop()
        found = (
            re.fullmatch(r"(N[ơƠ][iI] [nN][hH][ậẬ][nN]\s*:?)\s*(.*)", text) if kind == "recipients" else None
        )
        self.tail.label = found.group(1) if found else ""
        rest = found.group(2) if found else text
        self.tail.texts.extend([rest] if rest else [])

    # --- sub-documents --------------------------------------------------------------------------------

    def _appendix(self, text: str) -> bool:
        claim = appendix_claim(text)
        if claim is None or not self.tree.units or self.sampled:
            return False
        if not claim.number and claim.rest and not is_upper(claim.rest) and self.mode == "body":
            return False
        self.appendices += 1
        self._enter("appendix", f"appendix-{self.appendices}", claim.number or str(self.appendices))
        self.area.label, self.area.title = claim.label, claim.rest
        self.mode, self.awaiting = "body", self.area
        return True

    def _enter(self, kind: str, within: str, number: str) -> None:
        self.tail = None
        self.area = self.tree.add(kind, -1, number=number, within=within)

    def _attachment(self, text: str) -> bool:
        """After a signature, a title of a new text opens a sub-document."""
        if self.mode not in ("signature", "recipients"):
            return False
        claim = heading_claim(text)
        restarts = bool(claim) and decimal(claim.number) == "1" and not self._continues_articles(claim)
        state = is_state_heading(Line(text))
        named = bool(type_of(text)) and is_upper(text)
        if not (restarts or state or named or (_ISSUED_WITH.fullmatch(text) and len(text) > 12)):
            return False
        lead = self._take_back()
        self._open_attachment(lead)
        if restarts:
            self._heading(claim, text)
        else:
            self._into_head(text)
        return True

    def _into_head(self, text: str) -> None:
        """A line known to belong to the heading, even where it looks like an item."""
        if not self._head_line(text):
            self.area.texts.append(text)
            self.mode = "head"

    def _open_attachment(self, lead: list[str]) -> None:
        self.attachments += 1
        self._enter("attachment", f"attachment-{self.attachments}", str(self.attachments))
        self.mode, self.awaiting = "head", None
        for text in lead:
            self._into_head(text)

    def _take_back(self) -> list[str]:
        """Headings already counted to the unit before: capitals and lines in brackets at its end."""
        unit = self.tail or (self.tree.units[-1] if self.tree.units else None)
        lead: list[str] = []
        floor = 2 if self.tail is not None else 0
        while unit is not None and len(unit.texts) > floor:
            text = unit.texts[-1]
            if not (is_upper(text) or RULE.fullmatch(text) or _ISSUED_WITH.fullmatch(text)):
                break
            if self.tail is not None and signs(text):
                break
            lead.insert(0, unit.texts.pop())
        return lead

    def _head_line(self, text: str) -> bool:
        """Heading of an attachment: type, title, then its other lines, until its own text starts."""
        unit = self.area
        if report_claim(text) or item_claim(text) or (len(text) > TITLE_LIMIT and not is_upper(text)):
            self.mode = "body"
            return False
        found = type_of(text)
        if found and not unit.label:
            unit.label, unit.title = found
        elif is_upper(text) and unit.label and not unit.texts and not is_state_heading(Line(text)):
            unit.title = f"{unit.title} {text}".strip()
        else:
            unit.texts.append(text)
        return True

    def _continues_articles(self, claim: Claim) -> bool:
        last = self.articles.get(id(self.area))
        return claim.kind == "article" and last is not None and follows(claim.number, last)
