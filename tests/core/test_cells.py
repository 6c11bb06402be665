import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from consult.core.cells import BOM, harmless, sheet

DANGEROUS = ["=1+1", "+84 292", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]


def test_what_a_spreadsheet_would_compute_is_text():
    for text in DANGEROUS:
        assert harmless(text) == f"'{text}"
    assert [harmless(text) for text in ("khoản 2 Điều 5", "", None, 7)] == ["khoản 2 Điều 5", "", "", "7"]


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), min_size=1, max_size=5))
def test_no_cell_begins_as_a_formula_and_the_words_come_back(rows):
    rows = [[cell.replace("\r", " ").replace("\n", " ").replace("\0", "") for cell in row] for row in rows]
    text = sheet(rows)
    assert text.startswith(BOM)
    back = list(csv.reader(io.StringIO(text.removeprefix(BOM))))
    for wrote, read in zip(rows, back, strict=True):
        assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in wrote]
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in read)
