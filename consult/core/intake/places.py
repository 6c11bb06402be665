"""Words of the column "Điều, khoản" as a unit of the draft. Never a guess: what is not surely there is doubtful."""

import re
from collections.abc import Iterable

from consult.core import vietnamese
from consult.core.legal import Node
from consult.core.legal.finding import Finder

from .heads import plain
from .types import Found

_GENERAL = re.compile(
    r"(?:(?:gop y|y kien|nhan xet|noi dung|van de|phan) )*(?:chung|khac|tong the|toan van|toan bo)"
    r"(?: (?:van de|y kien|noi dung) khac)?(?: (?:cua |ve |doi voi )?(?:toan bo |toan van )?(?:ban )?"
    r"(?:du thao|van ban|nghi quyet|nghi dinh|quyet dinh|luat|ke hoach|de an)(?: (?:nay|nghi quyet|nghi dinh|luat))?)?"
    r"|ca du thao|toan van du thao|toan bo du thao|bo cuc|ten (?:goi |cua )?(?:du thao|nghi quyet|van ban)"
    r"|van de chung van de khac|chung van de khac|gop y chung va gop y khac"
)
_SAME = re.compile(r"(?:nt|nhu tren|nhu dong tren|tuong tu|cung noi dung|idem)")
_SIGNS_SAME = re.compile(r"[\s\"'“”″”„/\\-]*[\"“”″„/][\s\"'“”″”„/\\-]*")
_SHORT = (
    (re.compile(r"(?<!\w)[đĐ]iem (?=[a-zđ]\b)"), "điểm "),
    (re.compile(r"(?<!\w)[đĐ]\s*\.?\s*([a-zđ])(?=[\s,.]*[kK]\s*\.?\s*\d)"), r"điểm \1 "),
    (re.compile(r"(?<![^\W\d])[đĐ]\s*\.?\s*(?=\d)"), " Điều "),
    (re.compile(r"(?<!\w)[kK]\s*\.?\s*(?=\d)"), "khoản "),
    (re.compile(r"(?<!\w)(?:PL|Pl)\s*\.?\s*(?=[IVX\d])"), "Phụ lục "),
    (re.compile(r"(?<=[a-zđ\d])(?=(?:khoản|Điều|điểm) )"), " "),
)
_NUMBERED = re.compile(r"^(?:[-–+•*]|\d+[.)](?=\s))\s*(?=\D)")
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TAIL = re.compile(r"\s*(?:của\s+)?(?:bản\s+)?dự thảo.*$", re.I | re.S)
_DECIMAL = re.compile(r"^(?:điều\s+)?(\d{1,3})[.,](\d{1,2})(?:[.,]?\s*([a-zđ]))?$", re.I)
_BARE = re.compile(r"^\d{1,3}[a-zđ]?$")
_CUT = re.compile(r"[:;]|\.(?=\s)|\s[-–]\s")
_MOST = 400


class Places:
    """`read` for many rows of tables about one draft."""

    def __init__(self, nodes: Iterable[Node]):
        nodes = list(nodes)
        self._finder, self._known = Finder(nodes), {node.id: node for node in nodes}
        self._read: dict[tuple[str, str, str], Found] = {}

    def read(self, words: str, clause: str = "", point: str = "") -> Found:
        """What is meant by the words; `clause` and `point` are numbers from columns of their own."""
        key = (words[:_MOST], clause[:40], point[:40])
        if key not in self._read:
            self._read[key] = self._one(*key)
        return self._read[key]

    def _one(self, words: str, clause: str, point: str) -> Found:
        text = vietnamese.clean_name(words.replace("\n", ", ")).strip(" ,.;:")
        if not text and not clause and not point:
            return Found("same" if _SIGNS_SAME.fullmatch(words) else "blank")
        if clause or point:
            return self._among(composed(text, clause, point))
        if _SIGNS_SAME.fullmatch(words.strip()) or _SAME.fullmatch(plain(text)):
            return Found("same")
        if _GENERAL.fullmatch(plain(_NOTE.sub(" ", text))):
            return Found("general")
        return self._among(text)

    def _among(self, text: str) -> Found:
        for form in forms(text):
            units = self._finder.find(form)
            if len(units) == 1:
                return Found("one", units[0].id)
            if units:
                return Found("many", self._common([unit.id for unit in units]))
        return Found("none")

    def _common(self, idents: list[str]) -> str:
        """The lowest unit above them all; "" where only the whole text is."""
        lines = [self._line(ident) for ident in idents]
        shared = [ident for ident in lines[0] if all(ident in line for line in lines[1:])]
        return shared[0] if shared else ""

    def _line(self, ident: str) -> list[str]:
        line = []
        while ident in self._known:
            line.append(ident)
            ident = self._known[ident].parent or ""
        return line


def composed(article: str, clause: str, point: str) -> str:
    """A citation from three columns."""
    named = {"điểm": point, "khoản": clause, "Điều": article}
    parts = []
    for word, number in named.items():
        number = vietnamese.clean_name(number).strip(" .,;)")
        if number:
            parts.append(number if plain(number).startswith(plain(word)) else f"{word} {number}")
    return " ".join(parts)


def forms(text: str) -> list[str]:
    """The ways in which the words may be meant, surest first: as they are, short forms written out, tails cut."""
    bare = _NUMBERED.sub("", text).strip(" ,.;:")
    long = bare
    for pattern, words in _SHORT:
        long = pattern.sub(words, long)
    trimmed = _TAIL.sub("", _NOTE.sub(" ", long)).strip(" ,.;:-–")
    found = [text, bare, long, trimmed, _CUT.split(trimmed, maxsplit=1)[0].strip(" ,.")]
    dotted = _DECIMAL.match(trimmed)
    if dotted:
        article, clause, point = dotted.groups()
        found.append((f"điểm {point} " if point else "") + f"khoản {clause} Điều {article}")
    if _BARE.match(trimmed):
        found.append(f"Điều {trimmed}")
    return [form for form in dict.fromkeys(found) if form]
