"""Where the opinions of a file are: placed, set aside, withdrawn or waiting. Read by selectors, actions and papers."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from consult.core import compiling
from consult.forums.models import Comment
from consult.reports.models import Citation, SetAside


@dataclass(frozen=True)
class Coverage:
    """received = placed + set_aside + withdrawn + unplaced; `first` waits. `total` are those that stand."""

    received: int
    placed: int
    set_aside: int
    withdrawn: int
    first: int | None

    @property
    def total(self) -> int:
        return self.received - self.withdrawn

    @property
    def unplaced(self) -> int:
        return self.total - self.placed - self.set_aside


def coverage(consultation) -> Coverage:
    """Opinions of the file, replies not counted; one query."""
    rows = received(consultation).order_by("clause__order", "pk")
    found = rows.annotate(placed=is_placed(), aside=is_aside()).values_list("pk", "state", "placed", "aside")
    standing = [(pk, placed, aside) for pk, state, placed, aside in found if state != Comment.State.WITHDRAWN]
    waiting = [pk for pk, placed, aside in standing if not placed and not aside]
    placed = sum(1 for _pk, placed, _aside in standing if placed)
    return Coverage(
        received=len(found),
        placed=placed,
        set_aside=len(standing) - placed - len(waiting),
        withdrawn=len(found) - len(standing),
        first=waiting[0] if waiting else None,
    )


def received(consultation):
    """What was ever received, withdrawn since or not; hidden ones and those that wait for approval count."""
    return Comment.objects.filter(consultation=consultation, parent=None)


def is_placed() -> Exists:
    """Whether a comment stands in some point."""
    return Exists(Citation.objects.filter(comment=OuterRef("pk")))


def is_aside() -> Exists:
    """Whether two people set a comment aside."""
    return Exists(SetAside.objects.filter(comment=OuterRef("pk"), state=SetAside.State.CONFIRMED))


def measures(compilation) -> compiling.Measures:
    """The figures of a compilation by the definitions of the core; three queries."""
    rows = received(compilation.consultation_id).annotate(aside=is_aside())
    fields = ("pk", "voice_id", "position", "state", "aside", "counted", "reason", "proposed")
    opinions, wordless = [], set()
    for pk, voice, position, state, aside, counted, reason, proposed in rows.values_list(*fields):
        withdrawn = state == Comment.State.WITHDRAWN
        opinions.append(compiling.Opinion(str(pk), str(voice), position, withdrawn, aside, counted))
        if not (reason or proposed).strip():
            wordless.add(str(pk))
    return compiling.measure(opinions, _carried(compilation, wordless))


def _carried(compilation, wordless: set[str]) -> list[compiling.Carried]:
    """Points with what they carry and quote; an opinion without words of its own is said by its position."""
    cited = Citation.objects.filter(point__compilation=compilation, comment__isnull=False)
    quoted = Exists(Citation.objects.filter(pk=OuterRef("pk"), quotations__isnull=False))
    inside: dict[int, tuple[set, set]] = {}
    for point, comment, words in cited.annotate(quoted=quoted).values_list(
        "point_id", "comment_id", "quoted"
    ):
        has, quotes = inside.setdefault(point, (set(), set()))
        has.add(str(comment))
        if words or str(comment) in wordless:
            quotes.add(str(comment))
    return [
        compiling.Carried(str(pk), position, frozenset(inside[pk][0]), frozenset(inside[pk][1]))
        for pk, position in compilation.points.values_list("pk", "position")
        if pk in inside
    ]
