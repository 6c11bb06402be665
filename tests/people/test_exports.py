""" "Download my data": every table that leads to a person is in it, or is named here with the reason why not."""

import json

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.consultations.models import Voice
from consult.experts.models import Expert
from consult.forums import following
from consult.forums.draft_models import OpinionDraft
from consult.forums.models import Comment, Endorsement
from consult.people.models import User
from consult.people.selectors import my_data_file
from consult.polls.models import Ballot
from consult.rooms.models import Attendance, Hand, Message
from consult.rounds.models import Seat
from tests.contracts.world import World

pytestmark = pytest.mark.django_db
PERSONS = (User, Voice, Expert, Seat, Comment, OpinionDraft)
EXPORTED = {
    "people.Membership", "people.Consent", "experts.Expert", "experts.Verification", "experts.Expert_fields",
    "consultations.Voice", "consultations.Invitation",
    "forums.Comment", "forums.CommentRevision", "forums.EvidenceFile", "forums.Case", "forums.Endorsement",
    "forums.OpinionDraft", "forums.DraftSave", "forums.Follow", "forums.FollowChoice", "forums.Flag",
    "polls.Ballot", "rooms.Message", "rooms.Turn", "rooms.Hand", "rooms.Attendance",
    "rounds.Seat", "rounds.RoundComment", "rounds.RoundEndorsement", "rounds.LineBallot", "rounds.Dissent",
    "reports.Reflection", "reports.Objection", "notices.Notice", "notices.Mail", "notices.Preference", "notices.MailHabit", "desk.LastRead", "desk.PrintCopy",
}  # fmt: skip
_OFFICE = "an act of an office: the paper is the body's, the act itself stands under `acts` with its receipt"
_COMPILING = "work of the council on an opinion of somebody else; the act stands under `acts`"
_SIGN_IN = "a means of signing in: handing it out would weaken it; the page of the account lists it"
_DJANGO = "Django's own table, empty here: rights come from memberships"
LEFT_OUT = {
    "account.EmailAddress": "the address stands under `account`",
    "mfa.Authenticator": _SIGN_IN,
    "socialaccount.SocialAccount": _SIGN_IN,
    "admin.LogEntry": _DJANGO,
    "people.User_groups": _DJANGO,
    "people.User_user_permissions": _DJANGO,
    "documents.Draft": _OFFICE,
    "documents.DraftVersion": _OFFICE,
    "documents.Reading": _OFFICE,
    "documents.Repair": _OFFICE,
    "consultations.Consultation": _OFFICE,
    "consultations.Attachment": _OFFICE,
    "consultations.SummaryCorrection": _OFFICE,
    "consultations.PlanItem": _OFFICE,
    "forums.Paper": _OFFICE,
    "forums.Import": _OFFICE,
    "forums.ImportRow": "a row of a table that an office received; its opinion is of a voice that leads to nobody",
    "forums.Ruling": "a decision on somebody else's comment; the author's own export holds it",
    "reports.ObjectionRuling": "as above, on somebody else's objection",
    "forums.StaffNote": "a note among moderators about somebody else's comment",
    "forums.Mention": "who is named in a comment: the words of the comment hold it",
    "polls.Poll": _OFFICE,
    "rooms.Room": _OFFICE,
    "rounds.Round": _OFFICE,
    "rounds.Line": _OFFICE,
    "reports.Point": _COMPILING,
    "reports.Citation": _COMPILING,
    "reports.Answer": _OFFICE,
    "reports.PaperProse": _OFFICE,
    "reports.PaperFile": _OFFICE,
    "reports.PaperSending": _OFFICE,
    "reports.Duty": _OFFICE,
    "reports.Decision": _OFFICE,
    "reports.Seat": "a member of the council in its decision; the act stands under `acts`",
    "reports.Summary": _OFFICE,
    "reports.ProposalRun": _OFFICE,
    "reports.Forwarding": _OFFICE,
    "reports.Jotting": _OFFICE,
    "reports.Clarification": _OFFICE,
    "reports.StockText": _OFFICE,
    "reports.SetAside": _COMPILING,
    "reports.Tagging": _COMPILING,
    "reports.Note": _COMPILING,
    "reports.Assignment": _COMPILING,
    "reports.Seen": "who has an opinion open on the screen now; worth a minute and a half",
    "reports.Step": _COMPILING,
}


