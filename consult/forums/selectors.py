"""Read comments: the threads of a clause, one comment, its receipt, and how an author appears."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation, Voice
from consult.consultations.rules import is_official
from consult.consultations.selectors import stage_line
from consult.core import vietnamese
from consult.documents.models import Clause, DraftVersion
from consult.forums import carried, marks, rules, wordings
from consult.forums.models import Comment, Criterion, Position, Shown
from consult.kit import stored, writing
from consult.kit.templatetags import consult as look
from consult.kit.verdicts import NotThere
from consult.ledger.models import Entry

PER_PANEL = 20
DEEPEST = 3


@dataclass(frozen=True)
class AuthorView:
    """How an author appears to one viewer. `kind` is named, org or sealed; the last one has no initials."""

    kind: str
    label: str
    detail: str
    initials: str


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
    redline: str
    proposed: str
    when: str
    endorsed: int
    by_me: bool
    mine: bool
    withdrawn: bool
    mark: marks.Mark | None
    depth: int
    closes: str
    before: carried.Before | None = None

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


@dataclass(frozen=True)
class ReceiptPage:
    """What the author keeps after sending, and what comes next."""

    comment: Comment
    number: str
    code: str
    facts: tuple[tuple[str, str], ...]
    next: tuple[tuple[str, str], ...]
    draft: str
    may_withdraw: bool


def file_or_404(user, code: str) -> Consultation:
    """The file with its version and book: what reading and writing need; the stages are not loaded."""
    files = Consultation.objects.visible_to(user).select_related("version", "book", "conduct").filter(code=code)
    found = files.defer("version__header", "version__warnings", "version__furniture").first()
    if found is None:
        raise NotThere("")
    return found


# --- voices ----------------------------------------------------------------------------------------------


def own_voice(user, consultation) -> Voice | None:
    """The person's own voice in this file, if they have spoken before."""
    if not user.is_authenticated:
        return None
    return Voice.objects.filter(consultation=consultation, person=user).first()


def author_of(comment: Comment, viewer) -> AuthorView:
    """How the comment's author appears to `viewer`: by name only where the name is public, or to the council."""
    knows = rules.knows_names(viewer, comment.consultation)
    voice = comment.voice
    return author_view(voice.kind, voice.label, voice.descriptor, comment.shown, knows=knows)


def author_view(kind: str, label: str, descriptor: str, shown: str, *, knows: bool) -> AuthorView:
    """As `author_of`, from plain values; `knows` says that the viewer may know names."""
    hidden = shown != Shown.NAMED
    if hidden and not knows:
        return AuthorView("sealed", stored.descriptor(descriptor), _("Ẩn danh với công chúng"), "")
    name, _comma, detail = label.partition(", ")
    if hidden:
        detail = ", ".join(filter(None, [detail, _("ẩn danh với công chúng")]))
    if kind in ("official", "organisation", "paper"):
        return AuthorView("org", name, detail, "")
    words = [word for word in name.split() if not word.endswith(".")]
    return AuthorView("named", name, detail, vietnamese.initials(" ".join(words)))


# --- threads ---------------------------------------------------------------------------------------------

_FIELDS = (
    "id", "parent_id", "root_id", "shown", "position", "criterion", "reason_html", "proposed", "quote",
    "state", "created_at", "voice__kind", "voice__label", "voice__descriptor", "endorsed", "by_me", "writer_id",
    "version_id", "clause_id",
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
) -> Threads:
    """The next threads about a clause, each with its replies; one query whatever the number of comments.

    With `version` (to which the clause belongs), those carried from earlier versions are among them, compared with
    `words`, the clause's own.
    """
    if version is None:
        found = Comment.objects.standing_for(user, consultation).filter(clause=clause_id)
    else:
        found = carried.at_clause(user, consultation, version, clause_id, standing=True)
    return _threads(found, user, consultation, version=version, words=words, after=after, size=size)


def threads_without_place(user, consultation, version, *, after: int = 0, size: int = PER_PANEL) -> Threads:
    """The next threads of earlier versions whose clause has no place in this one; two queries."""
    found = carried.without_place(user, consultation, version, standing=True)
    return _threads(found, user, consultation, version=version, words=None, after=after, size=size)


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
        .order_by("pk")
        .values_list(*fields, named=True)
    )
    children = defaultdict(list)
    for row in found:
        children[row.parent_id].append(row)
    roots = children[None]
    more = roots[size - 1].id if len(roots) > size else None
    placed = list(_placed(roots[:size], children, 0))
    knows = rules.knows_names(user, consultation)
    known = {
        "user": user,
        "knows": knows,
        "marks": marks.marks([row for row, _depth in placed], user, knows=knows),
        "redlines": wordings.redlines([row for row, _depth in placed]),
        "signs": _signs(),
        "now": (version, words),
    }
    rows = tuple(
        _row(row, depth, _closes(depth, following), **known)
        for (row, depth), following in zip(placed, [d for _row, d in placed[1:]] + [0], strict=False)
    )
    return Threads(rows, more, reverse("comment", args=[consultation.code, 0])[: -len("0/")])


def _placed(rows, children, depth: int):
    """Comments with their depth, each followed by its replies; after three levels replies are drawn flat."""
    for row in rows:
        yield row, depth
        yield from _placed(children.get(row.id, ()), children, min(depth + 1, DEEPEST))


def _closes(depth: int, following: int) -> str:
    """Ends the elements open at a row of this depth, given the depth of the row that follows."""
    count = depth - following + 1
    if count <= 0:
        return ""
    return mark_safe("</div>" * min(count, depth) + ("</article>" if count > depth else ""))


