"""The published answer of the agency stands under the comments that it answers, and nowhere before."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consult.forums import actions
from consult.ledger.models import Book
from consult.people.roles import Role
from consult.reports.models import Answer, Compilation, Point
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    return make.a_consultation()


def answered(file, comments, state="published"):
    council = make.a_member(file.council, Role.COUNCIL_COORDINATOR)
    compilation = Compilation.objects.create(
        consultation=file, state=state, published_at=timezone.now() if state == "published" else None
    )
    for comment in comments:
        point = Point.objects.create(
            compilation=compilation,
            clause=comment.clause,
            title="Thời hạn",
            position="no",
            created_by=council,
        )
        point.citations.create(comment=comment)
        Answer.objects.create(point=point, code="exp", text="Giữ như dự thảo. <b>", written_by=council)


def post(file):
    clause = file.version.clauses.get(citation="khoản 1 Điều 3")
    return actions.post_comment(
        make.an_expert(),
        consultation=file,
        clause=clause,
        position="no",
        reason="Ngắn.",
        client_key=uuid.uuid4(),
    )


def end(file):
    """Nobody comments any more; the head of the book moves on as it would by the acts that were left out."""
    Book.objects.filter(pk=file.book_id).update(open_verbs=[], head=uuid.uuid4().hex)


def panel(client, file, comment):
    url = reverse("clause_panel", args=[file.code, comment.clause_id])
    return client.get(url, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(("state", "seen"), [("published", True), ("closed", False), ("open", False)])
def test_pinned_once_published(file, client, state, seen):
    comment, other = post(file), post(file)
    answered(file, [comment], state)
    end(file)
    page = panel(client, file, comment)
    assert ("Giữ như dự thảo. &lt;b&gt;" in page) == seen
    assert page.count("Xem trong bảng tiếp thu, giải trình") == int(seen)
    if seen:
        assert (
            page.index(f'id="y-{comment.pk}"')
            < page.index("Giữ như dự thảo")
            < page.index(f'id="y-{other.pk}"')
        )


def test_the_same_queries_for_three_and_fifteen(file, client):
    comments = [post(file) for _n in range(15)]
    answered(file, comments[:3])
    end(file)
    panel(client, file, comments[0])  # the text is kept from here on
    counts = []
    for more in (comments[3:3], comments[3:]):
        for comment in more:
            point = Point.objects.create(
                compilation=file.compilation, clause=comment.clause, title="Nữa", position="no",
                created_by=Point.objects.first().created_by,
            )  # fmt: skip
            point.citations.create(comment=comment)
            Answer.objects.create(point=point, code="note", text="Ghi nhận.", written_by=point.created_by)
        end(file)
        with CaptureQueriesContext(connection) as queries:
            page = panel(client, file, comments[0])
        counts.append(len(queries))
    assert page.count("Xem trong bảng tiếp thu, giải trình") == 15
    assert counts[0] == counts[1]
