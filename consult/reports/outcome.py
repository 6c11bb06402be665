"""Read what became of each opinion, for everybody, from the frozen table and from published texts alone."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations.models import Consultation
from consult.core import legal
from consult.documents.models import Clause
from consult.forums.selectors import place_of
from consult.kit.pages import paginate
from consult.kit.verdicts import NotThere
from consult.ledger.models import Entry
from consult.reports import changes, objections, results_filters, results_measures, rules, snapshot
from consult.reports.deadlines import late_words
from consult.reports.models import Answer, Compilation, Forwarding
from consult.reports.objections import PublicObjection
from consult.reports.results_filters import Asked, Behind
from consult.reports.results_measures import Measure
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
class Span:
    """Changed words of a later version that answer a point, where they stand, with a few of the words around them."""

    place: str
    deleted: str
    inserted: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class ResultRow:
    """One point: what was asked, what was answered, what changed. `ops` is empty where no change is tied to it."""

    id: int
    place: str
    place_url: str
    title: str
    summary: str
    also: tuple[str, ...]
    position: str
    opinions: tuple[Opinion, ...]
    code: str
    text: str
    answered_on: date | None
    places: tuple[tuple[str, str], ...]
    next_version: int | None
    ops: tuple[legal.Op, ...]
    behind: Behind
    url: str
    clause_id: int | None = None
    spans: tuple[Span, ...] = ()
    guarded: str = ""
    not_yet: str = ""
    forwarded: "Forwarded | None" = None
    became: tuple[tuple[int, int], ...] = ()
    """(version, clause) where the words that answer the point stand."""

    @property
    def changed(self) -> bool:
        return any(op.kind != "same" for op in self.ops)


@dataclass(frozen=True)
class ResultsPage:
    """One page of the table as it was asked for; `total` and `counts` are of the whole table, `found` of what is asked."""

    consultation: Consultation
    compilation: Compilation
    agency: str
    council: str
    rows: tuple[ResultRow, ...]
    page: object
    total: int
    found: int
    received: int
    counts: dict[str, int]
    asked: Asked
    choices: dict[str, list[tuple[str, str]]]
    measures: tuple[Measure, ...]
    objections: dict[int, tuple[PublicObjection, ...]]
    receipt: str
    published_at: datetime
    late: str

    @property
    def parts(self) -> list[tuple[str, int]]:
        return [(code, self.counts[code]) for code in Answer.Code.values if self.counts.get(code)]

    @property
    def filters(self) -> list[dict]:
        """Pills: all, then each state that occurs; what else is asked stays."""
        whole = {"url": self.asked.query(code=""), "words": _("Tất cả"), "current": not self.asked.code}
        pills = [{**whole, "count": self.total}]
        for code, count in self.parts:
            words, current = Answer.Code(code).label, self.asked.code == code
            url = self.asked.query(code=code)
            pills.append({"url": url, "words": words, "current": current, "count": count, "code": code})
        return pills


PER_PAGE = 24


def results_page(
    user,
    consultation,
    *,
    asked: Asked = results_filters.NOTHING,
    number=None,
    per_page: int | None = PER_PAGE,
) -> ResultsPage:
    """The public table; NotThere before publication. `per_page` None gives it whole. Six queries whatever its length."""
    compilation = compilation_of(consultation)
    rules.may_see_results(user, compilation).or_refuse()
    data = snapshot.without_hidden(compilation.snapshot)
    known = results_filters.speakers(data["rows"])
    chosen = results_filters.wanted(data["rows"], asked, known)
    page = paginate(chosen, number, per_page or max(1, len(chosen)))
    codes = [row["answer"]["code"] for row in data["rows"]]
    objected = objections.of(compilation)
    waits = [objections.waits(objected.get(row["point"], ())) for row in data["rows"]]
    when = {"published_at": compilation.published_at, "due": compilation.answer_due}
    return ResultsPage(
        consultation=consultation,
        compilation=compilation,
        agency=data["agency"],
        council=data["council"],
        rows=_rows(consultation.code, page, known),
        page=page,
        total=len(codes),
        found=len(chosen),
        received=data["received"],
        counts={code: codes.count(code) for code in Answer.Code.values},
        asked=asked,
        choices=results_filters.choices(data["rows"], known),
        measures=results_measures.measures(results_measures.counted(codes, waits), **when),
        objections=objected,
        receipt=_receipt(consultation),
        published_at=compilation.published_at,
        late=late_words(compilation, compilation.published_at),
    )


@dataclass(frozen=True)
class ResultPage:
    """One point under its lasting address."""

    consultation: Consultation
    agency: str
    council: str
    row: ResultRow
    objections: tuple[PublicObjection, ...]
    receipt: str
    snapshot_hash: str
    published_at: datetime


def result_page(user, consultation, pk: int) -> ResultPage:
    """One row of the public table; NotThere before publication and for another file's point."""
    compilation = compilation_of(consultation)
    rules.may_see_results(user, compilation).or_refuse()
    row = next((row for row in compilation.snapshot["rows"] if row["point"] == pk), None)
    if row is None:
        raise NotThere("")
    data = snapshot.without_hidden({**compilation.snapshot, "rows": [row]})
    return ResultPage(
        consultation=consultation,
        agency=data["agency"],
        council=data["council"],
        row=_rows(consultation.code, data["rows"], results_filters.speakers(data["rows"]))[0],
        objections=objections.of(compilation).get(pk, ()),
        receipt=_receipt(consultation),
        snapshot_hash=compilation.snapshot_hash,
        published_at=compilation.published_at,
    )


