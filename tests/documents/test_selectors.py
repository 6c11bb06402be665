"""Reading drafts: the tree, the comparison, who sees what."""

import pytest

from consult.documents import comparison, selectors
from consult.documents.models import DraftVersion
from consult.kit.verdicts import NotThere
from consult.people.roles import Role
from tests import factories
from tests.factories import TEXT, TEXT_2

pytestmark = pytest.mark.django_db

LONGER = (
    TEXT.replace(
        "2. Cơ quan, tổ chức có liên quan.",
        "2. Hội chuyên ngành của thành phố và các tổ chức thành viên.\n3. Cơ quan, tổ chức có liên quan.",
    )
    .replace("b) Tính khả thi của phương án.", "")
    .strip()
)


def two(old=TEXT, new=TEXT_2):
    first = factories.a_version(text=old)
    return first, factories.a_version(draft=first.draft, text=new)


def test_one_edit_is_one_changed_row_and_its_operations_join_to_both_texts():
    first, second = two()
    rows = comparison.changes(first, second)
    (row,) = [row for row in rows if row.changed]
    assert (row.kind, row.new.citation) == ("edited", "khoản 1 Điều 3")
    assert "".join(op.text for op in row.before) == row.old.printed
    assert "".join(op.text for op in row.after) == row.new.printed
    assert len(rows) == len(selectors.tree(second.pk))


def test_new_removed_and_renumbered_units_stand_where_they_belong():
    first, second = two(TEXT, LONGER)
    rows = comparison.changes(first.pk, second.pk)
    kinds = {row.kind for row in rows}
    assert {"new", "removed", "renumbered"} <= kinds
    new = [row.new.order for row in rows if row.new]
    assert new == sorted(new)
    assert len(new) == len(selectors.tree(second.pk))
    removed = next(row for row in rows if row.kind == "removed")
    before = rows[rows.index(removed) - 1]
    assert (removed.old.citation, before.new.citation) == ("điểm b khoản 2 Điều 3", "điểm a khoản 2 Điều 3")
    renumbered = next(row for row in rows if row.kind == "renumbered")
    assert renumbered.words == f"Chuyển từ {renumbered.old.citation}"


def test_what_was_split_or_merged_is_one_row_that_says_so():
    long = "1. Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn 07 ngày làm việc trên cổng thông tin của thành phố."
    more = "Sở Khoa học và Công nghệ tổng hợp kết quả và báo cáo Ủy ban nhân dân thành phố mỗi quý một lần."
    one = f"Điều 1. Công khai\n{long} {more}\n2. Kinh phí do ngân sách bảo đảm."
    two_parts = f"Điều 1. Công khai\n{long}\n2. {more}\n3. Kinh phí do ngân sách bảo đảm."
    for old, new, kind, words in (
        (one, two_parts, "split", "Tách thành khoản 1 Điều 1, khoản 2 Điều 1"),
        (two_parts, one, "merged", "Gộp từ khoản 1 Điều 1, khoản 2 Điều 1"),
    ):
        rows = comparison.changes(*two(old, new))
        assert words in [row.words for row in rows if row.kind == kind]


def test_one_kind_of_change_alone():
    _first, second = two(TEXT, LONGER)
    page = comparison.changes_page(second, only="removed")
    assert {row.kind for row in page.rows} == {"removed"}
    assert sum(page.counts.values()) == page.total
    assert [view["current"] for view in page.filters].count(True) == 1
    with pytest.raises(NotThere):
        comparison.changes_page(second, only="khac")


def test_a_version_against_itself_has_no_change():
    version = factories.a_version()
    assert not any(row.changed for row in comparison.changes(version, version))


def test_clause_row_belongs_to_its_version():
    first, second = two()
    row = selectors.tree(first.pk)[3]
    assert selectors.clause_row(first.pk, row.id) == row
    with pytest.raises(NotThere):
        selectors.clause_row(second.pk, row.id)


def test_a_prepared_version_is_seen_by_its_agency_only():
    version = factories.a_version(published=False)
    officer = factories.a_member(version.draft.agency, Role.AGENCY_OFFICER)
    stranger = factories.a_member(factories.an_organisation(), Role.AGENCY_OFFICER)
    assert DraftVersion.objects.visible_to(officer).get() == version
    assert not DraftVersion.objects.visible_to(stranger).exists()
    with pytest.raises(NotThere):
        selectors.prepared_or_404(stranger, version.pk)
    with pytest.raises(NotThere):
        selectors.published_or_404(version.pk)


def test_the_first_version_has_nothing_to_compare_with():
    with pytest.raises(NotThere):
        comparison.changes_page(factories.a_version(), show_all=False)


def test_the_cost_of_a_comparison_does_not_grow(django_assert_num_queries):
    def words(articles, tail):
        return "\n".join(f"Điều {n}. Tên\n1. Nội dung {n} {tail}" for n in range(1, articles + 1))

    for articles in (3, 60):
        first, second = two(words(articles, "cũ"), words(articles, "mới và khác"))
        with django_assert_num_queries(3):
            rows = comparison.changes(first, second)
        assert sum(row.kind == "edited" for row in rows) == articles