def _row(row, depth: int, closes: str, *, user, knows: bool, redlines: dict, signs: dict, marks: dict, now):
    withdrawn, mark = row.state == Comment.State.WITHDRAWN, marks.get(row.id)
    gone = withdrawn or (mark is not None and mark.blank)
    redline = redlines.get(row.id, "")
    return CommentRow(
        id=row.id,
        author=_NOBODY if gone else author_view(row.voice__kind, row.voice__label, row.voice__descriptor, row.shown, knows=knows),
        sign="" if gone else signs.get(row.position, ""),
        criterion=_CRITERIA[row.criterion] if row.criterion and not gone else "",
        reason="" if gone else mark_safe(row.reason_html),  # cleaned when it was saved
        redline="" if gone else mark_safe(redline),
        proposed="" if gone or redline else row.proposed,
        when=vietnamese.date_short(row.created_at),
        endorsed=row.endorsed,
        by_me=row.by_me,
        mine=user.is_authenticated and row.writer_id == user.pk,
        withdrawn=withdrawn,
        mark=mark,
        depth=depth,
        closes=closes,
        before=carried.before(row, *now) if depth == 0 and not gone else None,
    )


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


# --- one comment -----------------------------------------------------------------------------------------


def comment_or_404(user, consultation, pk: int, *, standing: bool = False) -> Comment:
    """A comment of this file that the person may read; who may see the file was asked before.

    `standing`: also a hidden one, for its place; never to show its words.
    """
    found = Comment.objects
    found = found.standing_for(user, consultation) if standing else found.readable_by(user, consultation)
    found = found.select_related("voice", "clause", "version")
    comment = found.filter(pk=pk).first()
    if comment is None:
        raise NotThere("")
    comment.consultation = consultation
    return comment


def clause_or_404(consultation, raw):
    """The clause that a form names (None: the whole draft); it must be one of the version under discussion."""
    if raw in (None, ""):
        return None
    text = str(raw)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotThere("")
    clause = Clause.objects.filter(version=consultation.version_id, pk=int(text)).first()
    if clause is None:
        raise NotThere("")
    return clause


def words_of(clause: Clause | None) -> str:
    """The words of a clause that a proposed wording is compared with."""
    return clause.text or clause.title if clause else ""


def parent_row(user, parent: Comment) -> dict:
    """The comment being answered, quoted above the answer."""
    return {"id": parent.pk, "author": author_of(parent, user), "reason": mark_safe(parent.reason_html)}


def endorse_button(user, comment: Comment) -> dict:
    """What components need to draw the button of endorsing again after a press."""
    found = Comment.objects.filter(pk=comment.pk).with_endorsements(user).values("endorsed", "by_me").get()
    return {"id": comment.pk, "code": comment.consultation.code, **found}


def place_of(code: str, clause_id: int | None, comment_id: int | None = None, *, after: int = 0) -> str:
    """The address of a clause in the reading room, at a comment if one is given."""
    # The page belongs to the desk, above; its address is known by name.
    query = urlencode({k: v for k, v in (("clause", clause_id or "chung"), ("sau", after)) if v})
    return f"{reverse('reading', args=[code])}?{query}#{f'y-{comment_id}' if comment_id else 'side'}"


def place_of_comment(comment: Comment) -> str:
    """The address of one comment: its version, its clause, and the page of threads that begins with it."""
    code = comment.consultation.code
    root = comment.root_id or comment.pk
    if comment.version_id == comment.consultation.version_id:
        return place_of(code, comment.clause_id, comment.pk, after=root - 1)
    query = urlencode({"clause": comment.clause_id or "chung", "sau": root - 1})
    return f"{reverse('reading_version', args=[code, comment.version.number])}?{query}#y-{comment.pk}"


def receipt_page(user, comment: Comment) -> ReceiptPage:
    """The receipt of a comment, for its author alone; to others it does not exist."""
    if not rules.is_author(user, comment):
        raise NotThere("")
    consultation = comment.consultation
    entry = Entry.objects.get(book=consultation.book_id, seq=comment.number)
    code = consultation.book.code
    facts = (
        (_("Điều khoản"), _place(comment)),
        (_("Gửi lúc"), writing.datetime_text(entry.at)),
        (_("Cách hiển thị"), comment.get_shown_display()),
        (_("Nằm ở"), _("Bút toán %(seq)s của sổ %(book)s") % {
            "seq": writing.number(entry.seq), "book": code}),
    )  # fmt: skip
    return ReceiptPage(
        comment=comment,
        number=f"{code}-{entry.seq:06d}",
        code=_groups(entry.commitment),
        facts=facts,
        next=tuple(
            (item.words, item.when or item.left) for item in stage_line(consultation) if item.state != "done"
        ),
        draft=f"gop-y-{consultation.code}-"
        + (f"r{comment.parent_id}" if comment.parent_id else f"{comment.clause_id or 'chung'}"),
        may_withdraw=comment.state == Comment.State.POSTED and bool(rules.may_withdraw(user, comment)),
    )


def _place(comment: Comment) -> str:
    version = _("Dự thảo %(number)s") % {"number": comment.version.number}
    if comment.clause is None:
        return _("Toàn văn, %(version)s") % {"version": version}
    citation = comment.clause.citation
    return f"{citation[:1].upper()}{citation[1:]}, {version}"


def _groups(code: str) -> str:
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))
