"""A file with opinions that waits to be compiled, answered, published."""

import uuid
from types import SimpleNamespace

import pytest

from consult.forums.models import Comment
from consult.ledger.models import Book
from consult.people.roles import Role
from consult.reports import actions, changes
from tests import factories as make


def an_opinion(
    consultation,
    clause=None,
    *,
    shown="named",
    position="amend",
    reason="Thời hạn quá ngắn.",
    voice=None,
    **fields,
):
    """A posted opinion as the forum stores it, without the stage's permission."""
    return Comment.objects.create(
        consultation=consultation,
        version=consultation.version,
        clause=clause,
        voice=voice or make.a_voice(consultation),
        shown=shown,
        position=position,
        reason=reason,
        reason_html=f"<p>{reason}</p>",
        client_key=uuid.uuid4(),
        **fields,
    )


def a_case(stage="compile", opinions=2):
    """A file in a stage, its officers, and opinions on its clauses."""
    consultation = make.a_consultation(stage)
    clauses = [c for c in consultation.version.clauses.order_by("order") if c.citation and c.text]
    return SimpleNamespace(
        file=consultation,
        clauses=clauses,
        coordinator=make.a_member(consultation.council, Role.COUNCIL_COORDINATOR),
        member=make.a_member(consultation.council, Role.COUNCIL_MEMBER),
        officer=make.a_member(consultation.agency, Role.AGENCY_OFFICER),
        signer=make.a_member(consultation.agency, Role.AGENCY_SIGNER, "Phạm Văn Dũng"),
        comments=[an_opinion(consultation, clauses[n % len(clauses)]) for n in range(opinions)],
    )


def compiled(opinions=2, each=True):
    """A closed compilation: one point for each opinion."""
    case = a_case(opinions=opinions)
    case.compilation = actions.start_compilation(case.coordinator, consultation=case.file)
    case.points = [point_of(case, comment) for comment in case.comments]
    case.compilation = actions.close_compilation(case.coordinator, compilation=case.compilation)
    case.file.refresh_from_db()
    return case


def point_of(case, comment, title="Kéo dài thời hạn"):
    return actions.add_point(
        case.coordinator,
        compilation=case.compilation,
        title=title,
        clause=comment.clause,
        position="amend",
        client_key=uuid.uuid4(),
        comments=[comment],
    )


def with_next_version(case):
    """The agency's second version; `case.next` is one of its clauses."""
    case.second = make.a_version(draft=case.file.draft, text=make.TEXT_2)
    case.next = case.second.clauses.get(text__contains="15 ngày làm việc")
    return case


def keys_of(case) -> list[str]:
    """Keys of the changed words in `case.next`."""
    return [one["key"] for one in changes.of_clause(case.file, case.next)]


def answered(opinions=2):
    case = compiled(opinions)
    for point in case.points:
        actions.write_answer(
            case.officer, point=point, code="exp", text="Không tiếp thu, lý do: trái luật.", version=0
        )
    return case


def published(opinions=2):
    case = answered(opinions)
    case.compilation = actions.publish_answers(case.signer, compilation=case.compilation)
    case.file.refresh_from_db()
    return case


def entries(case, verb):
    return list(Book.objects.get(pk=case.file.book_id).entries.filter(verb=verb).order_by("seq"))


@pytest.fixture
def case(db):
    return a_case()
