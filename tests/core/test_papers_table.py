"""The four-column table from JSON, as a workbook and by the command."""

import copy
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from consult.core.papers import BadData, matrix_docx, matrix_of, matrix_xlsx
from consult.core.papers.wording import MATRIX_COLUMNS
from consult.core.papers.xlsx_writer import CELL_LIMIT
from tests.core.papers_samples import a_matrix, a_row

EXAMPLE = Path(__file__).with_name("table.json")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data():
    return json.loads(EXAMPLE.read_text(encoding="utf-8"))


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def rows_of(sheet):
    """(number of the heading row, rows below it) without lines that stretch over all columns."""
    wide = {span.min_row for span in sheet.merged_cells.ranges if span.max_col == 4}
    heads = next(row[0].row for row in sheet.iter_rows() if row[0].value == MATRIX_COLUMNS[0])
    below = [row for row in sheet.iter_rows(min_row=heads + 1) if row[0].row not in wide]
    return heads, below


def test_the_workbook_has_every_row_and_one_cell_for_a_group(data):
    sheet = sheet_of(matrix_xlsx(matrix_of(data)))
    heads, below = rows_of(sheet)
    assert [cell.value for cell in sheet[heads]] == list(MATRIX_COLUMNS)
    assert [row[1].value.replace("\xa0", " ") for row in below] == [
        row["contributor"] for row in data["rows"]
    ]
    assert [row[0].value and row[0].value.replace("\xa0", " ") for row in below] == [
        "Chung",
        "Khoản 2 Điều 7",
        None,
    ]
    spans = [str(span) for span in sheet.merged_cells.ranges if span.max_col == 1]
    assert spans == [f"A{heads + 2}:A{heads + 3}"]
    assert sheet.freeze_panes == f"A{heads + 1}" and sheet.print_title_rows == f"${heads}:${heads}"
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a")'])
def test_no_text_is_a_formula(sign):
    matrix = a_matrix(rows=(a_row(group=sign, contributor=sign, opinion=sign, text=sign),))
    _heads, (row,) = rows_of(sheet_of(matrix_xlsx(matrix)))
    assert all(cell.data_type == "s" for cell in row)
    assert row[2].value.replace("\xa0", " ") == sign
    with zipfile.ZipFile(io.BytesIO(matrix_xlsx(matrix))) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_a_text_longer_than_a_cell_goes_on_below():
    long = "x" * (2 * CELL_LIMIT + 5)
    _heads, below = rows_of(sheet_of(matrix_xlsx(a_matrix(rows=(a_row(opinion=long),)))))
    assert "".join(row[2].value or "" for row in below) == long
    assert len(below) == 3


def test_equal_data_give_equal_bytes(data):
    assert matrix_xlsx(matrix_of(data)) == matrix_xlsx(matrix_of(copy.deepcopy(data)))
    assert matrix_docx(matrix_of(data)) == matrix_docx(matrix_of(copy.deepcopy(data)))
    data["rows"][0]["opinion"] += " Thêm một ý."
    other = matrix_of(data)
    assert other.snapshot_hash != matrix_of(json.loads(EXAMPLE.read_text("utf-8"))).snapshot_hash


BROKEN = {
    "not an object": (lambda d: [], "đối tượng"),
    "no rows": (lambda d: d | {"rows": []}, "rows"),
    "too many rows": (lambda d: d | {"rows": d["rows"] * 7000}, "rows"),
    "a row that is a text": (lambda d: d | {"rows": ["a"]}, "rows[1]"),
    "a field is missing": (lambda d: {k: v for k, v in d.items() if k != "signer"}, "signer"),
    "an unknown field": (lambda d: d | {"row": 1}, "row"),
    "a number as text": (lambda d: d | {"sent_to": "120"}, "sent_to"),
    "true is no number": (lambda d: d | {"received": True}, "received"),
    "less than nothing": (lambda d: d | {"received": -1}, "received"),
    "a text as number": (lambda d: d | {"draft_title": 7}, "draft_title"),
    "a day that is none": (lambda d: d | {"letterhead": d["letterhead"] | {"date": "2026-02-30"}}, "date"),
    "an unknown answer": (lambda d: d | {"rows": [d["rows"][0] | {"answer_code": "ok"}]}, "answer_code"),
    "an answer without text": (lambda d: d | {"rows": [d["rows"][0] | {"answer_text": " \u200b "}]}, "answer_text"),
    "recipients as text": (lambda d: d | {"recipients": "VT"}, "recipients"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_used_is_named_in_one_sentence(data, name):
    breaking, named = BROKEN[name]
    with pytest.raises(BadData) as refusal:
        matrix_of(breaking(data))
    assert named in str(refusal.value) and "\n" not in str(refusal.value)


def called(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "consult.core.papers", "table", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
    )


@pytest.mark.parametrize(("name", "start"), [("t.docx", b"PK"), ("t.pdf", b"%PDF"), ("t.XLSX", b"PK")])
def test_the_command_writes_the_kind_that_the_name_says(tmp_path, name, start):
    target = tmp_path / name
    done = called(EXAMPLE, "-o", target)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert target.read_bytes().startswith(start)
    if name.endswith("docx"):
        table = max(docx.Document(target).tables, key=lambda table: len(table.rows))
        assert [cell.text.upper() for cell in table.rows[0].cells] == list(MATRIX_COLUMNS)


@pytest.mark.parametrize("given", ["{", '{"rows": []}', "[" * 100_000])
def test_the_command_refuses_in_one_sentence_and_writes_nothing(tmp_path, given):
    source, target = tmp_path / "in.json", tmp_path / "out.docx"
    source.write_text(given)
    done = called(source, "-o", target)
    assert done.returncode == 2 and len(done.stderr.decode().splitlines()) == 1 and not target.exists()


def test_the_command_refuses_other_names_and_missing_files(tmp_path):
    assert called(EXAMPLE, "-o", tmp_path / "t.doc").returncode == 2
    assert called(tmp_path / "none.json", "-o", tmp_path / "t.docx").returncode == 2
