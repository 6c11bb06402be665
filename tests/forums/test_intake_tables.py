"""Tables of opinions: every row placed or listed, each once, also after a killed worker; others post meanwhile."""

import uuid

import pytest
from django.utils import timezone

from consult.core import intake
from consult.forums import intake_actions, intake_tables, tasks
from consult.forums.models import Comment, Import, ImportRow
from consult.kit.verdicts import NotThere, Refused, Stale
from consult.ledger.models import Book, Entry
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from tests import factories as make
from tests.core.intake_files import HEADS, word, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


@pytest.fixture
def clerk(file):
    return make.a_member(file.council, Role.COUNCIL_COORDINATOR)


FACTS = {
    "kind": "document", "number": "45/BC-STP", "issued_on": None, "sender": "Sở Tư pháp", "shown": "named",
}  # fmt: skip


def take(by, file, data, name="bang.xlsx", key=None, **facts):
    facts = {**FACTS, "received_on": timezone.localdate(), **facts}
    return intake_tables.take_table(
        by, consultation=file, data=data, name=name, facts=facts, client_key=key or uuid.uuid4()
    )


def line(n, place="khoản 1 Điều 3", **cells):
    row = {"speaker": f"Đơn vị {n % 7}", "position": "", "text": f"Ý kiến số {n}.", **cells}
    return (str(n), place, row["speaker"], row["position"], row["text"], "", "", row.get("counted", ""))


def checked(by, file, data, name="bang.xlsx", **facts):
    """A table whose columns were named as guessed and whose rows were recognised."""
    table = take(by, file, data, name, **facts)
    tasks.take_in(table.pk)
    table.refresh_from_db()
    intake_tables.name_columns(by, table=table, layouts=intake_tables.layouts_of(table))
    tasks.take_in(table.pk)
    table.refresh_from_db()
    return table


def entered(by, table):
    intake_tables.start_entering(by, table=table)
    tasks.take_in(table.pk)
    table.refresh_from_db()
    return table


def states(table):
    return [row.state for row in table.lines.order_by("order")]


def test_from_file_to_opinions(file, clerk):
    rows = [line(1), line(2, "Góp ý chung"), line(3, "Điều 99"), line(4, counted="30")]
    table = checked(clerk, file, workbook(rows))
    assert states(table) == ["aside", "ready", "ready", "doubt", "ready"]
    table = entered(clerk, table)
    assert (table.state, states(table)) == ("done", ["aside", "placed", "placed", "doubt", "placed"])
    made = Comment.objects.order_by("pk")
    assert [c.clause and c.clause.citation for c in made] == ["khoản 1 Điều 3", None, "khoản 1 Điều 3"]
    assert [(c.voice.label, c.counted) for c in made] == [("Đơn vị 1", 1), ("Đơn vị 2", 1), ("Đơn vị 4", 30)]
    assert Entry.objects.filter(verb="comment.entered").count() == 3
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_a_doubtful_row_is_corrected_and_entered_later(file, clerk):
    table = entered(clerk, checked(clerk, file, workbook([line(1), line(2, "Điều 99")])))
    row = table.lines.get(state="doubt")
    fields = {"speaker": row.speaker, "position": "no", "text": row.text, "proposed": "", "counted": 1}
    intake_tables.correct_row(clerk, row=row, version=1, place="k2 Đ3", **fields)
    entered(clerk, table)
    assert Comment.objects.get(reason="Ý kiến số 2.").clause.citation == "khoản 2 Điều 3"
    assert Comment.objects.count() == 2


def test_a_correction_that_still_cannot_be_entered_stays_doubtful(file, clerk):
    table = checked(clerk, file, workbook([line(1, "Điều 99")]))
    fields = {"speaker": "", "position": "no", "text": "", "proposed": "", "counted": 1}
    row = intake_tables.correct_row(clerk, row=table.lines.get(state="doubt"), version=1, place="", **fields)
    assert (row.state, row.doubts) == ("doubt", ["place-unknown", "no-speaker", "no-text"])


