"""The text of a version and what is said about it, clause by clause: as a page to print and as a paper."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from consult.consultations.models import Consultation
from consult.core import papers, vietnamese
from consult.desk import reading_filters as filters
from consult.desk.reading import scope_of
from consult.desk.reading_places import address_of
from consult.desk.reading_text import HEADINGS, plain, units
from consult.documents.models import DraftVersion
from consult.documents.selectors import tree
from consult.forums import printed as forums
from consult.forums.keeping import kept
from consult.forums.rules import knows_names
from consult.kit import writing
from consult.kit.clock import now


@dataclass(frozen=True)
class Group:
    """What is said about one place; `words` are those of a clause."""

    title: str
    words: str
    opinions: tuple[forums.Opinion, ...]

    @property
    def count(self) -> int:
        return sum(1 for one in self.opinions if not one.depth)


@dataclass(frozen=True)
class PrintPage:
    """What is printed. `scope` says in sentences which opinions are among them."""

    consultation: Consultation
    version: DraftVersion
    version_name: str
    text: SafeString
    groups: tuple[Group, ...]
    scope: tuple[str, ...]
    at: datetime
    back: str
    only: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def print_page(user, consultation, version, only: tuple[str, ...]) -> PrintPage:
    """Everything that this person may read, without pages; `only` are filters of the reading room.

    The file comes from `file_read_or_404`. The same number of queries whatever the number of comments.
    """
    wanted = filters.Wanted(only=only)
    return PrintPage(
        consultation=consultation,
        version=version,
        version_name=_("Dự thảo %(number)s") % {"number": version.number},
        text=plain(units(version.pk)),
        groups=_groups(user, consultation, version, wanted),
        scope=_scope_words(user, consultation, wanted),
        at=now(),
        back=f"{address_of(consultation, version)}?{wanted.query()[1:]}",
        only=only,
    )


def _groups(user, consultation, version, wanted) -> tuple[Group, ...]:
    rows = units(version.pk)
    words = {unit.id: unit.text for unit in rows}
    if not wanted.only:
        name = f"printed:2:{version.pk}"
        said = kept(user, consultation, name, lambda: forums.all_said(user, consultation, version, words))
        return tuple(_ordered(rows, said))
    scope, _marks = scope_of(user, consultation, version, wanted)
    said = forums.all_said(user, consultation, version, words, only=scope.only)
    if filters.DIVIDED in wanted.only:
        said = {place: opinions for place, opinions in said.items() if place in scope.divided}
    return tuple(_ordered(rows, said))


def _ordered(rows, said: dict):
    """The whole draft, its units in their order, attachments, and last what has no place in this version."""
    if None in said:
        yield Group(_("Góp ý chung cho toàn văn"), "", said[None])
    for unit in rows:
        if unit.id in said:
            title = vietnamese.nbsp(unit.citation[:1].upper() + unit.citation[1:])
            yield Group(title, unit.text, said[unit.id])
    for place, opinions in said.items():
        if isinstance(place, str) and place != forums.LOST:
            yield Group(_("Tài liệu kèm theo: %(title)s") % {"title": place}, "", opinions)
    if forums.LOST in said:
        yield Group(_("Ý kiến không còn chỗ trong bản này"), "", said[forums.LOST])


def _scope_words(user, consultation, wanted) -> tuple[str, ...]:
    number = writing.number(consultation.book.last_seq)
    said = [
        _(
            "Gồm các ý kiến mà người in được đọc, tính đến bút toán %(number)s của sổ hồ sơ; ý kiến đã rút hoặc đã ẩn "
            "không được in."
        )
        % {"number": number}
    ]
    if wanted.only:
        chosen = ", ".join(str(filters.WORDS[code]).lower() for code in wanted.only)
        said.append(_("Chỉ in các ý kiến khớp bộ lọc: %(filters)s.") % {"filters": chosen})
    if knows_names(user, consultation):
        said.append(_("Bản in có danh tính mà công chúng không được đọc; chỉ dùng trong hội đồng."))
    return tuple(said)


# --- the paper -------------------------------------------------------------------------------------------


def pdf(user, consultation, version, only: tuple[str, ...]) -> bytes:
    """The same as a PDF, in Vietnamese whoever asks."""
    with override("vi"):
        page = print_page(user, consultation, version, only)
        paper = papers.ReadingPaper(
            issuer=consultation.agency.official_name,
            draft_title=consultation.title,
            version_name=page.version_name,
            code=consultation.code,
            printed_at=page.at,
            scope=page.scope,
            text=tuple(_unit(row) for row in tree(version.pk)),
            groups=tuple(
                papers.OpinionGroup(group.title, group.words, tuple(map(_opinion, group.opinions)))
                for group in page.groups
            ),
            text_hash=version.tree_hash,
            verify_url=settings.SITE_URL
            + reverse("reading_version", args=[consultation.code, version.number]),
        )
        return papers.reading_pdf(paper, papers.pdf_fonts(settings.VAR_DIR / "fonts"))


def _unit(row) -> papers.TextUnit:
    if row.kind in HEADINGS:
        words = "\n".join(part for part in (row.title, row.text) if part)
        return papers.TextUnit("heading", row.label, words)
    if row.kind == "article":
        label = f"{row.label.rstrip('.')}. {row.title}" if row.title else row.label
        return papers.TextUnit("article", label, row.text)
    if row.kind == "table":
        return papers.TextUnit("unit", "", "", tuple(tuple(cells) for cells in row.cells))
    label = "-" if row.kind == "dash" else row.label
    return papers.TextUnit("unit", label, f"{row.title} {row.text}".strip())


def _opinion(one: forums.Opinion) -> papers.PrintedOpinion:
    return papers.PrintedOpinion(
        one.author, one.position, _words(one.html), one.facts, one.changed, one.proposed, one.notes, one.depth,
        tuple(_ground(ground) for ground in one.grounds),
    )  # fmt: skip


def _ground(one) -> papers.PrintedGround:
    """A file stands on paper with its address: who may open it here may open it there."""
    return papers.PrintedGround(one.words, f"{settings.SITE_URL}{one.url}" if one.file else one.url)


_ENDS = re.compile(r"</(?:p|li|blockquote|pre|h\d|tr)>|<br ?/?>")


def _words(html: str) -> str:
    """The words of a cleaned text, a paragraph a line, without its marks."""
    return unescape(strip_tags(_ENDS.sub("\n", html.replace("<li>", "- "))))
