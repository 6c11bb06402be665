"""Take a table of opinions in: read it, name its columns, look rows through, enter them in small portions.

Reading, recognising and entering are the steps of one job (tasks.py); each may be killed and started again.
"""

import logging
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from consult.core import intake, legal, vietnamese
from consult.documents.models import Clause
from consult.forums import intake_actions as papers
from consult.forums import intake_rules as may
from consult.forums.draft_places import DraftPlaces
from consult.forums.intake_models import Import, ImportRow, Paper
from consult.forums.models import Comment, Position
from consult.kit import uploads
from consult.kit.clock import database_now
from consult.kit.verdicts import Refused, Stale
from consult.ledger.models import Book

log = logging.getLogger("consult.forums")
State, Line = Import.State, ImportRow.State
BATCH = 20
"""Rows entered under one lock of the book: others who post wait for one portion at most."""
WAITING = (State.READING, State.CHECKING, State.RUNNING)
WORDS = ("place", "speaker", "position", "text", "proposed", "counted")


@transaction.atomic
def take_table(by, *, consultation, data: bytes, name: str, facts: dict, client_key) -> Import:
    """Take a file for import; a job reads it once this is committed. The same key gives the same import.

    Registers the paper that the table is; refuses what can be refused unread. Records paper.registered.
    """
    uploads.check_extension(name, intake.EXTENSIONS)
    uploads.check_size(len(data))
    paper = papers.register_paper(
        by, consultation=consultation, scan=(data, uploads.clean_name(name)), client_key=client_key, **facts
    )
    stored = Import.objects.filter(paper=paper).first()
    if stored is not None:
        return stored
    table = Import.objects.create(paper=paper)
    _go_on(table)
    return table


def _go_on(table: Import) -> None:
    app.configure_task("forums.import").defer(table_id=table.pk)


def run(table_id: int) -> None:
    """Do whatever step the table waits for; called by the job, harmless when called again or by two at once."""
    table = Import.objects.filter(pk=table_id).first()
    if table is None or table.state not in WAITING:
        return
    steps = {State.READING: read_table, State.CHECKING: check_rows, State.RUNNING: enter_rows}
    try:
        steps[table.state](table_id)
    except Refused as refused:
        _stopped(table_id, str(refused))
    except legal.Refused as refused:
        _stopped(table_id, str(refused))
    except Exception:
        log.exception("import %s failed", table_id)
        _stopped(table_id, _("Việc nhập dừng lại do lỗi của hệ thống. Đề nghị thực hiện lại."))
        raise


def _stopped(table_id: int, reason: str) -> None:
    after = {State.READING: State.REFUSED, State.CHECKING: State.MAPPING, State.RUNNING: State.CHECKED}
    for state, then in after.items():
        Import.objects.filter(pk=table_id, state=state).update(state=then, reason=reason)


# --- reading ---------------------------------------------------------------------------------------------


@transaction.atomic
def read_table(table_id: int) -> None:
    """Read the file into cells and guess its columns."""
    table = _locked(table_id, State.READING)
    if table is None:
        return
    with table.paper.scan.open("rb") as file:
        found = intake.read(file.read(), uploads.extension_of(table.paper.scan_name))
    table.tables = [{"name": t.name, "rows": [[r.number, list(r.cells)] for r in t.rows]} for t in found]
    table.names = [t.name for t in found]
    table.layouts = [stored_layout(layout) for layout in intake.guess(found)]
    table.state = State.MAPPING
    table.save(update_fields=["names", "tables", "layouts", "state"])


def stored_layout(layout: intake.Layout) -> dict:
    return {"header": layout.header, "columns": layout.columns, "used": layout.used}


@transaction.atomic
def name_columns(by, *, table: Import, layouts: list[intake.Layout]) -> Import:
    """Say what the columns hold; a job then recognises the rows. Its clerks, until rows were entered."""
    table = _mine(by, table.pk)
    if table.state not in (State.MAPPING, State.CHECKED) or table.lines.filter(state=Line.PLACED).exists():
        raise Refused(_("Bảng này đã được nhập nên không ghép lại cột được."), "entered")
    if not any(x.used and {"text", "proposed", "position"} & x.columns.keys() for x in layouts):
        raise Refused(_("Xin chọn cột nội dung góp ý của ít nhất một bảng."), "no-text")
    table.layouts, table.state, table.reason = [stored_layout(x) for x in layouts], State.CHECKING, ""
    table.save(update_fields=["layouts", "state", "reason"])
    _go_on(table)
    return table