def test_two_corrections_at_once_keep_both_texts(file, clerk):
    row = checked(clerk, file, workbook([line(1, "Điều 99")])).lines.get(state="doubt")
    fields = {"speaker": "A", "position": "no", "proposed": "", "counted": 1, "place": "Điều 1"}
    intake_tables.correct_row(clerk, row=row, version=1, text="Một.", **fields)
    assert intake_tables.correct_row(clerk, row=row, version=1, text="Một.", **fields).version == 2
    with pytest.raises(Stale) as stale:
        intake_tables.correct_row(clerk, row=row, version=1, text="Hai.", **fields)
    assert (stale.value.stored["text"], stale.value.sent["text"]) == ("Một.", "Hai.")


def test_doubts_that_forbid_nothing_may_be_accepted_the_others_not(file, clerk):
    table = checked(clerk, file, workbook([line(1), line(2, ""), line(3, "Điều 99")]))
    above, wrong = table.lines.filter(state="doubt").order_by("order")
    assert (above.doubts, wrong.doubts) == (["place-above"], ["place-unknown"])
    with pytest.raises(Refused) as refused:
        intake_tables.accept_rows(clerk, table=table, rows=[wrong.pk])
    assert refused.value.code == "blocking"
    assert intake_tables.accept_rows(clerk, table=table) == 1
    assert states(table) == ["aside", "ready", "ready", "doubt"]


def test_a_row_set_aside_is_listed_with_its_reason(file, clerk):
    row = checked(clerk, file, workbook([line(1, "Điều 99")])).lines.get(state="doubt")
    with pytest.raises(Refused) as refused:
        intake_tables.set_aside(clerk, row=row, reason="")
    assert refused.value.code == "no-reason"
    assert intake_tables.set_aside(clerk, row=row, reason="Góp ý cho văn bản khác.").state == "aside"


def test_a_row_that_says_what_the_file_has_is_doubtful(file, clerk):
    entered(clerk, checked(clerk, file, workbook([line(1)])))
    again = checked(clerk, file, workbook([line(1), line(2)]))
    assert [row.doubts for row in again.lines.order_by("order")] == [[], ["repeats-comment"], []]


def test_a_row_that_was_entered_is_not_changed(file, clerk):
    table = entered(clerk, checked(clerk, file, workbook([line(1)])))
    row = table.lines.get(state="placed")
    with pytest.raises(Refused) as refused:
        intake_tables.set_aside(clerk, row=row, reason="x")
    assert refused.value.code == "placed"
    with pytest.raises(Refused) as refused:
        intake_tables.name_columns(clerk, table=table, layouts=intake_tables.layouts_of(table))
    assert refused.value.code == "entered"


def test_columns_may_be_named_otherwise(file, clerk):
    heads = ("A", "B", "C")
    table = take(clerk, file, workbook([("Điều 1", "Hội X", "Cần sửa.")], heads=heads))
    tasks.take_in(table.pk)
    table.refresh_from_db()
    assert table.layouts == [{"header": -1, "columns": {}, "used": False}]
    layout = intake.Layout(0, {"place": 0, "speaker": 1, "text": 2})
    with pytest.raises(Refused) as refused:
        intake_tables.name_columns(clerk, table=table, layouts=[intake.Layout(0, {"place": 0})])
    assert refused.value.code == "no-text"
    intake_tables.name_columns(clerk, table=table, layouts=[layout])
    tasks.take_in(table.pk)
    assert states(table) == ["aside", "ready"]


def test_a_file_that_cannot_be_read_says_why(file, clerk):
    table = take(clerk, file, b"PK\x03\x04 hong")
    tasks.take_in(table.pk)
    table.refresh_from_db()
    assert (table.state, table.reason[:25]) == ("refused", "Tệp không phải là bảng tí")
    with pytest.raises(Refused) as refused:
        take(clerk, file, b"a", "a.csv")
    assert refused.value.code == "type"


def test_the_same_key_takes_one_table(file, clerk):
    key, data = uuid.uuid4(), workbook([line(1)])
    assert take(clerk, file, data, key=key) == take(clerk, file, data, key=key)
    assert Import.objects.count() == 1


