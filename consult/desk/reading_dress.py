"""What a reader may lay over the text: hits of a search, and the changes against the version before."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consult.core import legal, vietnamese
from consult.desk.reading_text import Unit
from consult.documents.comparison import changes
from consult.forums.models import Comment
from consult.kit import marking
from consult.kit.templatetags import consult as look

MOST_HITS = 100
_DAY = 24 * 3600


@dataclass(frozen=True)
class Hit:
    words: str
    url: str


@dataclass(frozen=True)
class Hits:
    """What the words are found in: units of the text, and readable comments with their addresses."""

    clauses: tuple[Hit, ...]
    comments: tuple[Hit, ...]
    more: bool

    @property
    def total(self) -> int:
        return len(self.clauses) + len(self.comments)


@dataclass(frozen=True)
class Dress:
    """`words` are marked in the text; `changed` are the words of units as redline, `gone` what stood after a unit."""

    words: str = ""
    changed: dict[int, str] = field(default_factory=dict)
    gone: dict[int | None, str] = field(default_factory=dict)

    def over(self, unit: Unit) -> str:
        """The unit's markup up to its counter, dressed."""
        before = unit.before
        if unit.id in self.changed:
            start, end = before.rfind("<p>"), before.rfind("</p>")
            before = (
                before[: start + 3] + self.changed[unit.id] + before[end:] if 0 <= start < end else before
            )
        held = self.words and marking.has_all(self.words, unit.folded)
        return marking.mark(before, marking.pattern(self.words)) if held else before


PLAIN = Dress()


def find(user, consultation, version, rows, words: str) -> Hits:
    """Units of the text and comments that hold all the words, with or without accents; one query."""
    here = reverse("reading_version", args=[consultation.code, version.number])
    clauses = [unit for unit in rows if marking.has_all(words, unit.folded)] if marking.pattern(words) else []
    said = (
        Comment.objects.readable_by(user, consultation)
        .filter(state=Comment.State.POSTED, version__number__lte=version.number)
        .filter(search=SearchQuery(vietnamese.fold(words), config="simple", search_type="plain"))
        .order_by("pk")
        .values_list("pk", "number", "clause__citation")[: MOST_HITS + 1]
        if marking.pattern(words)
        else []
    )
    comments = [
        Hit(
            _("Ý kiến số %(number)s, %(place)s")
            % {"number": number, "place": place or _("toàn văn dự thảo")},
            reverse("comment", args=[consultation.code, pk]),
        )
        for pk, number, place in said
    ]
    return Hits(
        tuple(
            Hit(
                vietnamese.nbsp(unit.citation),
                f"{here}?clause={unit.id}&{urlencode({'tim': words})}#c-{unit.id}",
            )
            for unit in clauses[:MOST_HITS]
        ),
        tuple(comments[:MOST_HITS]),
        max(len(clauses), len(comments)) > MOST_HITS,
    )


def changed(version, previous_id: int) -> tuple[dict[int, str], dict[int | None, str]]:
    """Redlines of the units that are not as in the version before, and what is gone, by the unit before it.

    Three queries the first time, then from the cache: published versions never change.
    """
    key = f"redlined:{version.pk}:{previous_id}"
    found = cache.get(key)
    if found is None:
        found = _changed(version, previous_id)
        cache.set(key, found, _DAY)
    return found


def _changed(version, previous_id: int):
    marked, gone, last = {}, defaultdict(str), None
    for row in changes(previous_id, version.pk):
        for new in row.news:
            last = new.id
            if row.edited or not row.olds:
                old = "\n".join(_words(one) for one in row.olds)
                marked[new.id] = _redline(old, _words(new))
        if not row.news:
            for old in row.olds:
                gone[last] += format_html(
                    '<div class="clause gone"><span class="no">{}</span><p><del>{}</del></p></div>\n',
                    old.label if old.kind in ("clause", "point") else "",
                    vietnamese.nbsp(
                        _words(old) if old.kind != "article" else f"{old.label} {old.title}\n{old.text}"
                    ),
                )
    return marked, dict(gone)


def _words(row) -> str:
    return row.text if row.kind == "article" else f"{row.title} {row.text}".strip()


def _redline(old: str, new: str) -> SafeString:
    return mark_safe(look.redline(legal.redline(old, new)).replace("\n", "<br>"))
