"""Read what became of each opinion, for everybody, from the frozen table and from published texts alone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.core import legal
from consult.documents.models import Clause
from consult.forums.selectors import place_of
from consult.ledger.models import Entry
from consult.reports import rules, snapshot
from consult.reports.models import Answer, Compilation, Forwarding
from consult.reports.selectors import compilation_of


@dataclass(frozen=True)
class Opinion:
    """One opinion as it was made, with its author as everybody may see them."""

    contributor: str
    position: str
    place: str
    reason: str
    proposed: str
    url: str


@dataclass(frozen=True)
class Forwarded:
    """Where a point was forwarded to, and what became of it there since."""

    to: str
    state: str
    label: str
    reply: str
    at: datetime | None


@dataclass(frozen=True)
class ResultRow:
    """One point: what was asked, what was answered, what changed. `ops` is empty where no change is tied to it."""

    id: int
    place: str
    place_url: str
    title: str
    summary: str
    position: str
    opinions: tuple[Opinion, ...]
    code: str
    text: str
    answered_on: date | None
    next_place: str
    next_url: str
    next_version: int | None
    ops: tuple[legal.Op, ...]
    guarded: str = ""
    not_yet: str = ""
    forwarded: "Forwarded | None" = None

    @property
    def changed(self) -> bool:
        return any(op.kind != "same" for op in self.ops)


@dataclass(frozen=True)
class ResultsPage:
    consultation: Consultation
    compilation: Compilation
    agency: str
    council: str
    rows: tuple[ResultRow, ...]
    total: int
    received: int
    counts: dict[str, int]
    chosen: str
    receipt: str
    on_time: bool
    published_at: datetime

    @property
    def parts(self) -> list[tuple[str, int]]:
        return [(code, self.counts[code]) for code in Answer.Code.values if self.counts.get(code)]

    @property
    def filters(self) -> list[dict]:
        """Pills: all, then each state that occurs."""
        pills = [{"url": "?", "words": _("Tất cả"), "current": not self.chosen, "count": self.total}]
        for code, count in self.parts:
            words = Answer.Code(code).label
            pills.append(
                {
                    "url": f"?tra-loi={code}",
                    "words": words,
                    "current": self.chosen == code,
                    "count": count,
                    "code": code,
                }
            )
        return pills


def results_page(user, consultation, *, chosen: str = "") -> ResultsPage:
    """The public table; NotThere before publication. Five queries whatever the number of points."""
    compilation = compilation_of(consultation)
    rules.may_see_results(user, compilation).or_refuse()
    data = snapshot.without_hidden(compilation.snapshot)
    chosen = chosen if chosen in Answer.Code.values else ""
    rows = [row for row in data["rows"] if not chosen or row["answer"]["code"] == chosen]
    texts, forwarded = _texts(rows), forwarded_of(rows)
    codes = [row["answer"]["code"] for row in data["rows"]]
    due = compilation.answer_due
    return ResultsPage(
        consultation=consultation,
        compilation=compilation,
        agency=data["agency"],
        council=data["council"],
        rows=tuple(_row(consultation.code, row, texts, forwarded) for row in rows),
        total=len(codes),
        received=data["received"],
        counts={code: codes.count(code) for code in Answer.Code.values},
        chosen=chosen,
        receipt=_receipt(consultation),
        on_time=bool(due is None or compilation.published_at <= due),
        published_at=compilation.published_at,
    )


def _texts(rows) -> dict[int, Clause]:
    """The clauses spoken of and those that answer them; published texts never change."""
    ids = {row["clause"] for row in rows} | {row["answer"]["next_clause"] for row in rows}
    return Clause.objects.in_bulk(ids - {None})


def _receipt(consultation) -> str:
    """The number of the ledger entry that commits to this table."""
    entries = Entry.objects.filter(book=consultation.book_id, verb="answers.published").select_related("book")
    entry = entries.order_by("seq").first()
    return entry.receipt if entry else ""


def _row(code: str, row: dict, texts: dict[int, Clause], forwarded: dict[int, Forwarded]) -> ResultRow:
    answer = row["answer"]
    old, new = texts.get(row["clause"]), texts.get(answer["next_clause"])
    return ResultRow(
        id=row["point"],
        place=row["group"],
        place_url=place_of(code, row["clause"]),
        title=row["title"],
        summary=row["summary"],
        position=row["position"],
        opinions=tuple(_opinion(code, opinion) for opinion in row["opinions"]),
        code=answer["code"],
        text=answer["text"],
        answered_on=date.fromisoformat(answer["written_on"]) if answer["written_on"] else None,
        next_place=answer["next_citation"],
        next_url=f"{reverse('version', args=[new.version_id])}#c-{new.pk}" if new else "",
        next_version=answer["next_version"],
        ops=tuple(legal.redline(_words(old), _words(new))) if old and new else (),
        guarded=snapshot.guarded_words(row.get("guarded", 0)),
        not_yet=answer.get("not_yet", ""),
        forwarded=forwarded.get(row["point"]),
    )


def forwarded_of(rows) -> dict[int, Forwarded]:
    """By point, where it was forwarded to and what that organisation says today; one query at most."""
    ids = [row["point"] for row in rows if row["answer"]["code"] == Answer.Code.FORWARDED]
    if not ids:
        return {}
    found = Forwarding.objects.filter(point__in=ids).exclude(state=Forwarding.State.RECALLED)
    return {
        one.point_id: Forwarded(
            one.to.official_name, one.state, one.get_state_display(), one.reply, one.replied_at
        )
        for one in found.select_related("to").order_by("pk")
    }


def _words(clause: Clause) -> str:
    """The clause's own words, heading included."""
    return "\n".join(filter(None, [clause.title, clause.text]))


def _opinion(code: str, opinion: dict) -> Opinion:
    url = reverse("comment", args=[code, opinion["id"]]) if opinion["kind"] == "comment" else ""
    words = {name: opinion[name] for name in ("contributor", "position", "place", "reason", "proposed")}
    return Opinion(url=url, **words)


def paper_of(user, consultation) -> Compilation:
    """The compilation whose paper this person may take, or NotThere."""
    compilation = compilation_of(consultation)
    rules.may_take_paper(user, compilation).or_refuse()
    return compilation
