"""Search in files, clauses and experts, with or without marks; exact accents rank first."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from django.urls import reverse

from consult.consultations.models import Consultation
from consult.core import vietnamese
from consult.documents.models import Clause
from consult.experts.models import Expert
from consult.experts.selectors import display_name

LIMIT = 12


@dataclass(frozen=True)
class Hit:
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Found:
    files: tuple[Hit, ...]
    clauses: tuple[Hit, ...]
    experts: tuple[Hit, ...]

    @property
    def total(self) -> int:
        return len(self.files) + len(self.clauses) + len(self.experts)


def find(user, words: str) -> Found:
    """What the person may see and that holds all the words. Five queries."""
    exact = vietnamese.clean(words).replace("\0", "").lower().strip()
    folded = vietnamese.fold(exact)
    visible = Consultation.objects.visible_to(user)
    return Found(_files(visible, folded), _clauses(visible, exact, folded), _experts(folded))


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


def _experts(folded) -> tuple[Hit, ...]:
    rows = Expert.objects.listed().with_search().filter(_all_words("search", folded)).for_rows()
    found = rows.order_by("user__name_key")[:LIMIT]
    return tuple(Hit(display_name(row), row.specialty, reverse("expert", args=[row.pk])) for row in found)
