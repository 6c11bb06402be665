"""The official tables load whole. The data lies beside the repository; its lack is a failure."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consult.experts.loaders import read_table
from consult.experts.models import Field
from consult.people.models import Commune

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "open" / "people"
TABLE = DATA / "vn-science-classification-TT24-2025.csv"
COMMUNES = DATA / "vn-provinces-wards-2025.json"
pytestmark = pytest.mark.django_db


def _there(path: Path) -> Path:
    assert path.exists(), f"{path.name} is not beside the repository"
    return path


def test_the_whole_classification(capsys):
    rows = read_table(_there(TABLE))
    call_command("load_fields", str(TABLE))
    counts = {level: Field.objects.filter(level=level).count() for level in (1, 2, 3, 4)}
    assert (counts[1], counts[2]) == (6, 46)
    # Nothing of the table is lost: codes used twice are kept by their names.
    assert sum(counts.values()) == len({(row.code, row.name) for row in rows})
    assert not Field.objects.filter(level__gt=1, parent=None).exists()
    far = []
    for field in Field.objects.filter(level__gt=1).select_related("parent"):
        assert field.code.startswith(field.parent.code)
        if field.level != field.parent.level + 1:
            far.append(field.code)
    # Seven codes of the circular stand below a code that it does not list.
    assert len(far) == 7
    # Of two rows with one code the children belong to the one above them.
    twice = Field.objects.filter(code="30502").values_list("children__code", flat=True)
    assert sorted(code for code in twice if code).count("3050201") == 2
    assert Field.objects.get(code="505").name == "Pháp luật và luật học"
    assert Field.objects.get(code="1").name == "Khoa học tự nhiên"
    before = Field.objects.count()
    call_command("load_fields", str(TABLE))
    assert Field.objects.count() == before
    assert "0 fields added, 0 renamed" in capsys.readouterr().out


def test_all_communes():
    call_command("load_communes", str(_there(COMMUNES)))
    assert Commune.objects.count() > 3000
    assert Commune.objects.filter(province="Thành phố Cần Thơ").count() == 103
    kinds = set(Commune.objects.values_list("kind", flat=True))
    assert kinds == {"phường", "xã", "đặc khu"}
    before = Commune.objects.count()
    call_command("load_communes", str(COMMUNES))
    assert Commune.objects.count() == before


@pytest.mark.parametrize("command", ["load_fields", "load_communes"])
@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '{"x": 1}', "level,code,name\n1,99,A\n"])
def test_another_shape_is_refused_with_a_sentence(tmp_path, command, text):
    path = tmp_path / "bang.csv"
    path.write_text(text)
    if command == "load_communes" and text in ("", '{"x": 1}'):
        path = path.rename(tmp_path / "bang.json")
    with pytest.raises(CommandError):
        call_command(command, str(path))
    assert not Commune.objects.exists()
    assert Field.objects.count() == 52
