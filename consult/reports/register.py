"""The agency's register of points: who prepares which answer until when, how far it is, and what is missing to publish."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.consultations.selectors import days_left, left_words
from consult.core import calendar, vietnamese
from consult.forums.querysets import guarded
from consult.kit import clock
from consult.people.models import Membership, User
from consult.people.roles import Role
from consult.reports import answer_parts, snapshot
from consult.reports.models import Answer, Forwarding
from consult.reports.selectors import number_of

FIRST = {"late": 0, "back": 1, "wait": 2}
"""States that need an answer still, the most pressing first."""
STATES = (*FIRST, *Answer.Code.values)
WORDS = {
    "late": gettext_lazy("Quá hạn"),
    "back": gettext_lazy("Trả lại để sửa"),
    "wait": gettext_lazy("Chưa trả lời"),
    **dict(Answer.Code.choices),
}


@dataclass(frozen=True)
class Asked:
    """Which points are looked at: a state, whose ("mine", "nobody" or a number), and at which place."""

    state: str = ""
    owner: str = ""
    place: str = ""

    @classmethod
    def of(cls, params) -> "Asked":
        """From the query of the page; what makes no sense asks for nothing."""
        state, owner, place = (params.get(name, "") for name in ("trang-thai", "phu-trach", "dieu"))
        plain = owner if owner in ("toi", "chua") or _number(owner) else ""
        return cls(
            state if state in STATES else "", plain, place if place == "chung" or _number(place) else ""
        )

    def query(self, **other) -> str:
        """The query of the page with these filters, some of them replaced."""
        values = {"trang-thai": self.state, "phu-trach": self.owner, "dieu": self.place, **other}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def any(self) -> bool:
        return bool(self.state or self.owner or self.place)


def _number(raw: str) -> bool:
    return raw.isascii() and raw.isdigit() and len(raw) <= 18


@dataclass(frozen=True)
class Row:
    """One point in the register; `state` is an answer code, or wait, back, or late."""

    id: int
    number: int
    place: str
    clause: str
    title: str
    position: str
    opinions: int
    state: str
    label: str
    url: str
    current: bool
    owner_id: int | None
    owner: str
    due: datetime | None
    moved: bool
    slip: str
    urgency: str
    note: str
    rebind: str  # where the answer is bound anew, of one that lost its words

    @property
    def open(self) -> bool:
        return self.state in FIRST


@dataclass(frozen=True)
class Register:
    """All points, those that are shown, and the filters."""

    rows: tuple[Row, ...]
    shown: tuple[Row, ...]
    asked: Asked
    officers: tuple[tuple[int, str], ...]
    user_id: int

    @property
    def answered(self) -> int:
        return sum(not row.open for row in self.rows)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Counts of states in the order of the stamps, for the bar."""
        counts = Counter(row.state for row in self.rows)
        order = (*Answer.Code.values, "back", "wait", "late")
        return [(state, counts[state]) for state in order if counts[state]]

    @property
    def states(self) -> list[dict]:
        """Pills of the states that occur."""
        counts = Counter(row.state for row in self.rows)
        found = [
            {
                "url": f"?{self.asked.query(**{'trang-thai': state})}",
                "words": str(WORDS[state]),
                "current": self.asked.state == state,
                "count": counts[state],
                "code": state,
            }
            for state in STATES
            if counts[state]
        ]
        return [_pill(self.asked, "trang-thai", "", _("Tất cả"), len(self.rows), self.asked.state), *found]

    @property
    def owners(self) -> list[dict]:
        """Pills of whose points they are: mine, nobody's, each officer's that has some."""
        counts = Counter(row.owner_id for row in self.rows)
        pills = [
            _pill(self.asked, "phu-trach", "", _("Mọi người"), len(self.rows), self.asked.owner),
            _pill(self.asked, "phu-trach", "toi", _("Việc của tôi"), counts[self.user_id], self.asked.owner),
            _pill(self.asked, "phu-trach", "chua", _("Chưa giao"), counts[None], self.asked.owner),
        ]
        names = {row.owner_id: row.owner for row in self.rows if row.owner_id not in (None, self.user_id)}
        return pills + [
            _pill(self.asked, "phu-trach", str(pk), name, counts[pk], self.asked.owner)
            for pk, name in sorted(names.items(), key=lambda pair: vietnamese.name_key(pair[1]))
        ]

    @property
    def places(self) -> list[tuple[str, str, int]]:
        """Value, words and count of each place that has points, in the order of the law."""
        counts = Counter(row.clause for row in self.rows)
        named = {row.clause: row.place for row in sorted(self.rows, key=lambda row: row.number)}
        return [(value, words, counts[value]) for value, words in named.items()]


def _pill(asked: Asked, name: str, value: str, words: str, count: int, chosen: str) -> dict:
    query = asked.query(**{name: value})
    return {"url": f"?{query}", "words": words, "current": chosen == value, "count": count}


