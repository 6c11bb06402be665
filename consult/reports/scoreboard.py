"""How agencies answer: how many points, how many on time, how many accepted; by field and over time. Never about experts.

For everybody. The unit is a point of a compilation that the council has closed; agencies and fields with fewer than five
points are one row, since a share of three says nothing and may tell who spoke.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import TruncQuarter
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import figures
from consult.core.opinion import LEAST
from consult.forums.models import Comment
from consult.kit import stored
from consult.kit.clock import database_now
from consult.kit.templatetags import consult as signs
from consult.reports.figures import Figure, drawn_twice
from consult.reports.models import Answer, Citation, Compilation, Point
from consult.reports.results_measures import ACCEPTED

PUBLISHED = Compilation.State.PUBLISHED
NAME, ON_TIME, TAKEN, MOST = "ten", "dung-han", "tiep-thu", "so-diem"
ORDERS = (NAME, ON_TIME, TAKEN, MOST)


@dataclass(frozen=True)
class Score:
    """One row: points, of these answered, answered or still waiting after the deadline, accepted."""

    name: str
    points: int
    answered: int
    late: int
    accepted: int

    @property
    def on_time(self) -> int:
        return self.points - self.late

    @property
    def answered_share(self) -> str:
        return share(self.answered, self.points)

    @property
    def on_time_share(self) -> str:
        return share(self.on_time, self.points)

    @property
    def accepted_share(self) -> str:
        return share(self.accepted, self.answered)

    def __add__(self, other: "Score") -> "Score":
        pairs = zip(self._counts, other._counts, strict=True)
        return Score(self.name, *(mine + theirs for mine, theirs in pairs))

    @property
    def _counts(self) -> tuple[int, ...]:
        return self.points, self.answered, self.late, self.accepted


def share(part: int, whole: int) -> str:
    """Whole percent; a dash where there is nothing to share."""
    return f"{round(100 * part / whole)}%" if whole else "–"


@dataclass(frozen=True)
class Scoreboard:
    agencies: tuple[Score, ...]
    fields: tuple[Score, ...]
    figure: Figure | None
    order: str

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.figure,) if self.figure else ()


def scoreboard(order: str = "") -> Scoreboard:
    """Three queries. By name unless another order was asked for."""
    order = order if order in ORDERS else NAME
    agencies = merged(_agencies(), _("Các cơ quan có dưới %(least)s điểm") % {"least": LEAST})
    fields = merged(_fields(), _("Các lĩnh vực có dưới %(least)s điểm") % {"least": LEAST})
    return Scoreboard(_ordered(agencies, order), fields, _over_time(), order)


def merged(rows: list[Score], others: str) -> tuple[Score, ...]:
    """Rows with fewer than five points as one, at the end; together too few, they are left out."""
    shown = [row for row in rows if row.points >= LEAST]
    small = sum((row for row in rows if row.points < LEAST), Score(others, 0, 0, 0, 0))
    return (*shown, small) if small.points >= LEAST else tuple(shown)


def _ordered(rows: tuple[Score, ...], order: str) -> tuple[Score, ...]:
    keys = {
        ON_TIME: lambda row: -row.on_time / row.points,
        TAKEN: lambda row: -(row.accepted / row.answered if row.answered else 0),
        MOST: lambda row: -row.points,
    }
    return tuple(sorted(rows, key=keys[order])) if order in keys else rows


def _agencies() -> list[Score]:
    late = Q(compilation__published_at__gt=F("compilation__answer_due")) | Q(
        compilation__published_at=None, compilation__answer_due__lt=database_now()
    )
    out = Q(compilation__state=PUBLISHED)
    rows = (
        Point.objects.exclude(compilation__state=Compilation.State.OPEN)
        .order_by()
        .values(name=F("compilation__consultation__agency__official_name"))
        .annotate(
            points=Count("pk"),
            answered=Count("pk", filter=out),
            late=Count("pk", filter=late),
            accepted=Count("pk", filter=out & Q(answer__code__in=ACCEPTED)),
        )
        .order_by("name")
    )
    return [Score(**row) for row in rows]


def _fields() -> list[Score]:
    """Published points by the field that public opinions behind them name; a point counts once for each field."""
    rows = Citation.objects.filter(
        point__compilation__state=PUBLISHED,
        comment__in=Comment.objects.public().filter(state="posted").order_by().values("pk"),
    ).values_list("point_id", "comment__voice__descriptor", "point__answer__code")
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for point, descriptor, code in rows:
        if field := stored.field_of(descriptor):
            found[field][point] = code
    return [
        Score(stored.word(field), len(codes), len(codes), 0, sum(code in ACCEPTED for code in codes.values()))
        for field, codes in sorted(found.items())
    ]


def _over_time() -> Figure | None:
    rows = (
        Answer.objects.filter(point__compilation__state=PUBLISHED)
        .order_by()
        .values_list(TruncQuarter("point__compilation__published_at"), "code")
        .annotate(n=Count("pk"))
    )
    found: dict = defaultdict(Counter)
    for quarter, code, count in rows:
        found[timezone.localtime(quarter).date()][code] += count
    if not found:
        return None
    bars = [
        figures.Row(
            _("Quý %(quarter)s/%(year)s") % {"quarter": (day.month + 2) // 3, "year": day.year}, found[day]
        )
        for day in sorted(found)[-12:]
    ]
    used = {code for row in bars for code in row.counts}
    parts = [
        figures.Part(code, str(signs.ANSWERS[code][0]), signs.ANSWERS[code][2])
        for code in signs.ANSWERS
        if code in used
    ]
    title = _("Điểm được trả lời theo quý")
    words = {"title": title, "desc": _("Mười hai quý gần nhất có trả lời được công bố.")}
    wide, narrow = drawn_twice(lambda **size: figures.stacked(bars, parts, **words, **size), "f-quarters")
    return Figure(
        "f-quarters", title, words["desc"], wide, narrow, tuple((part.code, part.words) for part in parts),
        (_("Quý"), *(part.words for part in parts), _("Tổng")),
        tuple((row.label, *(str(row.counts.get(part.code, 0)) for part in parts), str(row.total)) for row in bars),
    )  # fmt: skip