def test_only_the_side_that_took_it_goes_on(file, clerk):
    table = checked(clerk, file, workbook([line(1)]))
    with pytest.raises(Refused) as refused:
        intake_tables.start_entering(make.a_member(file.agency, Role.AGENCY_OFFICER), table=table)
    assert refused.value.code == "other-office"
    with pytest.raises(NotThere):
        intake_tables.start_entering(make.an_expert(), table=table)
    colleague = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    entered(colleague, table)
    assert Entry.objects.get(verb="comment.entered").actor == f"user:{colleague.pk}"


def test_a_killed_worker_leaves_whole_portions_and_the_next_goes_on(file, clerk, monkeypatch):
    table = checked(clerk, file, workbook([line(n) for n in range(50)]))
    intake_tables.start_entering(clerk, table=table)
    written = intake_actions.write
    count = 0

    def dies(*args, **kwargs):
        nonlocal count
        count += 1
        if count == 33:
            raise SystemExit
        return written(*args, **kwargs)

    monkeypatch.setattr(intake_actions, "write", dies)
    with pytest.raises(SystemExit):
        tasks.take_in(table.pk)
    assert Comment.objects.count() == intake_tables.BATCH
    tasks.take_in(table.pk)
    tasks.take_in(table.pk)
    table.refresh_from_db()
    assert (table.state, Comment.objects.count()) == ("done", 50)
    assert Entry.objects.filter(verb="comment.entered").count() == 50
    assert not ImportRow.objects.filter(state="ready").exists()
    assert verify_book(Book.objects.get(pk=file.book_id)) is None


def test_a_stage_that_closes_meanwhile_stops_with_its_reason(file, clerk):
    table = checked(clerk, file, workbook([line(n) for n in range(30)]))
    intake_tables.start_entering(clerk, table=table)
    intake_tables.enter_portion(table.pk)
    Book.objects.filter(pk=file.book_id).update(open_verbs=[])
    tasks.take_in(table.pk)
    table.refresh_from_db()
    assert (table.state, Comment.objects.count()) == ("checked", intake_tables.BATCH)
    assert "giai đoạn" in table.reason.lower()


def test_a_whole_import_is_taken_back(file, clerk):
    table = entered(clerk, checked(clerk, file, workbook([line(n) for n in range(5)])))
    intake_actions.undo_paper(clerk, paper=table.paper, reason="Nhầm tệp.")
    table.refresh_from_db()
    assert (table.state, Comment.objects.filter(state="withdrawn").count()) == ("undone", 5)
    assert states(table).count("placed") == 5


def test_a_word_table_of_300_rows_with_merged_cells_and_wrong_citations(file, clerk):
    """Articles merged over ten rows, a heading of a group, repeated headings, every seventh citation wrong."""
    cells, merges, wrong = [HEADS], [], 0
    articles = ["Điều 1", "Điều 2", "Điều 3", "Góp ý chung"]
    while len(cells) <= 300:
        n = len(cells)
        if n % 60 == 1:
            cells.append((f"Nhóm {n}", "", "", "", "", "", "", ""))
            merges.append(((n, 0), (n, 7)))
        elif n % 50 == 2:
            cells.append(HEADS)
        elif n % 7 == 0:
            wrong += 1
            cells.append(line(n, f"khoản {n} Điều {n + 40}"))
        elif n % 10 == 3 and n + 3 <= 300:
            start = len(cells)
            for k in range(3):
                cells.append(line(n + k, articles[n % 4] if k == 0 else ""))
            merges.append(((start, 1), (start + 2, 1)))
        else:
            cells.append(line(n, articles[n % 4]))
    table = checked(clerk, file, word((cells, merges)), "bang.docx")
    assert table.lines.count() == len(cells)
    doubts = [row.doubts for row in table.lines.filter(state="doubt")]
    assert doubts.count(["place-unknown"]) == wrong > 30
    entered(clerk, table)
    by_state = {state: states(table).count(state) for state in ImportRow.State.values}
    assert sum(by_state.values()) == len(cells)
    assert by_state["ready"] == 0
    assert by_state["placed"] == Comment.objects.count() > 200
    assert all(row.aside_reason for row in table.lines.filter(state="aside"))
