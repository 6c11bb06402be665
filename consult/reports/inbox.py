"""The list of opinions in the council's workspace: filters, reading order, repeats under one head.

Folding and order depend on what was said alone, so they are kept until somebody says something or changes it.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.cache import caches
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import compiling, vietnamese
from consult.core.compiling.texts import jaccard, words_of
from consult.core.opinion import suppress
from consult.forums.models import Comment, Position
from consult.kit import stored, writing
from consult.reports.coverage import is_placed
from consult.reports.items import Item, View, address
from consult.reports.models import Assignment, Seen, SetAside
from consult.reports.snapshot import group_name

SIZE, REPEATS = 100, 50
PRESENT = timedelta(seconds=90)
CAMPAIGN_PEOPLE, CAMPAIGN_LIKE, CAMPAIGN_TIME = 5, 0.6, timedelta(hours=72)
SHOWS = ("", "da-xep", "khong-tinh", "tat-ca")
_DAY = 24 * 3600


@dataclass(frozen=True)
class Asked:
    """The filters of the list, as its address gives them; what makes no sense filters nothing."""

    show: str = ""
    clause: str = ""
    position: str = ""
    field: str = ""
    source: str = ""
    unread: bool = False
    mine: bool = False
    like: bool = False
    words: str = ""

    @classmethod
    def of(cls, params) -> "Asked":
        show, clause, position = params.get("xem", ""), params.get("dieu", ""), params.get("quan-diem", "")
        return cls(
            show=show if show in SHOWS else "",
            clause=clause if clause.isascii() and clause.isdigit() else "",
            position=position if position in Position.values else "",
            field=params.get("linh-vuc", "")[:250],
            source=params.get("nguon", "") if params.get("nguon") in ("online", "paper") else "",
            unread=params.get("chua-doc") == "1",
            mine=params.get("cua-toi") == "1",
            like=params.get("giong") == "1",
            words=" ".join(params.get("tim", "").split())[:100],
        )

    @property
    def params(self) -> dict:
        flags = {"chua-doc": self.unread, "cua-toi": self.mine, "giong": self.like}
        words = {
            "xem": self.show, "dieu": self.clause, "quan-diem": self.position, "linh-vuc": self.field,
            "nguon": self.source, "tim": self.words,
        }  # fmt: skip
        return {key: value for key, value in words.items() if value} | {
            key: "1" for key, on in flags.items() if on
        }


@dataclass(frozen=True)
class Fold:
    """Opinions that repeat one another: ids in reading order, what only one says, how many people, a joint opinion or not."""

    members: tuple[int, ...]
    unique: dict[int, str]
    people: int
    campaign: bool


@dataclass(frozen=True)
class Reading:
    """Places of all opinions in reading order, and the fold of each that is in one."""

    places: dict[int, int]
    folds: dict[int, Fold]


@dataclass(frozen=True)
class Row:
    """A line of the list: one opinion, and those that repeat it and are in the list too."""

    item: Item
    rest: tuple[int, ...]
    people: int
    campaign: bool
    unread: bool
    readers: tuple[str, ...]
    to: str
    aside: str


@dataclass(frozen=True)
class Inbox:
    """What the left pane shows."""

    asked: Asked
    rows: tuple[Row, ...]
    repeats: tuple[Item, ...]  # of the opinion being read, as far as they are in the list
    count: int
    shows: tuple[tuple[str, str, bool], ...]
    clauses: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    positions: tuple[tuple[str, str], ...]

    @property
    def hidden(self) -> int:
        return max(0, self.count - sum(1 + len(row.rest) for row in self.rows))

    @property
    def filtered(self) -> bool:
        return self.asked != Asked(show=self.asked.show)


# --- kept -------------------------------------------------------------------------------------------------


def reading(consultation) -> Reading:
    """Order and folds of a file's opinions; one query, one more when somebody said something since."""
    opinions = Comment.objects.filter(consultation=consultation).received()
    state = opinions.aggregate(n=Count("pk"), last=Max("pk"), edits=Sum("edition"), people=Sum("counted"))
    key = f"compile:{consultation.pk}:{state['n']}:{state['last']}:{state['edits']}:{state['people']}"
    found = caches["pages"].get(key)
    if found is None:
        found = _read(opinions)
        caches["pages"].set(key, found, _DAY)
    return found


