"""Which labels to believe: headings, khoản, điểm, dashes, and where plain words belong."""

import re

from .doubts import doubt
from .labels import Claim, is_upper, item_claim, report_claim
from .ordinals import OFFICIAL_LETTERS, decimal, follows, number_key
from .segments import RECIPIENTS, TITLE_LIMIT, Segments
from .tree import Unit

_AMENDS = re.compile(r"(?:sửa đổi|bổ sung|thay thế)", re.I)
_SHORT_TITLE = 160


class Items(Segments):
    """Headings and items with the checks of their order."""

    # --- headings -------------------------------------------------------------------------------------

    def _heading(self, claim: Claim, text: str) -> bool:
        if claim.kind == "article":
            return self._article(claim, text)
        if self.mode in ("signature", "recipients"):
            return False
        if claim.kind != "part" and self._restarts(claim):
            self._open_attachment(self._take_back())
            self._warn_restart(claim.label)
        parent = self.tree.parent_for(claim.rank)
        before = parent.last(claim.kind, claim.rank)
        self.mode = "body"
        unit = self.tree.claim(claim, title=claim.rest)
        self._check(unit, before)
        self.awaiting = unit
        return True

    def _restarts(self, claim: Claim) -> bool:
        """Chương I again, in the same part, after articles: another text has begun."""
        if claim.kind != "chapter" or decimal(claim.number) != "1" or self.area.kind == "appendix":
            return False
        parent = self.tree.parent_for(claim.rank)
        return id(self.area) in self.articles and (
            parent.last("chapter") is not None or (parent is self.area and parent.last("article") is not None)
        )

    def _warn_restart(self, label: str) -> None:
        self.tree.note("restart", doubt("restart", label=label), self.area)

    def _article(self, claim: Claim, text: str) -> bool:
        last = self.articles.get(id(self.area))
        fits = follows(claim.number, last)
        if self.sampled or (not claim.stop and not fits):
            return False
        if self.mode in ("signature", "recipients") and not fits:
            return False
        if not fits and last is not None and not self._believe(claim, last):
            return False
        if self.mode in ("signature", "recipients"):
            self.tail = None
        self.mode, self.awaiting = "body", None
        before = self.articles.get(id(self.area))
        unit = self.tree.claim(claim, title=claim.rest)
        self.articles[id(self.area)] = claim.number
        self._check_number(unit, before)
        if not re.match(r"Điều|ĐIỀU", claim.label):
            self.tree.note("typo", doubt("typo", label=claim.label, number=claim.number), unit)
        return True

    def _believe(self, claim: Claim, last: str) -> bool:
        """A number out of turn: a new text (1 again), content of an amending article, or a gap."""
        if decimal(claim.number) == "1" and self.area.kind != "appendix":
            if number_key(last)[0] < 2:
                return False
            self._open_attachment(self._take_back())
            self._warn_restart(claim.label)
            return True
        if decimal(claim.number) == "1":
            self.tree.note("restart", doubt("restart_appendix", label=claim.label), self.area)
            self.articles.pop(id(self.area), None)
            return True
        article = self.tree.open_unit("article")
        words = " ".join([article.title, *article.texts, *self.tree.top.texts[-1:]]) if article else ""
        if _AMENDS.search(words):
            self.tree.note("quoted_article", doubt("quoted_article", label=claim.label), self.tree.top)
            return False
        return number_key(claim.number) > number_key(last) or number_key(claim.number) == number_key(last)

    def _title_line(self, text: str) -> bool:
        """The heading of a chapter, section, part or appendix on the lines below its label."""
        unit = self.awaiting
        labelled = report_claim(text) or item_claim(text)
        if is_upper(text) and not labelled and not RECIPIENTS.fullmatch(text):
            unit.title = f"{unit.title} {text}".strip()
            return True
        self.awaiting = None
        if unit.title or labelled or len(text) > TITLE_LIMIT or text[-1] in ".;:" or unit.kind == "appendix":
            return False
        unit.title = text
        return True

    # --- items and paragraphs -------------------------------------------------------------------------

    def _report(self, text: str) -> bool:
        if self.tree.open_unit("article") is not None:
            return False
        claim = report_claim(text)
        if claim is None:
            return False
        parent = self.tree.parent_for(claim.rank)
        before = parent.last("part", claim.rank)
        number = claim.number if claim.style == "roman" else claim.number.lower()
        last = None if before is None else before.number
        if claim.style == "letter":
            fits = follows(number, None if last is None else last.lower())
        else:
            fits = follows(decimal(number), None if last is None else decimal(last))
        if not fits and not is_upper(claim.rest):
            return False
        if claim.style == "letter" and not fits:
            return False
        unit = self.tree.claim(claim, *_split_title(claim.rest))
        self.awaiting = unit if is_upper(claim.rest) else None
        if claim.style == "roman":
            self._check(unit, before)
        return True

    def _item(self, text: str) -> bool:
        claim = item_claim(text)
        if claim is None:
            return False
        if claim.kind == "clause":
            return self._clause(claim)
        if claim.kind == "point" or claim.style == "item":
            return self._point(claim)
        if not self.tree.units and claim.style != "plus":
            return False
        self.awaiting = None
        self.tree.claim(claim, text=claim.rest)
        return True

    def _clause(self, claim: Claim) -> bool:
        article = self.tree.open_unit("article")
        if claim.style == "decimal":
            return self._decimal(claim, article)
        parent = self.tree.parent_for(claim.rank)
        before = parent.last("clause", claim.rank)
        last = before.number if before else None
        fits = follows(claim.number, last)
        if claim.style == "sloppy" and not fits:
            return False
        goes_back = not fits and last is not None and number_key(claim.number) < number_key(last)
        if article is not None and goes_back:
            self.tree.note("order", doubt("order_number", label=claim.label), self.tree.top)
            return False
        title, body = ("", claim.rest) if article is not None else _split_title(claim.rest)
        unit = self.tree.claim(claim, title=title, text=body)
        self.awaiting = None
        self._check_number(unit, last)
        return True

    def _decimal(self, claim: Claim, article: Unit | None) -> bool:
        """1.1 belongs to an open 1.; elsewhere it is a decimal number at the start of a line."""
        head, tail = claim.number.rsplit(".", 1)
        parent = next((u for u in self.tree.stack if u.kind == "clause" and u.number == head), None)
        if parent is None:
            return False
        before = parent.last("clause", claim.rank)
        if not follows(tail, before.number.rsplit(".", 1)[1] if before else None):
            return False
        title, body = ("", claim.rest) if article is not None else _split_title(claim.rest)
        self.tree.claim(claim, title=title, text=body)
        self.awaiting = None
        return True

    def _point(self, claim: Claim) -> bool:
        parent = self.tree.parent_for(claim.rank)
        before = parent.last(claim.kind, claim.rank)
        last = before.number if before is not None and before.style == claim.style else None
        if claim.style == "item" and not self.tree.units:
            return False
        if claim.style:
            first = claim.number in ("1", "a", "i")
            if not (first if last is None else claim.style == "item" or follows(claim.number, last)):
                return False
        elif last is not None and not follows(claim.number, last) and self._goes_back(claim, last):
            return False
        unit = self.tree.claim(claim, text=claim.rest)
        self.awaiting = None
        if not claim.style:
            self._check_number(unit, last)
            if claim.number[0] not in OFFICIAL_LETTERS:
                self.tree.note("letter", doubt("letter", label=claim.label), unit)
        return True

    def _goes_back(self, claim: Claim, last: str) -> bool:
        """a) again inside an article is quoted or nested content; in a report it is a new list."""
        if number_key(claim.number) > number_key(last) or self.tree.open_unit("article") is None:
            return False
        self.tree.note("order", doubt("order_point", label=claim.label), self.tree.top)
        return True

    def paragraph(self, text: str) -> None:
        """Words without a label: text of the open unit, or a paragraph of their own."""
        if self.mode == "head":
            self.mode = "body"
        self.awaiting = None
        top = self.tree.top
        if top.kind in ("paragraph", "table"):
            self.tree.stack.pop()
            top = self.tree.top
        if top.kind in ("point", "dash") and top.texts and top.texts[-1].endswith((".", ".”")):
            holder = next(u for u in reversed(self.tree.stack) if u.kind not in ("point", "dash"))
            while self.tree.top is not holder:
                self.tree.stack.pop()
            top = holder
        if top.kind in ("article", "clause", "point", "dash") and not top.latest:
            top.texts.append(text)
        else:
            self.tree.add("paragraph", texts=[text])

    def _continue(self, text: str) -> None:
        """Quoted content goes on in the unit that quotes it."""
        self.awaiting = None
        top = self.tree.top
        if top is self.tree.root or top.kind in ("part", "chapter", "section", "subsection"):
            self.paragraph(text)
        else:
            top.texts.append(text)

    # --- order ----------------------------------------------------------------------------------------

    def _check(self, unit: Unit, before: Unit | None) -> None:
        self._check_number(unit, before.number if before is not None else None)

    def _check_number(self, unit: Unit, last: str | None) -> None:
        number, last = decimal(unit.number), None if last is None else decimal(last)
        if follows(number, last):
            return
        if number == last:
            self.tree.note("repeat", doubt("repeat", label=unit.label), unit)
        elif last is not None and number_key(number) < number_key(last):
            self.tree.note("order", doubt("order_after", label=unit.label), unit)
        else:
            message = (
                doubt("gap", label=unit.label, last=last) if last else doubt("gap_first", label=unit.label)
            )
            self.tree.note("gap", message, unit)


def _split_title(rest: str) -> tuple[str, str]:
    """In reports a short line without a closing stop is a heading, the rest is text."""
    if is_upper(rest) or (len(rest) <= _SHORT_TITLE and rest[-1] not in ".;:,"):
        return rest, ""
    return "", rest
