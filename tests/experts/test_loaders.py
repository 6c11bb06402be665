"""The command's table on small examples."""

import pytest

from consult.experts.loaders import Row, TableError, load_rows, read_table
from consult.experts.models import Field
from consult.people.loaders import load_communes, read_list
from consult.people.models import Commune

pytestmark = pytest.mark.django_db


def _table(tmp_path, text):
    path = tmp_path / "bang.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_in_capitals_become_sentences(tmp_path):
    rows = read_table(_table(tmp_path, 'level,code,name\n1,3,"KHOA HỌC Y, DƯỢC"\n3,30101,Giải phẫu ADN\n'))
    assert rows == [Row(1, "3", "Khoa học y, dược"), Row(3, "30101", "Giải phẫu ADN")]


def test_a_code_used_twice_keeps_both_names():
    load_rows([Row(3, "50501", "Luật học"), Row(3, "50501", "Tội phạm học")])
    assert set(Field.objects.filter(code="50501").values_list("name", "parent__code")) == {
        ("Luật học", "505"),
        ("Tội phạm học", "505"),
    }


def test_the_official_wording_renames_a_branch_and_keeps_its_experts():
    before = Field.objects.get(code="505").pk
    assert load_rows([Row(2, "505", "Pháp luật và luật học")]) == (0, 1)
    assert Field.objects.get(code="505").pk == before


@pytest.mark.parametrize("line", ["9,1,A", "x,1,A", "2,50,A", "2,50a,A", "2,505,", "1,,A"])
def test_a_wrong_line_is_named(tmp_path, line):
    with pytest.raises(TableError, match="line 3"):
        read_table(_table(tmp_path, f"level,code,name\n1,5,XÃ HỘI\n{line}\n"))


def test_communes_from_csv_are_added_once_and_renamed(tmp_path):
    path = _table(tmp_path, "code,name,province\n31117,Phường Ninh Kiều,Thành phố Cần Thơ\n")
    assert load_communes(read_list(path)) == 1
    path.write_text("code,name,province\n31117,Phường Cái Khế,Thành phố Cần Thơ\n")
    assert load_communes(read_list(path)) == 0
    assert list(Commune.objects.values_list("name", "kind")) == [("Phường Cái Khế", "phường")]
