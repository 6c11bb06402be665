"""Help in the council's workspace: likely points and repeats, for reading only."""

import pytest
from django.urls import reverse

from consult.forums.models import Comment
from consult.reports import actions
from consult.reports.likeness import LIKELY, likely_points
from consult.reports.models import Citation
from tests.pages import text
from tests.reports.conftest import a_case, point_of

pytestmark = pytest.mark.django_db
LETTER = (
    "Đề nghị cơ quan chủ trì soạn thảo kéo dài thời hạn trả lời ý kiến của chuyên gia lên mười lăm ngày làm việc để "
    "có đủ thời gian nghiên cứu"
)


def test_the_likely_points_share_words_and_those_on_the_clause_count_more():
    points = [
        (1, 7, "Kéo dài thời hạn trả lời", ""), (2, 8, "Kinh phí cho nhóm nghiên cứu", ""),
        (3, 9, "Kéo dài thời hạn trả lời", ""), (4, 7, "Bãi bỏ", "điều khoản khác"),
    ]  # fmt: skip
    assert likely_points(LETTER, 9, points)[:2] == (3, 1)
    assert likely_points(LETTER, None, points)[:2] == (1, 3)
    assert likely_points("xyz", 7, points) == ()
    assert likely_points(LETTER, 7, []) == ()
    assert len(likely_points(LETTER, 7, [(n, 7, "Kéo dài thời hạn", "") for n in range(9)])) == LIKELY


def test_a_likely_point_takes_the_opinion_with_one_button(signed_in):
    case = a_case(opinions=3)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    first, second, third = case.comments
    Comment.objects.filter(pk__in=[second.pk, third.pk]).update(reason=LETTER)
    point = point_of(case, first, title="Kéo dài thời hạn trả lời ý kiến của chuyên gia")
    client = signed_in(case.coordinator)
    address = reverse("compile", args=[case.file.code])
    page = text(client.get(f"{address}?y-kien={second.pk}"))
    assert f'name="likely" value="{point.pk}"' in page
    assert page.count("Trùng nội dung.") == 1
    sent = {"comment": second.pk, "point": "", "likely": point.pk}
    assert client.post(reverse("compile_place", args=[case.file.code]), sent).status_code == 302
    assert set(Citation.objects.filter(point=point).values_list("comment", flat=True)) == {
        first.pk,
        second.pk,
    }
    again = client.get(f"{address}?y-kien={second.pk}").content.decode()
    assert 'name="likely"' not in again
