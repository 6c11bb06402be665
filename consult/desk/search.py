"""Search in files, clauses, comments and experts, with or without marks; exact accents rank first."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.core import vietnamese
from consult.documents.models import Clause
from consult.experts.models import Expert
from consult.experts.selectors import display_name
from consult.forums.models import Comment

LIMIT = 12
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hit:
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Found:
    files: tuple[Hit, ...]
    clauses: tuple[Hit, ...]
    comments: tuple[Hit, ...]
    experts: tuple[Hit, ...]

    @property
    def total(self) -> int:
        return len(self.files) + len(self.clauses) + len(self.comments) + len(self.experts)


def find(user, words: str) -> Found:
    """What the person may see and that holds all the words. At most nine queries."""
    exact = vietnamese.clean(words).replace("\0", "").lower().strip()
    folded = vietnamese.fold(exact)
    visible = Consultation.objects.visible_to(user)
    return Found(
        _files(visible, folded), _clauses(visible, exact, folded), comments(user, words), _experts(folded)
    )


def _all_words(column: str, folded: str) -> Q:
    wanted = Q()
    for word in folded.split()[:12]:
        wanted &= Q(**{f"{column}__contains": word})
    return wanted


def _files(visible, folded) -> tuple[Hit, ...]:
    rows = visible.filter(_all_words("folded", folded)).select_related("agency")[:LIMIT]
    return tuple(
        Hit(row.title, row.agency.short_name, reverse("consultation", args=[row.code])) for row in rows
    )


def _clauses(visible, exact, folded) -> tuple[Hit, ...]:
    """Clauses of the current versions of visible files; the query with its own accents ranks first."""
    codes = dict(visible.values_list("version_id", "code"))
    either = SearchQuery(exact, config="simple", search_type="plain") | SearchQuery(
        folded, config="simple", search_type="plain"
    )
    rows = (
        Clause.objects.filter(version__in=codes, search=either)
        .annotate(rank=SearchRank(F("search"), SearchQuery(exact, config="simple", search_type="plain")))
        .order_by("-rank", "version_id", "order")[:LIMIT]
    )
    return tuple(
        Hit(
            row.citation[:1].upper() + row.citation[1:],
            f"{row.title} {row.text}".strip()[:240],
            f"{reverse('reading', args=[codes[row.version_id]])}?clause={row.pk}#clause-{row.pk}",
        )
        for row in rows
    )


def comments(user, words: str) -> tuple[Hit, ...]:
    """Comments that this person may read, the newest first; those with the query's own accents come before the others.

    At most four queries. No rank is computed: of words that many comments hold, ranking would read them all.
    """
    exact = vietnamese.clean(words).replace("\0", "").lower().strip()
    folded = vietnamese.fold(exact)
    if not folded:
        return ()
    found = _said(user, exact, ())
    if len(found) < LIMIT and folded != exact:
        found += _said(user, folded, [row.pk for row in found])
    return tuple(_comment_hit(row, folded) for row in found[:LIMIT])


def _said(user, words: str, known) -> list[Comment]:
    query = SearchQuery(words, config="simple", search_type="plain")
    said = Comment.objects.readable_by_all(user).filter(state="posted", search=query).exclude(pk__in=known)
    newest = list(
        said.order_by("-pk").values_list("pk", flat=True)[:LIMIT]
    )  # first without what is only shown
    rows = Comment.objects.filter(pk__in=newest).select_related("consultation", "clause")
    return list(rows.order_by("-pk")) if newest else []


def _comment_hit(row: Comment, words: str) -> Hit:
    place = row.clause.citation if row.clause else _("toàn văn dự thảo")
    title = _("Góp ý về %(place)s, hồ sơ %(code)s") % {"place": place, "code": row.consultation.code}
    return Hit(
        title,
        _excerpt(row.reason or row.proposed, words),
        reverse("comment", args=[row.consultation.code, row.pk]),
    )


def _excerpt(text: str, folded: str) -> str:
    """The words around the first one that was asked for."""
    asked = set(folded.split())
    first = next((m.start() for m in _WORD.finditer(text) if vietnamese.fold(m.group()) in asked), 0)
    start = 0 if first < 80 else text.rfind(" ", 0, first - 60) + 1
    return ("… " if start else "") + text[start : start + 240] + (" …" if len(text) > start + 240 else "")


def _experts(folded) -> tuple[Hit, ...]:
    rows = Expert.objects.listed().with_search().filter(_all_words("search", folded)).for_rows()
    found = rows.order_by("user__name_key")[:LIMIT]
    return tuple(Hit(display_name(row), row.specialty, reverse("expert", args=[row.pk])) for row in found)
