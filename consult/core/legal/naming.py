"""Citation words taken apart: chains of kinds and numbers, small to large."""

import re
from dataclasses import dataclass
from itertools import pairwise

from consult.core import vietnamese

_KEYWORDS = {
    "gach dau dong": "dash", "gach": "dash", "tiet": "item", "doan": "paragraph", "bang": "table",
    "diem": "point", "khoan": "clause", "dieu": "article", "muc": "entry", "tieu muc": "subsection",
    "chuong": "chapter", "phan": "part", "phu luc": "appendix", "phan chu ky": "signature",
    "phan noi nhan": "recipients",
}  # fmt: skip
_LEVELS = {
    "dash": 0, "item": 0, "paragraph": 0, "table": 0, "point": 1, "clause": 2, "article": 3, "subsection": 4,
    "entry": 4, "chapter": 6, "part": 7, "signature": 8, "recipients": 8, "appendix": 9, "attachment": 9,
}  # fmt: skip
WHOLE = ("signature", "recipients")
_FILLERS = ("cac", "nhung", "tai", "thuoc", "cua", "tu", "o")
_TYPES = (
    "bo luat|luat|phap lenh|hien phap|nghi quyet|nghi dinh|quyet dinh|thong tu|chi thi|ke hoach|quy che|"
    "quy dinh|chuong trinh|de an|van ban|dieu le|huong dan|noi quy"
)
_THIS = re.compile(rf"(?:cua )?(?:du thao )?({_TYPES}) nay$")
_WITH = re.compile(r"(?:ban hanh )?kem theo(?: (?:so )?(\d+))?$")
_WORDS = {
    "nhat": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12,
}  # fmt: skip
_TOKEN = re.compile(r"\d+(?:\.\d+)+|\w+|[,;&–-]")
_NUMBER = re.compile(r"\d+(?:\.\d+)+|\d+[a-zđ]{0,2}\d{0,2}|[ivxlc]+[a-zđ]?\d?|[a-zăâđêôơư]\d{0,2}")
_MAX = 400


@dataclass(frozen=True)
class Group:
    """One word of a citation with its numbers: pairs (first, last), where last is "" for a single number."""

    kind: str
    numbers: tuple[tuple[str, str], ...]
    copy: int = 1
    capital: bool = False


class NotUnderstood(Exception):
    pass


