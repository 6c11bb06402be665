"""The threads of a clause: comments with their replies, ready to be shown to one viewer."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from consult.consultations.rules import is_official
from consult.core import vietnamese
from consult.documents.models import DraftVersion
from consult.forums import anchors, carried, changes, evidence_selectors, marks, rules
from consult.forums.authors import AuthorView, author_view, level_note
from consult.forums.models import Comment, Criterion, Position
from consult.forums.revision_selectors import edited_words
from consult.forums.sources import source_line
from consult.kit.templatetags import consult as look
from consult.kit.verdicts import NotThere

PER_PANEL = 20
DEEPEST = 3
_WEEK = 7 * 24 * 3600


_NOBODY = AuthorView("sealed", "", "", "")


@dataclass(frozen=True)
class CommentRow:
    """One comment or reply, ready to be shown; nothing in it tells more than this viewer may know.

    `closes` ends the elements that this row leaves open: replies are drawn inside what they answer.
    """

    id: int
    author: AuthorView
    sign: str
    criterion: str
    reason: str
    label: str
    redline: str
    proposed: str
    number: int
    when: str
    endorsed: int
    opposed: int
    by_me: str
    mine: bool
    withdrawn: bool
    mark: marks.Mark | None
    depth: int
    closes: str
    before: carried.Before | None = None
    level_note: str = ""
    cited: anchors.Cited | None = None
    edited: str = ""
    evidence: str = ""
    source: str = ""

    @property
    def opens(self) -> bool:
        return self.depth == 0


@dataclass(frozen=True)
class Threads:
    """Some threads of a clause, each comment followed by its replies.

    `more` is the number after which the next threads follow, or None; `base` begins the address of each comment.
    """

    rows: tuple[CommentRow, ...]
    more: int | None
    base: str


_FIELDS = (
    "id", "parent_id", "root_id", "shown", "position", "criterion", "reason_html", "proposed", "quote",
    "state", "created_at", "voice__kind", "voice__label", "voice__descriptor", "endorsed", "by_me", "writer_id",
    "version_id", "clause_id", "number", "opposed", "change", "adds", "edition", "edited_at", "sources", "files_of",
    "counted", "paper__kind", "paper__number", "paper__issued_on", "anchor",
    "voice__fields", "voice__interest",
    "voice__interest_declared_at", "released", "released_at", "release_reason",
)  # fmt: skip
_OF_EARLIER = ("version__number", "clause__citation")
"""What a carried comment says besides; a first version carries none."""


def threads(
    user,
    consultation,
    clause_id: int | None,
    *,
    version=None,
    words="",
    after: int = 0,
    size: int = PER_PANEL,
    only=None,
) -> Threads:
    """The next threads about a clause, each with its replies; one query whatever the number of comments.

    `only` is a condition on the comments that begin them. With `version` (to which the clause belongs), those carried
    from earlier versions are among them, compared with `words`, the clause's own. Under a condition no line stands for a
    hidden comment: it would tell that the comment meets it.
    """
    if version is None:
        found = carried.of(user, consultation, standing=only is None)
        found = found.filter(clause=clause_id, attachment=None)
    else:
        found = carried.at_clause(user, consultation, version, clause_id, standing=only is None)
    found = found if only is None else found.filter(only)
    return _threads(found, user, consultation, version=version, words=words, after=after, size=size)


def threads_without_place(user, consultation, version, *, after: int = 0, size: int = PER_PANEL) -> Threads:
    """The next threads of earlier versions whose clause has no place in this one; two queries."""
    found = carried.without_place(user, consultation, version, standing=True)
    return _threads(found, user, consultation, version=version, words=None, after=after, size=size)


def threads_on_attachment(
    user, consultation, attachment_id: int, *, after: int = 0, size: int = PER_PANEL
) -> Threads:
    """The next threads about an attachment of the file; one query."""
    found = Comment.objects.readable_by(user, consultation).filter(attachment=attachment_id)
    return _threads(found, user, consultation, version=None, words="", after=after, size=size)


@dataclass(frozen=True)
class WithoutPlace:
    """The page of the comments that have no place in a version."""

    version: DraftVersion
    threads: Threads
    total: int
    may_reply: bool
    may_endorse: bool


def without_place_page(user, consultation, number: int, *, after: int = 0) -> WithoutPlace:
    """Comments of earlier versions whose clause is not in this one; NotThere for a version that is not published."""
    version = DraftVersion.objects.published().filter(draft=consultation.draft_id, number=number).first()
    if version is None:
        raise NotThere("")
    open_now = bool(rules.takes_comments(consultation))
    return WithoutPlace(
        version,
        threads_without_place(user, consultation, version, after=after),
        carried.counts(user, consultation, version).lost,
        open_now,
        open_now and user.is_authenticated and not is_official(user, consultation),
    )


def _threads(found, user, consultation, *, version, words: str | None, after: int, size: int) -> Threads:
    fields = (*_FIELDS, *_OF_EARLIER) if version is not None and version.number > 1 else _FIELDS
    found = (
        found.threads(after=after, size=size + 1)
        .standing_for(user, consultation)
        .with_endorsements(user)
        .annotate(files_of=evidence_selectors.files_of())
        .order_by("pk")
        .values_list(*fields, named=True)
    )
    children = defaultdict(list)
    for row in found:
        children[row.parent_id].append(row)
    roots = children[None]
    more = roots[size - 1].id if len(roots) > size else None
    in_order = list(placed(roots[:size], children, 0))
    knows = rules.knows_names(user, consultation)
    known = {
        "user": user,
        "knows": knows,
        "marked": marks.marks([row for row, _depth in in_order], user, knows=knows),
        "redlines": _redlines([row for row, _depth in in_order]),
        "signs": _signs(),
        "now": (version, words),
        "code": consultation.code,
    }
    rows = tuple(
        _row(row, depth, _closes(depth, following), **known)
        for (row, depth), following in zip(in_order, [d for _row, d in in_order[1:]] + [0], strict=False)
    )
    return Threads(rows, more, reverse("comment", args=[consultation.code, 0])[: -len("0/")])


def placed(rows, children, depth: int):
    """Comments with their depth, each followed by its replies; after three levels replies are drawn flat."""
    for row in rows:
        yield row, depth
        yield from placed(children.get(row.id, ()), children, min(depth + 1, DEEPEST))


def _closes(depth: int, following: int) -> str:
    """Ends the elements open at a row of this depth, given the depth of the row that follows."""
    count = depth - following + 1
    if count <= 0:
        return ""
    return mark_safe("</div>" * min(count, depth) + ("</article>" if count > depth else ""))


def _row(
    row,
    depth: int,
    closes: str,
    *,
    user,
    knows: bool,
    redlines: dict,
    signs: dict,
    marked: dict,
    now,
    code: str,
) -> CommentRow:
    withdrawn, mark = row.state == Comment.State.WITHDRAWN, marked.get(row.id)
    gone = withdrawn or (mark is not None and mark.blank)
    redline = redlines.get(row.id, "")
    return CommentRow(
        id=row.id,
        author=_NOBODY if gone else _author(row, knows),
        sign="" if gone else signs.get(row.position, ""),
        criterion=_CRITERIA[row.criterion] if row.criterion and not gone else "",
        reason="" if gone else mark_safe(row.reason_html),  # cleaned when it was saved
        redline="" if gone else mark_safe(redline),
        proposed="" if gone or redline else row.proposed,
        label="" if gone else changes.label(row.change, row.adds),
        number=row.number,
        when=vietnamese.date_short(row.created_at),
        endorsed=row.endorsed,
        opposed=row.opposed,
        by_me=row.by_me,
        mine=user.is_authenticated and row.writer_id == user.pk,
        withdrawn=withdrawn,
        mark=mark,
        depth=depth,
        closes=closes,
        before=carried.before(row, *now) if depth == 0 and not gone else None,
        evidence="" if gone else evidence_selectors.draw(row.sources, row.files_of, code, row.id),
        level_note="" if gone else level_note(row),
        cited=None if gone else anchors.cited(row, now[0]),
        edited="" if gone else edited_words(row.edition, row.edited_at),
        source=""
        if mark and mark.blank
        else source_line(
            row.paper__kind,
            row.paper__number,
            row.paper__issued_on,
            row.counted,
            shown=row.released or row.shown,
            knows=knows,
        ),
    )


def _author(row, knows: bool) -> AuthorView:
    """The author of a row of the query of threads."""
    return author_view(
        row.voice__kind, row.voice__label, row.voice__descriptor, row.released or row.shown, knows=knows,
        fields=row.voice__fields, interest=row.voice__interest if row.voice__interest_declared_at else None,
    )  # fmt: skip


def _signs() -> dict[str, str]:
    """The chip of each position, drawn once for all rows of a page."""
    return {
        code: format_html(
            '<span class="pos" data-pos="{}" data-hue="{}">{}{}</span>',
            code, look.sign_hue(code), look.icon(look.sign_icon(code)), look.sign_label(code),
        )
        for code in Position.values
    }  # fmt: skip


_CRITERIA = dict(Criterion.choices)


def _redlines(rows) -> dict[int, str]:
    """The proposed wordings as comparisons with the clause; one wording never changes, so they are kept."""
    wanted = {
        f"redline:{row.id}:{row.edition}": row for row in rows if changes.is_drawn(row.change, row.quote)
    }
    if not wanted:
        return {}
    known = cache.get_many(wanted)
    fresh = {
        key: str(look.redline(changes.operations(row.change, row.quote, row.proposed)))
        for key, row in wanted.items()
        if key not in known
    }
    if fresh:
        cache.set_many(fresh, _WEEK)
    return {row.id: known.get(key) or fresh[key] for key, row in wanted.items()}
