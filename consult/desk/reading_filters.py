"""Filters of the reading room: which opinions of a file a reader wants to see. They may be combined."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from consult.consultations.models import Voice
from consult.core import opinion
from consult.core.opinion import LEAST
from consult.documents import carrying
from consult.experts.models import Expert
from consult.forums.models import Comment, Shown
from consult.reports.models import Citation

DIVIDED, WAITING, FIELD, FRESH, MINE = "trai-chieu", "chua-tra-loi", "linh-vuc", "moi", "cua-toi"
WORDS = {
    DIVIDED: gettext_lazy("Còn trái chiều"),
    WAITING: gettext_lazy("Chưa được trả lời"),
    FIELD: gettext_lazy("Lĩnh vực của tôi"),
    FRESH: gettext_lazy("Mới từ lần xem trước"),
    MINE: gettext_lazy("Của tôi"),
}
LONGEST = 100
_COLUMNS = {WAITING: "waiting", FIELD: "field", FRESH: "fresh", MINE: "mine"}


@dataclass(frozen=True)
class Wanted:
    """What the address of the room asks for besides the clause: filters, words to look for, changes in the text."""

    only: tuple[str, ...] = ()
    words: str = ""
    changes: bool = False

    def query(self, **other) -> str:
        """As part of an address, with its first "&"; empty when nothing is asked. `other` replaces fields."""
        only, words, changes = (other.get(name, getattr(self, name)) for name in ("only", "words", "changes"))
        pairs = [("loc", code) for code in only]
        pairs += [("tim", words)] * bool(words) + [("so", "1")] * bool(changes)
        return f"&{urlencode(pairs)}" if pairs else ""

    def toggled(self, code: str) -> tuple[str, ...]:
        return tuple(one for one in WORDS if (one in self.only) != (one == code))


NOTHING = Wanted()


def read(given) -> Wanted:
    """From the query string; what is unknown is left away."""
    chosen = given.getlist("loc")
    words = " ".join(given.get("tim", "").replace("\0", "").split())[:LONGEST]
    return Wanted(tuple(code for code in WORDS if code in chosen), words, given.get("so") == "1")


# --- which opinions a filter leaves ------------------------------------------------------------------------


def conditions(user, consultation, since: int | None) -> dict[str, Q]:
    """The filters that this reader has, as conditions on opinions; no query.

    That a clause is divided is no condition on a single opinion.
    """
    answered = Citation.objects.filter(
        point__compilation__consultation=consultation, point__compilation__state="published",
        point__answer__isnull=False, comment__isnull=False,
    )  # fmt: skip
    found = {WAITING: ~Q(pk__in=answered.values("comment"))}
    if user.is_authenticated:
        found[MINE] = Q(voice__person=user)
        if since is not None:
            found[FRESH] = Q(number__gt=since) & ~found[MINE]
        found[FIELD] = _of_my_fields(user, consultation)
    return found


def _of_my_fields(user, consultation) -> Q:
    """Opinions of voices whose fields meet mine.

    An unnamed voice is found by a field only where enough unnamed voices that I may read share it: the filter must
    not tell more of a person than the line beside the comment does.
    """
    mine = Expert.fields.through.objects.filter(expert__user=user).values("field")
    said = Comment.objects.readable_by(user, consultation).opinions().order_by()
    shared = (
        said.exclude(shown=Shown.NAMED)
        .filter(voice__person__expert__fields__in=mine)
        .values("voice__person__expert__fields")
        .annotate(voices=Count("voice", distinct=True))
        .filter(voices__gte=LEAST)
        .values("voice__person__expert__fields")
    )
    of_file = Voice.objects.filter(consultation=consultation)
    known = of_file.filter(person__expert__fields__in=mine)
    open_ones = of_file.filter(person__expert__fields__in=shared)
    return Q(shown=Shown.NAMED, voice__in=known.values("pk")) | Q(voice__in=open_ones.values("pk"))


def together(wanted: Wanted, found: dict[str, Q]) -> Q | None:
    """The chosen conditions together; None when no opinion is left out by one of them alone."""
    chosen = [found.get(code, Q(pk=None)) for code in wanted.only if code != DIVIDED]
    if not chosen:
        return None
    every = Q()
    for condition in chosen:
        every &= condition
    return every


# --- counts of a whole version -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Marks:
    """Opinions per clause of a version (None: the whole draft) and position.

    `shown` is what the filters leave, `every` all; `totals` counts the opinions of each filter, for DIVIDED the
    clauses; `lost` are opinions of earlier versions without a clause here.
    """

    every: dict[int | None, dict[str, int]]
    shown: dict[int | None, dict[str, int]]
    totals: dict[str, int]
    lost: int
    divided: frozenset


def marks(user, consultation, version, wanted: Wanted, since: int | None) -> Marks:
    """One query, and one more where the places of an earlier version are not known yet."""
    found = conditions(user, consultation, since)
    only = together(wanted, found)
    extra = {_COLUMNS[code]: Count("pk", filter=condition) for code, condition in found.items()}
    rows = (
        Comment.objects.readable_by(user, consultation)
        .filter(version__number__lte=version.number)
        .opinions_by_place()
        .annotate(left=Count("pk", filter=only) if only is not None else Count("pk"), **extra)
        .values("version_id", "clause_id", "position", "n", "left", *extra)
    )
    every, shown = defaultdict(lambda: defaultdict(int)), defaultdict(lambda: defaultdict(int))
    totals, lost, places = defaultdict(int), 0, None
    for row in rows:
        place = row["clause_id"]
        if place is not None and row["version_id"] != version.pk:
            places = carrying.places(version) if places is None else places
            place = places.get(place, carrying.LOST).clause_id
            if place is None:
                lost += row["n"]
                continue
        every[place][row["position"]] += row["n"]
        shown[place][row["position"]] += row["left"]
        for code in found:
            totals[code] += row[_COLUMNS[code]]
    divided = frozenset(place for place, counts in every.items() if opinion.is_divided(counts))
    if DIVIDED in wanted.only:
        shown = {place: by for place, by in shown.items() if place in divided}
    return Marks(
        every={place: dict(by) for place, by in every.items()},
        shown={place: {code: n for code, n in by.items() if n} for place, by in shown.items()},
        totals={**totals, DIVIDED: len(divided)},
        lost=lost,
        divided=divided,
    )