def answer_counts(user, consultation) -> dict[str, int] | None:
    """Published answers by code; None before publication."""
    compilation = compilation_of(consultation)
    if not rules.may_see_results(user, compilation):
        return None
    return dict(Counter(row["answer"]["code"] for row in compilation.snapshot["rows"]))


def rows_of(points) -> dict[int, ResultRow]:
    """Published points of any files, by id, without the opinions behind them; two queries. Callers load their answers."""
    found = {point.pk: (point.compilation.consultation.code, snapshot.bare_row(point)) for point in points}
    rows = [row for _code, row in found.values()]
    texts, sent = _texts(rows), forwarded_of(rows)
    return {
        pk: _row(code, row, texts, sent, results_filters.behind(row, {})) for pk, (code, row) in found.items()
    }


def _rows(code: str, rows, known) -> tuple[ResultRow, ...]:
    rows = list(rows)
    texts, sent = _texts(rows), forwarded_of(rows)
    return tuple(_row(code, row, texts, sent, results_filters.behind(row, known)) for row in rows)


def _texts(rows) -> dict[int, Clause]:
    """The clauses spoken of and those that answer them; published texts never change."""
    ids = {row["clause"] for row in rows} | {row["answer"]["next_clause"] for row in rows}
    ids |= {new for row in rows for one in row["answer"].get("changes", ()) for new in one["new"]}
    return Clause.objects.in_bulk(ids - {None})


def _receipt(consultation) -> str:
    """The number of the ledger entry that commits to this table."""
    entries = Entry.objects.filter(book=consultation.book_id, verb="answers.published").select_related("book")
    entry = entries.order_by("seq").first()
    return entry.receipt if entry else ""


def _row(
    code: str, row: dict, texts: dict[int, Clause], sent: dict[int, Forwarded], behind: Behind
) -> ResultRow:
    answer = row["answer"]
    old, new = texts.get(row["clause"]), texts.get(answer["next_clause"])
    return ResultRow(
        id=row["point"],
        place=row["group"],
        place_url=place_of(code, row["clause"]),
        title=row["title"],
        summary=row["summary"],
        also=tuple(row.get("also", ())),
        position=row["position"],
        opinions=tuple(_opinion(code, opinion) for opinion in row["opinions"]),
        code=answer["code"],
        text=answer["text"],
        answered_on=date.fromisoformat(answer["written_on"]) if answer["written_on"] else None,
        places=_places(answer, new),
        next_version=answer["next_version"],
        ops=tuple(legal.redline(_words(old), _words(new))) if old and new else (),
        behind=behind,
        url=reverse("result", args=[code, row["point"]]),
        clause_id=row["clause"],
        spans=tuple(_span(one, texts) for one in answer.get("changes", ())),
        guarded=snapshot.guarded_words(row.get("guarded", 0)),
        not_yet=answer.get("not_yet", ""),
        forwarded=sent.get(row["point"]),
        became=tuple((one["version"], new) for one in answer.get("changes", ()) for new in one["new"]),
    )


def _span(one: dict, texts: dict[int, Clause]) -> Span:
    """The words around are those of the one unit in which the new words stand; none where several were joined."""
    clause = texts.get(one["new"][0]) if len(one["new"]) == 1 else None
    words, (start, end) = legal.printed(clause) if clause else "", one["at"][2:]
    found = one["inserted"] and words[start:end] == one["inserted"]
    return Span(
        one["place"], one["deleted"], one["inserted"], *(changes.around(words, start, end) if found else ())
    )


def _places(answer: dict, new: Clause | None) -> tuple[tuple[str, str], ...]:
    """Each place that was changed, once, with its address; what was taken out leads to the version alone."""
    if not answer["next_version"]:
        return ()
    found: dict[str, str] = {}
    for one in answer.get("changes", ()):
        anchor = f"#c-{one['new'][0]}" if one["new"] else ""
        found.setdefault(one["place"], reverse("version", args=[one["version"]]) + anchor)
    if not found and new:
        found[answer["next_citation"]] = f"{reverse('version', args=[new.version_id])}#c-{new.pk}"
    return tuple(found.items())


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