def _read(opinions) -> Reading:
    rows = list(
        opinions.order_by(F("clause__order").asc(nulls_first=True), "pk").values_list(
            "pk", "clause_id", "reason", "proposed", "voice_id", "counted", "created_at", "voice__kind"
        )
    )
    texts = [
        compiling.Comment(str(pk), f"{reason} {proposed}".strip(), str(clause or ""))
        for pk, clause, reason, proposed, *_rest in rows
    ]
    places = {int(pk): n for n, pk in enumerate(compiling.order(texts))}
    about = {row[0]: row for row in rows}
    folds = {}
    for group in compiling.fold(texts):
        members = sorted((int(pk) for pk in group.members), key=places.__getitem__)
        fold = Fold(
            members=tuple(members),
            unique={int(pk): words for pk, words in group.unique.items()},
            people=_people([about[pk] for pk in members]),
            campaign=_campaign([about[pk] for pk in members]),
        )
        folds |= dict.fromkeys(members, fold)
    return Reading(places, folds)


def _people(rows) -> int:
    """People, not copies; a joint letter counts for all who signed it."""
    voices: dict[int, int] = {}
    for _pk, _clause, _reason, _proposed, voice, counted, _at, _kind in rows:
        voices[voice] = max(voices.get(voice, 0), counted)
    return sum(voices.values())


def _campaign(rows) -> bool:
    """Whether enough verified people said nearly the same within three days."""
    lead = words_of(f"{rows[0][2]} {rows[0][3]}".strip()).shingles
    alike = [
        row for row in rows if jaccard(lead, words_of(f"{row[2]} {row[3]}".strip()).shingles) >= CAMPAIGN_LIKE
    ]
    said = sorted((row[6], row[4]) for row in alike if row[7] == "person")
    return any(
        len({voice for at, voice in said if start <= at <= start + CAMPAIGN_TIME}) >= CAMPAIGN_PEOPLE
        for start, _voice in said
    )


# --- the list ---------------------------------------------------------------------------------------------


def inbox(view: View, asked: Asked, read: Reading, *, current: int | None = None) -> Inbox:
    """The list as the filters ask; seven queries at most, whatever the number of opinions."""
    all_of = _all(view)
    kept = [row for row in all_of if _wanted(row, asked, view, read, current)]
    if asked.words:
        found = _saying(view, asked.words)
        kept = [row for row in kept if row["pk"] in found]
    kept.sort(key=lambda row: read.places.get(row["pk"], 0))
    heads = _heads(kept, read, current)
    shown = heads[:SIZE]
    ids = [head[0]["pk"] for head in shown]
    about = next(
        (head for head in shown if head[0]["pk"] == current), shown[0] if shown and not current else []
    )
    same = [row["pk"] for row in about[1 : 1 + REPEATS]]
    items = _items(view, [*ids, *same], asked, current)
    present = readers(view, ids)
    rows = tuple(_row(head, items[head[0]["pk"]], read, present) for head in shown if head[0]["pk"] in items)
    repeats = tuple(items[pk] for pk in same if pk in items)
    return Inbox(asked, _with_stop(rows), repeats, len(kept), _shows(asked, all_of), *_choices(all_of))


def _all(view: View) -> list[dict]:
    of_this = SetAside.objects.filter(comment=OuterRef("pk"), state__in=["proposed", "confirmed"])
    rows = (
        Comment.objects.readable_by(view.user, view.consultation)
        .received()
        .annotate(
            placed=is_placed(),
            aside_state=Subquery(of_this.values("state")[:1]),
            seen_by_me=Exists(Seen.objects.filter(comment=OuterRef("pk"), user=view.user)),
            to_id=Subquery(Assignment.objects.filter(comment=OuterRef("pk")).values("to")[:1]),
            to_name=Subquery(Assignment.objects.filter(comment=OuterRef("pk")).values("to__full_name")[:1]),
        )
    )
    return list(
        rows.values(
            "pk", "clause_id", "clause__citation", "clause__order", "position", "paper_id", "placed", "aside_state",
            "seen_by_me", "to_id", "to_name", "voice_id", descriptor=F("voice__descriptor"),
        )
    )  # fmt: skip


def _wanted(row, asked: Asked, view: View, read: Reading, current) -> bool:
    aside = row["aside_state"] == SetAside.State.CONFIRMED
    state = {
        "": not row["placed"] and not aside, "da-xep": row["placed"], "khong-tinh": bool(row["aside_state"]),
        "tat-ca": True,
    }[asked.show]  # fmt: skip
    return (
        state
        and (not asked.clause or str(row["clause_id"] or 0) == asked.clause)
        and (not asked.position or row["position"] == asked.position)
        and (not asked.field or row["descriptor"] == asked.field)
        and (not asked.source or (row["paper_id"] is not None) == (asked.source == "paper"))
        and (not asked.unread or not row["seen_by_me"])
        and (not asked.mine or row["to_id"] == view.user.pk)
        and (not asked.like or (current in read.folds and row["pk"] in read.folds[current].members))
    )


