"""An association's collective opinion is rated and objected to by its officers, as an author does, and by nobody else."""

import uuid

import pytest
from django.urls import resolve, reverse

from consult.consultations.models import Voice
from consult.forums.models import Comment
from consult.kit.verdicts import NotThere, Refused
from consult.ledger.models import Book
from consult.ledger.selectors import verify_book
from consult.people.roles import Role
from consult.reports import actions, authors, feedback_actions, feedback_selectors
from consult.reports.models import Citation, Objection, Rating
from tests import factories as make
from tests.reports.conftest import a_case, entries, point_of
from tests.reports.test_feedback import text, told_of
from tests.rounds.hall import a_hall, a_line, filed

pytestmark = pytest.mark.django_db


def answered_hall(lines=1):
    """A published file whose opinions are the lines of one association's filed opinion."""
    hall = a_hall(2)
    for _n in range(lines):
        a_line(hall, clause=hall.clause)
    filed(hall)
    case = a_case_of(hall)
    case.hall = hall
    return case


def a_case_of(hall):
    case = a_case(opinions=0)
    case.file = hall.file
    case.coordinator = make.a_member(hall.file.council, Role.COUNCIL_COORDINATOR)
    case.officer = make.a_member(hall.file.agency, Role.AGENCY_OFFICER)
    case.signer = make.a_member(hall.file.agency, Role.AGENCY_SIGNER)
    stages = hall.file.stages
    stages.filter(state="now").update(state="done")
    stages.filter(kind="compile").update(state="now")
    type(hall.file.book).objects.filter(pk=hall.file.book_id).update(open_verbs=make.OPEN_VERBS["compile"])
    case.comments = list(Comment.objects.filter(consultation=hall.file).order_by("pk"))
    case.compilation = actions.start_compilation(case.coordinator, consultation=hall.file)
    case.points = [point_of(case, comment) for comment in case.comments]
    actions.close_compilation(case.coordinator, compilation=case.compilation)
    for point in case.points:
        actions.write_answer(case.officer, point=point, code="exp", text="Không tiếp thu.", version=0)
    case.compilation = actions.publish_answers(case.signer, compilation=case.compilation)
    case.citation = Citation.objects.get(comment=case.comments[-1])
    return case


def objected(case, by=None, key=None, text="Trả lời chưa nêu căn cứ."):
    return feedback_actions.object_to(
        by or case.hall.officer,
        citation=case.citation,
        text=text,
        shared=True,
        client_key=key or uuid.uuid4(),
    )


def test_an_officer_rates_and_objects_once_for_the_association(signed_in):
    case = answered_hall()
    mate = make.a_member(case.hall.association, Role.ASSOCIATION_OFFICER, "Cán bộ Hội thứ hai")
    rating = feedback_actions.rate(case.hall.officer, citation=case.citation, score=2, text="", version=0)
    again = feedback_actions.rate(mate, citation=case.citation, score=3, text="", version=1)
    assert (again.pk, again.version, Rating.objects.count()) == (rating.pk, 2, 1)
    made = objected(case)
    with pytest.raises(Refused, match="một lần"):
        objected(case, by=mate)
    (entry,) = entries(case, "objection.filed")
    assert entry.actor == f"voice:{case.citation.comment.voice_id}"  # the association speaks, not its officer
    feedback_actions.answer_objection(case.officer, objection=made, text="Căn cứ là Điều 7.")
    ((people, _words, _url),) = told_of(entries(case, "objection.answered")[0])
    assert set(people) == {case.hall.officer.pk, mate.pk}
    assert verify_book(Book.objects.get(pk=case.file.book_id)) is None


def test_the_officers_are_told_of_the_answer():
    case = answered_hall()
    told = told_of(entries(case, "answers.published")[0])
    mine = [people for people, words, _url in told if "phản đối một lần đến ngày" in words]
    assert mine == [(case.hall.officer.pk,)] * len(case.points)


def test_the_pages_take_what_an_officer_sends(signed_in):
    case = answered_hall()
    client, pk = signed_in(case.hall.officer), case.citation.pk
    listed = text(client.get(reverse("my_opinions")))
    assert reverse("my_opinion", args=[pk]) in listed
    assert case.citation.comment.voice.label in listed
    assert client.get(reverse("my_opinion", args=[pk])).status_code == 200
    assert (
        client.post(reverse("opinion_rate", args=[pk]), {"version": 0, "score": 4, "text": ""}).status_code
        == 302
    )
    sent = {"client_key": uuid.uuid4(), "text": "Chưa có căn cứ.", "shared": "on"}
    assert client.post(reverse("opinion_object", args=[pk]), sent).status_code == 302
    assert Objection.objects.get().citation_id == pk
    point = reverse("result", args=[case.file.code, case.citation.point_id])
    assert reverse("my_opinion", args=[pk]) in text(client.get(point))


def test_nobody_else_acts_for_the_association(signed_in):
    case = answered_hall()
    other = make.a_member(make.an_organisation("mass_association"), Role.ASSOCIATION_OFFICER)
    both = make.a_member(case.hall.association, Role.ASSOCIATION_OFFICER)
    make.a_member(case.file.agency, Role.AGENCY_OFFICER, user=both)
    council = make.a_member(case.hall.association, Role.ASSOCIATION_OFFICER)
    make.a_member(case.file.council, Role.COUNCIL_MEMBER, user=council)
    ended = make.a_member(case.hall.association, Role.ASSOCIATION_OFFICER)
    ended.memberships.update(valid_to=ended.memberships.get().valid_from)
    for user in (case.hall.members[0], other, both, council, ended, case.officer, case.coordinator):
        with pytest.raises(NotThere):
            objected(case, by=user)
        with pytest.raises(NotThere):
            feedback_actions.rate(user, citation=case.citation, score=1, text="", version=0)
        client = signed_in(user)
        assert client.get(reverse("my_opinion", args=[case.citation.pk])).status_code == 404
        assert reverse("my_opinion", args=[case.citation.pk]) not in text(client.get(reverse("my_opinions")))
    assert objected(case)  # the control


@pytest.mark.parametrize("kind", [Voice.Kind.SEALED, Voice.Kind.UNLINKABLE, Voice.Kind.PAPER])
def test_a_voice_that_leads_to_nobody_is_no_associations(kind, signed_in):
    """Not even where the officer's own association filed an opinion on the same file."""
    case = answered_hall()
    voice = case.citation.comment.voice
    Voice.objects.filter(pk=voice.pk).update(kind=kind, organisation=None, person=None)
    voice.refresh_from_db()
    assert not authors.is_mine(case.hall.officer, voice, case.file)
    assert authors.people_of([voice]) == ()
    with pytest.raises(NotThere):
        objected(case)
    assert not feedback_selectors.my_opinions(case.hall.officer).rows
    assert signed_in(case.hall.officer).get(reverse("my_opinion", args=[case.citation.pk])).status_code == 404


def test_the_list_costs_the_same_for_few_and_many(signed_in, django_assert_max_num_queries):
    counts = []
    for lines in (2, 12):
        case = answered_hall(lines)
        client, address = signed_in(case.hall.officer), reverse("my_opinions")
        client.get(address)
        with django_assert_max_num_queries(resolve(address).func.budget) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
