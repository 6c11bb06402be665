"""Compilations and answers."""

import uuid

from consult.consultations.models import Consultation
from consult.desk.scenes import sources
from consult.desk.scenes.city import City
from consult.desk.scenes.files import a_consultation, a_draft, clause_of, comments, fresh, invite, move
from consult.desk.scenes.talks import a_poll, a_room_that_met
from consult.documents import actions as documents
from consult.documents.models import DraftVersion
from consult.reports import actions as reports
from consult.reports import deciding_actions as deciding
from consult.reports import feedback_actions as feedback
from consult.reports.models import Citation, Compilation, Point

DONE, HALF = "quy-che-tu-van-1", "ho-tro-nghien-cuu"


def a_half_compilation(city: City) -> Compilation:
    """A file in compilation: opinions, a closed poll and a session are there, some opinions are not placed yet."""
    consultation = a_consultation(city, HALF, days=(1, 2, 12, 27))
    invite(city, consultation, city.experts[:8], text=HALF)
    cited = comments(city, consultation, "comments-compile")
    poll = a_poll(city, consultation, "compile", closed=True)
    consultation = move(city, consultation, "meet")
    room = a_room_that_met(city, consultation)
    consultation = move(city, consultation, "compile")
    compilation = reports.start_compilation(city["dieuphoi"], consultation=consultation, check_hours=0)
    for words in sources.toml("comments-compile")["point"]:
        point = a_point(city, compilation, words, cited)
        if words.get("poll"):
            messages = room.messages.filter(voice__kind="person")[:2]
            reports.cite(city["dieuphoi"], point=point, polls=[poll], messages=list(messages))
    return compilation


def a_point(city: City, compilation: Compilation, words: dict, cited: dict) -> Point:
    """One point of a source with its opinions placed."""
    consultation = compilation.consultation
    point = reports.add_point(
        city["dieuphoi"],
        compilation=compilation,
        title=words["title"],
        clause=clause_of(consultation.version_id, words.get("on", "")),
        position=words["position"],
        summary=words["summary"],
        client_key=uuid.uuid4(),
    )
    reports.cite(city["dieuphoi"], point=point, comments=[cited[name] for name in words["comments"]])
    return point


def a_council_decision(city: City, compilation: Compilation, made: list[tuple[dict, Point]]) -> Compilation:
    """The council of two states, votes and signs."""
    decision = deciding.open_decision(city["dieuphoi"], compilation=compilation)
    seats = {seat.member_id: seat.pk for seat in decision.seats.all()}
    points = [point for _words, point in made]
    given = {point.pk: seats[city["uyvien"].pk] for point in points}
    deciding.assign_points(city["dieuphoi"], decision=decision, seats=given)
    for words, point in made:
        text = words["summary"]
        deciding.write_statement(city["uyvien"], decision=decision, point=point, text=text, version=0)
    deciding.open_vote(city["chunhiem"], decision=decision)
    votes = dict.fromkeys([*(point.pk for point in points), None], ("agree", ""))
    for member in (city["uyvien"], city["chunhiem"]):
        deciding.cast_votes(member, decision=decision, votes=votes, version=0)
    deciding.count_votes(city["chunhiem"], decision=decision)
    return deciding.sign_report(city["chunhiem"], decision=decision).compilation


def a_second_version(city: City, version: DraftVersion, text: str = "quy-che-tu-van-2") -> DraftVersion:
    """The next version of a draft, published with a note on what changed."""
    officer = city["coquan"]
    uploaded = documents.upload_version(
        officer, draft=version.draft, data=sources.text(text), name=f"{text}.txt", client_key=uuid.uuid4()
    )
    note = sources.toml("files")[DONE]["note"]
    return documents.publish_version(officer, version=uploaded, declared=True, note=note)


def a_finished_consultation(city: City) -> Consultation:
    """The whole way: opinions, points, a second version, an answer to every point, published by the signer."""
    consultation = a_consultation(city, DONE, version=a_draft(city, DONE), days=(1, 2, 10, 25))
    invite(city, consultation, city.experts, text=DONE)
    cited = comments(city, consultation, "comments-done")
    consultation = move(city, consultation, "compile")
    compilation = reports.start_compilation(city["dieuphoi"], consultation=consultation, check_hours=0)
    made = [
        (words, a_point(city, compilation, words, cited)) for words in sources.toml("comments-done")["point"]
    ]
    compilation = a_council_decision(city, compilation, made)
    second = a_second_version(city, consultation.version)
    for words, point in made:
        reports.write_answer(
            city["coquan"],
            point=point,
            code=words["code"],
            text=words["text"],
            next_clause=clause_of(second.pk, words.get("next", "")),
            to=city.organisations.get(words.get("to", "")),
            version=0,
        )
    reports.publish_answers(city["nguoiky"], compilation=compilation)
    what_authors_say(city, cited)
    return fresh(consultation)


def what_authors_say(city: City, cited: dict) -> None:
    """How satisfied authors are with the published answers; one objects, and the agency answers."""
    words = sources.toml("comments-done")
    citations = {one.comment_id: one for one in Citation.objects.filter(comment__in=cited.values())}
    for said in words["rating"]:
        comment = cited[said["comment"]]
        feedback.rate(
            comment.voice.person, citation=citations[comment.pk], score=said["score"], text=said.get("text", ""),
            version=0,
        )  # fmt: skip
    for said in words["objection"]:
        comment = cited[said["comment"]]
        objection = feedback.object_to(
            comment.voice.person, citation=citations[comment.pk], text=said["text"], shared=True,
            client_key=uuid.uuid4(),
        )  # fmt: skip
        feedback.answer_objection(city["coquan"], objection=objection, text=said["answer"])