def leads_to_a_person() -> set[str]:
    """Tables with a key to a person, or to what belongs to one: a voice, a profile, a seat, a comment, a draft."""
    return {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.concrete and field.is_relation and field.related_model in PERSONS
    }


def test_every_table_of_a_person_is_exported_or_left_out_for_a_reason():
    found = leads_to_a_person()
    assert found - EXPORTED - LEFT_OUT.keys() == set(), "export the table, or say here why not"
    assert (EXPORTED | LEFT_OUT.keys()) - found == set(), "no such table any more"
    assert not EXPORTED & LEFT_OUT.keys()


def everything(world) -> User:
    """The contracts' expert, with what the world does not give: stances, ballots, hands, what is followed."""
    things, person = world.things, world.people["expert"]
    voice, other = things["voice"], world.people["second_expert"]
    theirs = Comment.objects.create(
        consultation=things["file"], version=things["version"], clause=things["clause"], shown="named", position="no",
        voice=Voice.objects.create(
            consultation=things["file"], kind="person", person=other, label="Người khác", descriptor="x"
        ),
        reason="Lời của người khác", client_key=things["comment"].client_key,
    )  # fmt: skip
    Endorsement.objects.create(comment=theirs, voice=voice)
    key = things["comment"].client_key
    Ballot.objects.create(
        poll=things["poll"], voice=voice, choice="no", reason="Phiếu của tôi", client_key=key
    )
    Message.objects.create(room=things["room"], voice=voice, text="Lời trong phòng", client_key=key)
    Hand.objects.create(show=things["show"], voice=voice, value="yes")
    Attendance.objects.create(room=things["room"], voice=voice)
    following.follow(person, consultation=things["file"], clause=None, on=True)
    following.choose(person, by_itself=False)
    return person


def test_every_exported_table_is_read():
    world = World.build()
    person = everything(world)
    with CaptureQueriesContext(connection) as queries:
        my_data_file(person)
    asked = " ".join(query["sql"] for query in queries)
    tables = {model._meta.label: model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert not [label for label in EXPORTED if f'"{tables[label]}"' not in asked]


def test_ones_own_words_are_in_it_and_nobody_elses(client):
    world = World.build()
    person = everything(world)
    world.sign_in(client, "expert")
    data = client.get(reverse("my_data_file")).json()
    assert data["account"]["email"] == person.email
    said = {one["reason"] for one in data["opinions"]}
    assert said == {"Thời hạn quá ngắn.", "Chỉ gửi hội đồng."}
    assert [one["files"][0]["kind"] for one in data["opinions"] if one["files"]] == [".pdf"]
    assert data["stances"][0]["stance"] == "agree"
    assert data["ballots"][0]["reason"] == "Phiếu của tôi"
    assert data["sessions"]["messages"][0]["text"] == "Lời trong phòng"
    assert data["sessions"]["hands"] and data["sessions"]["turns"] and data["sessions"]["attendance"]
    assert data["following"]["by_itself"] is False
    assert {place["clause"] for place in data["following"]["places"]} >= {""}
    assert data["drafts"][0]["values"] == {"reason": "07 -> 15"}
    assert data["voices"][0]["descriptor"] and data["invitations"][0]["state"] == "sent"
    assert data["notices"]["inbox"][0]["text"] == "Tin"
    words = json.dumps(data, ensure_ascii=False)
    assert "Lời của người khác" not in words and "Người khác" not in words
    assert world.people["second_expert"].email not in words
    world.sign_in(client, "second_expert")
    theirs = json.dumps(client.get(reverse("my_data_file")).json(), ensure_ascii=False)
    assert "Lời của người khác" in theirs and "Chỉ gửi hội đồng." not in theirs
    world.sign_in(client, "association_officer")
    assert client.get(reverse("my_data_file")).json()["reports"] == []


def test_as_many_queries_for_thirty_opinions():
    world = World.build()
    person = everything(world)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            my_data_file(person)
        return len(queries)

    before = count()
    voice, things = world.things["voice"], world.things
    for number in range(30):
        Comment.objects.create(
            consultation=things["file"], version=things["version"], clause=things["clause"], shown="named",
            position="no", voice=voice, reason=str(number), client_key=f"00000000-0000-0000-0000-{number:012d}",
        )  # fmt: skip
    assert count() == before <= 48
