"""Comments of earlier versions, read on a later one: at the clause that theirs became, or listed without a place.

No comment is rewritten and nothing is stored: each keeps the version and the clause on which it was written, and the
links between versions say where it stands (documents.carrying).
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consult.core import legal
from consult.documents import carrying
from consult.forums.models import Comment
from consult.kit.templatetags import consult as look


@dataclass(frozen=True)
class Counts:
    """Opinions of a file as one version shows them.

    `by_clause`: per clause of that version (None: the whole draft) and position; `lost`: how many have no clause there.
    """

    by_clause: dict[int | None, dict[str, int]]
    lost: int


def counts(user, consultation, version) -> Counts:
    """How many opinions each clause of a version shows this person; one query, and one more where the places are not known yet.

    Opinions written on later versions are not among them.
    """
    rows = (
        Comment.objects.readable_by(user, consultation)
        .filter(version__number__lte=version.number, attachment=None)
        .opinions_by_place()
        .values_list("version_id", "clause_id", "position", "n")
    )
    by_clause: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    lost, places = 0, None
    for version_id, clause_id, position, number in rows:
        place = clause_id
        if clause_id is not None and version_id != version.pk:
            places = carrying.places(version) if places is None else places
            place = places.get(clause_id, carrying.LOST).clause_id
            if place is None:
                lost += number
                continue
        by_clause[place][position] += number
    return Counts({place: dict(by) for place, by in by_clause.items()}, lost)


def at_clause(user, consultation, version, clause_id: int | None, *, standing: bool = False):
    """Query of the comments, replies included, that this person may read and that a version shows at a clause.

    None is the whole draft. `standing` adds the hidden ones, for who draws a line in their place.
    """
    readable = of(user, consultation, standing=standing)
    if clause_id is None:
        return readable.filter(clause=None, attachment=None, version__number__lte=version.number)
    earlier = carrying.sources(version).get(clause_id, ())
    return readable.filter(clause__in=(clause_id, *earlier))


def of(user, consultation, *, standing: bool):
    """Readable comments of the file; `standing` adds the hidden ones, for who draws a line in their place."""
    found = Comment.objects
    return found.standing_for(user, consultation) if standing else found.readable_by(user, consultation)


def without_place(user, consultation, version, *, standing: bool = False):
    """Query of the readable comments of earlier versions, replies included, whose clause has no place in this one."""
    readable = of(user, consultation, standing=standing)
    earlier = readable.filter(version__number__lt=version.number, clause__isnull=False)
    places = carrying.places(version)
    clauses = earlier.order_by().values_list("clause_id", flat=True).distinct()
    lost = [pk for pk in clauses if places.get(pk, carrying.LOST).clause_id is None]
    return earlier.filter(clause__in=lost)


# --- what is said above a carried comment ----------------------------------------------------------------


@dataclass(frozen=True)
class Before:
    """On what a comment was written, when that is not what stands here now.

    `redline` is empty where the words are the same still; `old` and `new` are both texts, `new` empty where the
    clause has no place any more.
    """

    words: str
    old: str
    new: str
    redline: SafeString | str


def before(row, version, words: str | None) -> Before | None:
    """For a comment of an earlier version; `words` are those of the clause now, None where there is none.

    `row` has version_id, version__number, clause_id, clause__citation and quote, the clause's words at that time.
    """
    if version is None or row.version_id == version.pk or row.clause_id is None:
        return None
    said = {"place": row.clause__citation, "number": row.version__number}
    if words is None:
        return Before(_("Viết trên %(place)s, Dự thảo %(number)s") % said, row.quote, "", "")
    if row.quote == words:
        return Before(_("Viết trên %(place)s, Dự thảo %(number)s; câu chữ giữ nguyên") % said, "", "", "")
    changed = _("Viết trên %(place)s, Dự thảo %(number)s; câu chữ đã đổi") % said
    return Before(changed, row.quote, words, _redline(row.quote, words))


@lru_cache(maxsize=512)
def _redline(old: str, new: str) -> SafeString:
    """The comments of one clause mostly share their words."""
    return look.redline(legal.redline(old, new))


def draw(found: Before | None) -> SafeString | str:
    """The line above a carried comment; both texts unfold on demand."""
    if found is None:
        return ""
    if not found.old:
        return format_html('<p class="carried meta">{}</p>', found.words)
    parts = format_html('<dt>{}</dt><dd class="serif" lang="vi">{}</dd>', _("Câu chữ khi góp ý"), found.old)
    if found.new:
        parts += format_html(
            '<dt>{}</dt><dd class="serif" lang="vi">{}</dd>', _("Câu chữ bản này"), found.new
        )
        parts += format_html('<dt>{}</dt><dd class="redline" lang="vi">{}</dd>', _("So sánh"), found.redline)
    else:
        parts += format_html("<dt>{}</dt><dd>{}</dd>", _("Câu chữ bản này"), _("Không còn trong bản này"))
    return format_html(
        '<details class="carried"><summary>{}</summary><dl>{}</dl></details>', found.words, parts
    )
