"""Names as they are shown, order and search of the directory."""

import pytest

from consult.experts import fields, selectors
from consult.experts.models import Expert, Field
from tests.factories import a_field, an_expert

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "degree", "expected"),
    [
        ("pgs", "ts", "PGS.TS. Nguyễn Văn An, Trường Đại học Cần Thơ"),
        ("gs", "tskh", "GS.TSKH. Nguyễn Văn An, Trường Đại học Cần Thơ"),
        ("", "ths", "ThS. Nguyễn Văn An, Trường Đại học Cần Thơ"),
        ("", "bscki2", "BSCKII. Nguyễn Văn An, Trường Đại học Cần Thơ"),
        ("", "cn", "Nguyễn Văn An, Trường Đại học Cần Thơ"),
        ("", "", "Nguyễn Văn An, Trường Đại học Cần Thơ"),
    ],
)
def test_display_names(title, degree, expected):
    expert = an_expert("Nguyễn Văn An", title=title, degree=degree).expert
    assert selectors.display_name(expert) == expected


def test_a_name_without_a_workplace_has_no_comma():
    assert selectors.display_name(an_expert("Lê Ước", workplace="").expert) == "TS. Lê Ước"


def test_the_descriptor_names_the_first_field_of_level_two_and_nobody():
    expert = an_expert("Nguyễn Văn An").expert
    expert.fields.add(a_field("5"), a_field("603"))
    assert selectors.descriptor(expert) == "Chuyên gia đã xác thực, lĩnh vực Pháp luật"
    expert.fields.clear()
    assert selectors.descriptor(expert) == "Chuyên gia đã xác thực"


def test_the_product_holds_the_52_names_of_levels_one_and_two():
    assert Field.objects.filter(level=1).count() == 6
    assert Field.objects.filter(level=2).count() == 46
    assert not Field.objects.filter(level=2, parent=None).exists()
    assert fields.load_levels() == 0
    Field.objects.filter(code="505").delete()
    assert fields.load_levels() == 1
    assert Field.objects.get(code="505").parent.code == "5"


def test_the_directory_follows_the_vietnamese_alphabet_by_given_name():
    for name in ("Trần Ước", "Lê Đức", "Võ Dũng", "Bùi An", "Lý Ân", "Hồ Uyên"):
        an_expert(name)
    rows = selectors.directory(selectors.directory_queryset(), 1).rows
    names = [row.name.removeprefix("TS. ") for row in rows]
    assert names == ["Bùi An", "Lý Ân", "Võ Dũng", "Lê Đức", "Hồ Uyên", "Trần Ước"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("duc", True),
        ("ĐỨC", True),
        ("Đức", True),
        ("luat hanh chinh", True),
        ("chinh DUC can tho", True),
        ("ngoc", False),
        ("%", False),
        ("_", False),
        ("", True),
    ],
)
def test_search_ignores_accents_and_case_and_takes_no_wildcard(words, found):
    an_expert("Lê Đức", specialty="Luật hành chính")
    matching = selectors.matching_words(selectors.directory_queryset(), words)
    assert matching.exists() == found


def test_only_verified_consenting_active_people_are_listed():
    shown = an_expert()
    an_expert(verified=False)
    an_expert(listed=False)
    locked = an_expert()
    locked.is_active = False
    locked.save()
    assert [row.id for row in selectors.directory(selectors.directory_queryset(), 1).rows] == [
        shown.expert.pk
    ]
    assert Expert.objects.count() == 4


def test_a_field_includes_the_fields_below_it():
    law, physics = an_expert().expert, an_expert(field="103").expert
    listed = selectors.directory_queryset()
    assert list(listed.in_fields(["5"])) == [law]
    assert list(listed.in_fields(["103"])) == [physics]
    assert listed.in_fields([]).count() == 2