@transaction.atomic
def check_rows(table_id: int) -> None:
    """Recognise every row; those recognised before under other columns are replaced."""
    table = _locked(table_id, State.CHECKING)
    if table is None:
        return
    file = table.paper.consultation
    draft = DraftPlaces(file.version_id)
    found = intake.read_rows(
        tables_of(table), layouts_of(table), draft.places, limit=settings.COMMENT_LIMIT,
        sender=table.paper.sender,
    )  # fmt: skip
    known = _said_before(table.paper.entered_by, file)
    table.lines.all().delete()
    ImportRow.objects.bulk_create(
        (_line(table, order, row, draft.ids, known) for order, row in enumerate(found)), batch_size=1000
    )
    table.state = State.CHECKED
    table.save(update_fields=["state"])


def tables_of(table: Import) -> list[intake.Table]:
    return [
        intake.Table(t["name"], tuple(intake.Row(n, tuple(cells)) for n, cells in t["rows"]))
        for t in table.tables
    ]


def layouts_of(table: Import) -> list[intake.Layout]:
    return [intake.Layout(**layout) for layout in table.layouts]


def _said_before(clerk, consultation) -> set[str]:
    """Fingerprints of the opinions that the clerk may read: a repeat must not tell of others."""
    rows = Comment.objects.readable_by(clerk, consultation).opinions()
    return {
        intake.fingerprint(clause_id, reason, proposed)
        for clause_id, reason, proposed in rows.values_list("clause_id", "reason", "proposed")
        if reason or proposed
    }


def _line(table: Import, order: int, row: intake.Opinion, ids: dict[str, int], known: set[str]) -> ImportRow:
    clause_id = ids.get(row.ident)
    doubts = list(row.doubts)
    if not row.aside and intake.fingerprint(clause_id, row.text, row.proposed) in known:
        doubts.append("repeats-comment")
    state = Line.ASIDE if row.aside else Line.DOUBT if doubts else Line.READY
    return ImportRow(
        table=table, order=order, sheet=row.table, number=row.number, cells=list(row.cells), place=row.place,
        clause_id=clause_id, speaker=row.speaker, position=row.position, text=row.text, proposed=row.proposed,
        counted=row.counted, doubts=doubts, state=state,
        aside_reason=intake.DOUBTS[row.aside] if row.aside else "",
    )  # fmt: skip


# --- looking through -------------------------------------------------------------------------------------


@transaction.atomic
def correct_row(
    by, *, row: ImportRow, version: int, place, speaker, position, text, proposed, counted
) -> ImportRow:
    """Write a row anew; what the clerk wrote is taken, so only what cannot be entered stays doubtful.

    Somebody else's correction in between is Stale, with both texts.
    """
    table = _mine(by, row.table_id)
    row = ImportRow.objects.select_for_update().get(pk=row.pk)
    sent = {
        "place": vietnamese.clean_name(place)[:1000],
        "speaker": vietnamese.clean_name(speaker)[:250],
        "position": position,
        "text": vietnamese.clean(text).strip(),
        "proposed": vietnamese.clean(proposed).strip(),
        "counted": counted,
    }
    _open_or_refuse(row)
    stored = {name: getattr(row, name) for name in WORDS}
    if row.version != version:
        if stored == sent:
            return row
        raise Stale(
            _("Người khác vừa sửa dòng này. Nội dung của cả hai bên được giữ ở dưới."),
            stored=stored,
            sent=sent,
        )
    sure, row.clause_id = DraftPlaces(table.paper.consultation.version_id).clause(sent["place"])
    for name, value in sent.items():
        setattr(row, name, value)
    row.doubts = _left(row, sure)
    row.state, row.aside_reason, row.version = (Line.DOUBT if row.doubts else Line.READY), "", row.version + 1
    row.save()
    return row


def _left(row: ImportRow, sure: bool) -> list[str]:
    """What cannot be entered as it is."""
    doubts = [] if sure else ["place-unknown"]
    if not row.speaker:
        doubts.append("no-speaker")
    if not row.text and not row.proposed and row.position != Position.YES:
        doubts.append("no-text")
    if max(len(row.text), len(row.proposed)) > settings.COMMENT_LIMIT:
        doubts.append("too-long")
    return doubts


@transaction.atomic
def accept_rows(by, *, table: Import, rows: list[int] | None = None) -> int:
    """Enter doubtful rows as they were understood: those given, or all whose doubts do not forbid it."""
    _mine(by, table.pk)
    found = ImportRow.objects.select_for_update().filter(table=table, state=Line.DOUBT).order_by("order")
    if rows is not None:
        found = found.filter(pk__in=rows)
    fit = [row for row in found if not intake.BLOCKING & set(row.doubts)]
    if rows and not fit:
        raise Refused(_("Dòng này còn chỗ phải sửa trước khi nhập."), "blocking")
    for row in fit:
        row.doubts, row.state, row.version = [], Line.READY, row.version + 1
    ImportRow.objects.bulk_update(fit, ["doubts", "state", "version"], batch_size=500)
    return len(fit)