def register(user, compilation, *, asked: Asked = Asked(), current=None) -> Register:
    """Every point with its state; those late and unanswered first. Three queries, whatever the number of points."""
    current = number_of(current) if current else None
    rows = sorted(_rows(compilation, asked, current), key=lambda row: (FIRST.get(row.state, 3), row.number))
    shown = tuple(row for row in rows if row.current or _is_asked(row, asked, user.pk))
    return Register(tuple(rows), shown, asked, officers(compilation.consultation), user.pk)


def _is_asked(row: Row, asked: Asked, user_id: int) -> bool:
    owners = {"": True, "toi": row.owner_id == user_id, "chua": row.owner_id is None}
    return (
        (not asked.state or row.state == asked.state)
        and owners.get(asked.owner, str(row.owner_id) == asked.owner)
        and (not asked.place or row.clause == asked.place)
    )


def officers(consultation) -> tuple[tuple[int, str], ...]:
    """Officers of the agency today, by name; one query."""
    held = Membership.objects.holding(Role.AGENCY_OFFICER).filter(organisation=consultation.agency_id)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name_key", "pk")
    return tuple(people.values_list("pk", "full_name"))


def points_of(compilation):
    """Points with what their rows need; `taken` tells whether a forwarded one is in somebody's hands."""
    taken = Forwarding.objects.filter(point=OuterRef("pk"), state__in=["sent", "answered"])
    opinions = Count("citations", filter=Q(citations__comment=None) | ~guarded("citations__comment__"))
    found = compilation.points.select_related("clause", "answer__to", "duty__owner")
    return found.annotate(opinions=opinions, taken=Exists(taken)).order_by("order", "id")


def due_of(compilation, point) -> datetime | None:
    """Until when the point is to be answered: its own date, or that of the compilation."""
    duty = getattr(point, "duty", None)
    return duty.due_at if duty and duty.due_at else compilation.answer_due


def state_of(compilation, point, now: datetime) -> str:
    """An answer code, or what is wanted: "back" (to be rewritten), "late" or "wait"."""
    answer = getattr(point, "answer", None)
    if answer and (answer.remark or (answer.code == Answer.Code.FORWARDED and not point.taken)):
        return "back"
    if answer:
        return answer.code
    due = due_of(compilation, point)
    return "late" if due and now > due else "wait"


def _rows(compilation, asked: Asked, current):
    now = clock.now()
    base = reverse("answers", args=[compilation.consultation.code])
    for number, point in enumerate(points_of(compilation), 1):
        duty, due = getattr(point, "duty", None), due_of(compilation, point)
        state = state_of(compilation, point, now)
        yield Row(
            id=point.pk,
            number=number,
            place=snapshot.group_name(point.clause),
            clause=str(point.clause_id) if point.clause_id else "chung",
            title=point.title,
            position=point.position,
            opinions=point.opinions,
            state=state,
            label=late_words(due) if state == "late" else "",
            url=f"{base}?{asked.query(diem=point.pk)}#diem-{point.pk}",
            current=point.pk == current,
            owner_id=duty.owner_id if duty else None,
            owner=duty.owner.full_name if duty and duty.owner else "",
            due=due,
            moved=bool(duty and duty.due_at),
            slip=left_words(days_left(due)) if due and state in FIRST else "",
            urgency=calendar.urgency(now, due) if due and state in FIRST else "normal",
            note=_note(point, state),
            rebind=f"{base}?{asked.query(diem=point.pk)}#cho-sua-{point.pk}" if _is_loose(point) else "",
        )


def _is_loose(point) -> bool:
    """Whether the answer is bound to words that the version holds no more."""
    answer = getattr(point, "answer", None)
    return bool(answer and answer.loosened_at)


def _note(point, state: str) -> str:
    answer = getattr(point, "answer", None)
    if answer and answer.code == Answer.Code.FORWARDED:
        if state == "back" and not answer.remark:
            return _("%(name)s đã trả lại") % {"name": answer.to.short_name}
        return _("Chuyển đến %(name)s") % {"name": answer.to.short_name}
    return ""


def late_words(due: datetime) -> str:
    """ "Quá hạn trả lời 3 ngày"."""
    return _("Quá hạn trả lời %(days)s ngày") % {"days": max(1, -days_left(due))}


# --- what is missing to publish --------------------------------------------------------------------------


@dataclass(frozen=True)
class Missing:
    """One point that keeps the answers from being published, and why."""

    number: int
    place: str
    why: str
    url: str


def missing(compilation, rows) -> tuple[Missing, ...]:
    """Everything that publishing would refuse, in the order of the law; `rows` are those of the register."""
    _answers, unbound = answer_parts.settled(compilation)
    why = dict.fromkeys(unbound, _("chỗ sửa chưa có trong bản dự thảo đã công bố"))
    why |= {row.id: _("chữ đã gắn không còn trong bản dự thảo mới") for row in rows if row.rebind}
    why |= {
        row.id: _("trả lời cần sửa lại") if row.state == "back" else _("chưa trả lời")
        for row in rows
        if row.open
    }
    found = sorted((row for row in rows if row.id in why), key=lambda row: row.number)
    return tuple(Missing(row.number, row.place, why[row.id], row.url) for row in found)
