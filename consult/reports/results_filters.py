"""Which points of the published table a reader wants to see, and who stands behind each as everybody may know it.

Works on the frozen rows. Fields are those that the descriptors of the public opinions name; how many people of a field
stand behind a point is told only for groups of five and more.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from consult.core import opinion, vietnamese
from consult.forums.models import Comment, Position
from consult.kit import stored
from consult.reports.models import Answer

ANSWER, CLAUSE, POSITION, FIELD, WORDS = "tra-loi", "dieu-khoan", "quan-diem", "linh-vuc", "tim"
WHOLE = "chung"  # points on the whole draft
LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """What the address asks for; empty fields ask for nothing."""

    code: str = ""
    clause: str = ""
    position: str = ""
    field: str = ""
    words: str = ""

    def query(self, **other) -> str:
        """As an address that keeps what is asked; `other` replaces fields."""
        names = (
            (ANSWER, "code"),
            (CLAUSE, "clause"),
            (POSITION, "position"),
            (FIELD, "field"),
            (WORDS, "words"),
        )
        pairs = [(key, other.get(name, getattr(self, name))) for key, name in names]
        return f"?{urlencode([(key, value) for key, value in pairs if value])}"

    @property
    def narrowed(self) -> bool:
        """Whether more than the answer's state is asked."""
        return bool(self.clause or self.position or self.field or self.words)


NOTHING = Asked()


def read(given) -> Asked:
    """From the query string; what is unknown is left away."""
    clause = given.get(CLAUSE, "")
    known = clause == WHOLE or (clause.isascii() and clause.isdigit() and len(clause) <= 18)
    words = " ".join(vietnamese.clean(given.get(WORDS, "").replace("\0", "")).split())[:LONGEST]
    return Asked(
        _among(given.get(ANSWER, ""), Answer.Code.values),
        clause if known else "",
        _among(given.get(POSITION, ""), Position.values),
        given.get(FIELD, "").replace("\0", "")[:250],
        words,
    )


def _among(value: str, known) -> str:
    return value if value in known else ""


# --- who stands behind a point -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Speaker:
    """Behind one public opinion: the field that its descriptor names, and for how many people it stands."""

    voice: int
    field: str
    people: int


@dataclass(frozen=True)
class Behind:
    """How many opinions and people stand behind a point, and of which fields: groups under five are one number.

    `other` is None where nothing was merged; `withheld` where even all together are too few to be told apart.
    """

    opinions: int
    people: int
    fields: tuple[tuple[str, int], ...]
    other: int | None
    withheld: bool


def speakers(rows) -> dict[int, Speaker]:
    """By comment, of the public opinions in these frozen rows; one query. Blanked ones are left out."""
    ids = [
        one["id"]
        for row in rows
        for one in row["opinions"]
        if one["kind"] == "comment" and one["contributor"]
    ]
    found = Comment.objects.filter(pk__in=ids).order_by()
    values = found.values_list("pk", "voice_id", "voice__descriptor", "counted")
    return {pk: Speaker(voice, stored.field_of(text), counted) for pk, voice, text, counted in values}


def behind(row: Mapping, known: Mapping[int, Speaker]) -> Behind:
    """Each voice is counted once, whatever the number of its opinions."""
    said = [known[one["id"]] for one in row["opinions"] if one["kind"] == "comment" and one["id"] in known]
    voices = {one.voice: one for one in sorted(said, key=lambda one: one.people)}.values()
    counts = Counter(one.field or OTHER for one in voices)
    shown = opinion.suppress(counts)
    groups = sorted(shown.groups.items(), key=lambda one: (one[0] == OTHER, -one[1], one[0]))
    fields = tuple(
        (stored.word(name) if name else _("Không nêu lĩnh vực"), count) for name, count in groups if count
    )
    return Behind(
        opinions=sum(one["kind"] == "comment" for one in row["opinions"]),
        people=sum(one.people for one in voices),
        fields=fields,
        other=shown.other,
        withheld=shown.withheld,
    )


OTHER = ""


# --- which rows are wanted ---------------------------------------------------------------------------------


def wanted(rows, asked: Asked, known: Mapping[int, Speaker]) -> list[dict]:
    """The rows that answer to everything asked, in their order."""
    words = vietnamese.fold(asked.words).split()
    return [row for row in rows if _wants(row, asked, known) and _says(row, words)]


def _wants(row: dict, asked: Asked, known) -> bool:
    clause = str(row["clause"]) if row["clause"] else WHOLE
    return (
        (not asked.code or (row["answer"] or {}).get("code") == asked.code)
        and (not asked.clause or clause == asked.clause)
        and (not asked.position or row["position"] == asked.position)
        and (not asked.field or asked.field in fields_of(row, known))
    )


def _says(row: dict, words: list[str]) -> bool:
    if not words:
        return True
    said = [text for one in row["opinions"] for text in (one["reason"], one["proposed"])]
    text = vietnamese.fold(
        " ".join([row["group"], row["title"], row["summary"], row["answer"]["text"], *said])
    )
    return all(word in text for word in words)


def fields_of(row: dict, known: Mapping[int, Speaker]) -> set[str]:
    """The fields that the readers of the row's opinions find in them."""
    return {
        known[one["id"]].field for one in row["opinions"] if one["kind"] == "comment" and one["id"] in known
    } - {""}


def choices(rows, known: Mapping[int, Speaker]) -> dict[str, list[tuple[str, str]]]:
    """What may be asked of this table: clauses in its order, positions and fields that occur."""
    clauses = {str(row["clause"]) if row["clause"] else WHOLE: row["group"] for row in rows}
    found = {row["position"] for row in rows}
    fields = sorted({field for row in rows for field in fields_of(row, known)})
    return {
        CLAUSE: list(clauses.items()),
        POSITION: [(code, label) for code, label in Position.choices if code in found],
        FIELD: [(field, stored.word(field)) for field in fields],
    }
