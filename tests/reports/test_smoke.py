import pytest
from tests.reports.conftest import published, entries

@pytest.mark.django_db
def test_all():
    case = published()
    assert case.compilation.state == "published"
    assert case.file.state == "closed"
    print(case.compilation.snapshot)
    assert entries(case, "answers.published")