class Words:
    """Reads citation words into chains of groups, small to large."""

    def __init__(self, words: str, attachments: dict[tuple[str, str], str]):
        text = vietnamese.clean_name(words[:_MAX])
        self.capitals = [token[0].isupper() for token in _TOKEN.findall(text)]
        self.raw = [token.lower().replace("ð", "đ") for token in _TOKEN.findall(text)]
        self.tokens = [vietnamese.fold(token) for token in self.raw]
        self.area = self._strip_area(attachments)
        self.at = 0

    def _strip_area(self, attachments: dict[tuple[str, str], str]) -> Group | None:
        """Takes "… Quy chế kèm theo" off the end, and "… Luật này", which says little."""
        line = " ".join(self.tokens)
        this = _THIS.search(line)
        if this:
            self._cut(line, this.start())
            line = " ".join(self.tokens)
        found = _WITH.search(line)
        if not found:
            name = attachments.get((this.group(1), "")) if this else None
            return Group("attachment", ((name, ""),)) if name else None
        before = line[: found.start()].strip()
        number = found.group(1) or ""
        label = max(
            (x for x, _ in attachments if re.search(rf"(?:^|\s){re.escape(x)}$", before)), key=len, default=""
        )
        if not label and before:
            self._cut(line, found.start())  # "Phụ lục I kèm theo": the appendix itself is named
            return None
        self._cut(line, len(before) - len(label))
        return Group("attachment", ((attachments.get((label, number), ""), ""),))

    def _cut(self, line: str, end: int) -> None:
        count = len(line[:end].split())
        self.raw, self.tokens = self.raw[:count], self.tokens[:count]

    def chains(self) -> list[list[Group]]:
        """Every single unit named, with those above it; raises NotUnderstood."""
        chains, commas = [], True
        while self.at < len(self.tokens):
            if chains:
                commas = commas and self._peek() in (",", ";")
                self._separator()
            chains.append(self._chain())
        chains = _shared(_stepwise(chains) if commas else chains)
        if self.area is not None:
            chains = [[*chain, self.area] for chain in chains] or [[self.area]]
        if not chains:
            raise NotUnderstood
        return chains

    def _chain(self) -> list[Group]:
        groups = [self._group()]
        while self.at < len(self.tokens) and not self._is_separator():
            groups.append(self._group())
        levels = [_LEVELS[group.kind] for group in groups]
        return groups[::-1] if levels[0] > levels[-1] else groups

    def _peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else ""

    def _is_separator(self) -> bool:
        return self._peek() in (",", ";", "&", "va", "hoac")

    def _separator(self) -> None:
        if not self._is_separator():
            raise NotUnderstood
        while self._is_separator():
            self.at += 1

    def _keyword(self, ahead: int = 0) -> tuple[str, int]:
        """The kind named at a place and the tokens it takes, fillers included; ("", 0) for none."""
        skip = ahead
        while self._peek(skip) in _FILLERS:
            skip += 1
        for size in (3, 2, 1):
            name = " ".join(self._peek(skip + n) for n in range(size))
            if name in _KEYWORDS:
                return _KEYWORDS[name], skip + size - ahead
        return "", 0

    def _group(self) -> Group:
        kind, size = self._keyword()
        if not kind:
            raise NotUnderstood
        self.at += size
        capital = self.capitals[self.at - 1]
        numbers = [] if kind in WHOLE else [self._range(kind)]
        while numbers and self._goes_on(kind):
            self._separator()
            numbers.append(self._range(kind))
        copy = 1
        if self._peek() == "lan" and self._peek(1).isdigit():
            copy = int(self._peek(1)[:6])
            self.at += 2
        return Group(kind, tuple(numbers) or (("", ""),), copy, capital)

    def _goes_on(self, kind: str) -> bool:
        """Does a separator and another number of the same list follow?"""
        ahead = 0
        while self._peek(ahead) in (",", ";", "&", "va", "hoac"):
            ahead += 1
        return (
            ahead > 0 and bool(self._peek(ahead)) and not self._keyword(ahead)[0] and self._fits(kind, ahead)
        )

    def _fits(self, kind: str, ahead: int = 0) -> bool:
        place = self.at + ahead
        return place < len(self.raw) and bool(_NUMBER.fullmatch(self.raw[place]))

    def _range(self, kind: str) -> tuple[str, str]:
        first = self._number(kind)
        if self._peek() not in ("den", "toi", "-", "–"):
            return first, ""
        self.at += 1
        other, size = self._keyword()
        if other:
            if other != kind:
                raise NotUnderstood
            self.at += size
        return first, self._number(kind)

    def _number(self, kind: str) -> str:
        """A number as printed, or in words after "thứ"."""
        while self._peek() in ("thu", "so"):
            self.at += 1
        for size in (2, 1):
            name = " ".join(self.tokens[self.at : self.at + size])
            if name in _WORDS and kind not in ("point", "item"):
                self.at += size
                return str(_WORDS[name])
        if not self._fits(kind):
            raise NotUnderstood
        self.at += 1
        return self.raw[self.at - 1]


def _stepwise(chains: list[list[Group]]) -> list[list[Group]]:
    """ "Điều 43, khoản 2, điểm c" and "điểm c, khoản 2, Điều 43": single steps from level to level are one unit."""
    levels = [_LEVELS[chain[0].kind] for chain in chains]
    if len(chains) < 2 or any(len(chain) > 1 for chain in chains):
        return chains
    groups = [chain[0] for chain in chains]
    if all(a > b for a, b in pairwise(levels)):
        return [groups[::-1]]
    return [groups] if all(a < b for a, b in pairwise(levels)) else chains


def _shared(chains: list[list[Group]]) -> list[list[Group]]:
    """ "điểm a khoản 1 và khoản 2 Điều 5": what stands after the last unit is above those before it, too."""
    done: list[list[Group]] = []
    for chain in reversed(chains):
        after = done[0] if done else []
        top = _LEVELS[chain[-1].kind]
        if after and _LEVELS[after[0].kind] <= top:
            chain = [*chain, *(group for group in after if _LEVELS[group.kind] > top)]
        done.insert(0, chain)
    return done