@transaction.atomic
def set_aside(by, *, row: ImportRow, reason: str) -> ImportRow:
    """Leave a row out, with a reason; it stays listed and may be corrected later."""
    _mine(by, row.table_id)
    row = ImportRow.objects.select_for_update().get(pk=row.pk)
    reason = vietnamese.clean(reason).strip()[: papers.REASON_LIMIT]
    _open_or_refuse(row)
    if not reason:
        raise Refused(_("Xin nêu lý do để riêng dòng này."), "no-reason")
    row.state, row.aside_reason, row.version = Line.ASIDE, reason, row.version + 1
    row.save(update_fields=["state", "aside_reason", "version"])
    return row


def _open_or_refuse(row: ImportRow) -> None:
    if row.state == Line.PLACED:
        raise Refused(_("Dòng này đã được nhập thành ý kiến."), "placed")


# --- entering --------------------------------------------------------------------------------------------


@transaction.atomic
def start_entering(by, *, table: Import) -> Import:
    """Enter all rows that are ready; a job does it in portions. Starting twice enters nothing twice."""
    table = _mine(by, table.pk)
    if table.state == State.RUNNING:
        return table
    if table.state not in (State.CHECKED, State.DONE):
        raise Refused(_("Bảng này chưa sẵn sàng để nhập."), "not-ready")
    if not table.lines.filter(state=Line.READY).exists():
        raise Refused(_("Không còn dòng nào sẵn sàng nhập."), "nothing")
    table.state, table.reason, table.started_by = State.RUNNING, "", by
    table.save(update_fields=["state", "reason", "started_by"])
    _go_on(table)
    return table


def enter_rows(table_id: int) -> None:
    while enter_portion(table_id):
        pass


@transaction.atomic
def enter_portion(table_id: int) -> int:
    """The next rows that are ready, each with its own entry, all or none; the last call closes the import.

    Locks the import, the paper, then the book. A killed portion leaves nothing; the next begins where it began.
    """
    table = _locked(table_id, State.RUNNING)
    if table is None:
        return 0
    paper = papers.locked_paper(table.paper_id)
    lines = list(table.lines.filter(state=Line.READY).order_by("order")[:BATCH])
    if not lines:
        table.state, table.ended_at = State.DONE, database_now()
        table.save(update_fields=["state", "ended_at"])
        return 0
    by = table.started_by
    may.may_continue(by, paper).or_refuse()
    voices = papers.voices_of(paper, [line.speaker for line in lines])
    clauses = Clause.objects.in_bulk([line.clause_id for line in lines if line.clause_id])
    book = Book.objects.select_for_update().get(pk=paper.consultation.book_id)
    for line in lines:
        _enter(by, paper, book, voices[line.speaker], clauses.get(line.clause_id), line)
    return len(lines)


def _enter(by, paper: Paper, book: Book, voice, clause, line: ImportRow) -> None:
    given = papers.said(
        clause=clause, position=line.position, criterion="", reason=line.text, proposed=line.proposed,
        counted=line.counted,
    )  # fmt: skip
    try:
        papers.complete(paper.consultation, given)
    except Refused as refused:  # the rules changed since the row was looked through
        ImportRow.objects.filter(pk=line.pk).update(
            state=Line.ASIDE, aside_reason=str(refused), version=line.version + 1
        )
        return
    key = uuid.uuid5(paper.client_key, str(line.order))

    def placed(comment) -> None:
        ImportRow.objects.filter(pk=line.pk).update(state=Line.PLACED, comment=comment)

    papers.write(by, paper=paper, voice=voice, book=book, clause=clause, given=given, key=key, before=placed)


# --- locks -----------------------------------------------------------------------------------------------


def _mine(by, pk: int) -> Import:
    """The import under its lock, if this clerk may go on with it."""
    table = _imports().get(pk=pk)
    may.may_continue(by, table.paper).or_refuse()
    return table


def _locked(pk: int, state: str) -> Import | None:
    """The import under its lock, if it still waits for this step."""
    return _imports().filter(pk=pk, state=state).first()


def _imports():
    return Import.objects.select_for_update(of=("self",), no_key=True).select_related(
        "paper__consultation__book", "started_by"
    )