def _saying(view: View, words: str) -> set[int]:
    asked = Q()
    for word in vietnamese.fold(words).split():
        asked &= Q(folded__contains=word)
    code = words.rsplit("-", 1)[-1]
    if code.isascii() and code.isdigit():
        asked |= Q(number=int(code[:15]))
    readable = Comment.objects.readable_by(view.user, view.consultation).received()
    return set(readable.filter(asked).values_list("pk", flat=True))


def _heads(kept, read: Reading, current) -> list[list[dict]]:
    """Each first opinion with those that repeat it and are in the list; the one being read heads its own."""
    groups: dict[object, list[dict]] = {}
    for row in kept:
        fold = read.folds.get(row["pk"])
        groups.setdefault(fold.members if fold else row["pk"], []).append(row)
    return [sorted(group, key=lambda row: row["pk"] != current) for group in groups.values()]


def _items(view: View, ids, asked: Asked, current) -> dict[int, Item]:
    found = Comment.objects.select_related("voice", "clause", "paper").filter(pk__in=ids)
    items = {comment.pk: view.item(comment, current=comment.pk == current) for comment in found}
    return {
        pk: replace(item, url=address(view.consultation, **asked.params, **{"y-kien": pk}))
        for pk, item in items.items()
    }


def readers(view: View, ids) -> dict[int, tuple[str, ...]]:
    """Who else of the council has each of these opinions open just now; one query."""
    since = timezone.now() - PRESENT
    seen = Seen.objects.filter(comment__consultation=view.consultation, at__gte=since).exclude(user=view.user)
    last: dict[int, tuple[int, str]] = {}
    for user, comment, name in seen.order_by("at").values_list("user_id", "comment_id", "user__full_name"):
        last[user] = (comment, name)
    found: dict[int, list[str]] = {}
    for comment, name in last.values():
        if comment in ids:
            found.setdefault(comment, []).append(name)
    return {pk: tuple(sorted(names)) for pk, names in found.items()}


def _row(head, item: Item, read: Reading, present) -> Row:
    first, *rest = head
    fold = read.folds.get(first["pk"])
    return Row(
        item=item,
        rest=tuple(row["pk"] for row in rest),
        people=fold.people if fold else 0,
        campaign=bool(fold and fold.campaign),
        unread=not first["seen_by_me"],
        readers=present.get(first["pk"], ()),
        to=first["to_name"] or "",
        aside=str(SetAside.State(first["aside_state"]).label) if first["aside_state"] else "",
    )


def with_first(box: Inbox) -> Inbox:
    """The same list, with its first opinion as the one being read."""
    first, *rest = box.rows
    return replace(box, rows=(replace(first, item=replace(first.item, current=True, stop=True)), *rest))


def _with_stop(rows) -> tuple[Row, ...]:
    entry = next((n for n, row in enumerate(rows) if row.item.current), 0)
    return tuple(replace(row, item=replace(row.item, stop=n == entry)) for n, row in enumerate(rows))


def _shows(asked: Asked, rows) -> tuple[tuple[str, str, bool], ...]:
    """The states as choices, each with how many opinions are in it."""
    aside = sum(1 for row in rows if row["aside_state"])
    confirmed = sum(1 for row in rows if row["aside_state"] == SetAside.State.CONFIRMED)
    placed = sum(1 for row in rows if row["placed"])
    counts = {"": len(rows) - placed - confirmed, "da-xep": placed, "khong-tinh": aside, "tat-ca": len(rows)}
    words = {"": _("Chờ xếp"), "da-xep": _("Đã xếp"), "khong-tinh": _("Không tính"), "tat-ca": _("Tất cả")}
    return tuple((key, f"{words[key]} ({writing.number(counts[key])})", key == asked.show) for key in words)


def _choices(rows):
    """Clauses, fields and positions that occur, each with its count; fields of few people are not offered alone."""
    clauses: dict[str, list] = {}
    for row in sorted(rows, key=lambda row: row["clause__order"] or 0):
        clauses.setdefault(str(row["clause_id"] or 0), [row["clause__citation"], 0])[1] += 1
    people: dict[str, set] = {}
    for row in rows:
        people.setdefault(row["descriptor"], set()).add(row["voice_id"])
    fields = suppress({name: len(voices) for name, voices in people.items()}).groups
    stances = {value: sum(1 for row in rows if row["position"] == value) for value in Position.values}
    return (
        tuple((pk, f"{name or group_name(None)} ({n})") for pk, (name, n) in clauses.items()),
        tuple(
            (name, f"{stored.descriptor(name)} ({writing.number(n)})") for name, n in sorted(fields.items())
        ),
        tuple((value, f"{Position(value).label} ({n})") for value, n in stances.items() if n),
    )
