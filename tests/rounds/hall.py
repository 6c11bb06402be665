"""An association with members and an officer, a file that takes comments, and a round on it."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from consult.people.roles import OrganisationKind, Role
from consult.rounds import actions, filing_actions, position_actions, talk_actions
from tests import factories as make

CANARY = "Hoàng yến trong lồng kín"


@dataclass
class Hall:
    association: object
    file: object
    officer: object
    members: list = field(default_factory=list)
    round: object = None

    @property
    def clause(self):
        return self.file.version.clauses.get(citation="khoản 1 Điều 3")


def a_hall(members: int = 3, *, file=None, association=None, opened=True, **fields) -> Hall:
    association = association or make.an_organisation(
        OrganisationKind.MASS_ASSOCIATION, name="Liên hiệp hội Cần Thơ"
    )
    file = file or make.a_consultation()
    people = [a_member(association, f"Hội viên số {n}") for n in range(members)]
    hall = Hall(association, file, make.a_member(association, Role.ASSOCIATION_OFFICER, "Cán bộ Hội"), people)
    if opened:
        hall.round = opened_round(hall, **fields)
    return hall


def a_member(association, name="Hội viên"):
    """A verified expert who is a member of the association."""
    user = make.an_expert(name, association=association)
    return make.a_member(association, Role.EXPERT, user=user)


def opened_round(hall: Hall, **fields):
    fields = {"closes_at": timezone.now() + timedelta(days=5), "client_key": uuid.uuid4(), **fields}
    return actions.open_round(hall.officer, organisation=hall.association, consultation=hall.file, **fields)


def say(hall, user, reason="Thời hạn quá ngắn.", **fields):
    fields = {"clause": hall.clause, "position": "no", "client_key": uuid.uuid4(), **fields}
    return talk_actions.post(user, round=hall.round, reason=reason, **fields)


def a_line(hall, *, voting=True, **fields):
    fields = {
        "clause": hall.clause,
        "position": "amend",
        "reason": "Cần thêm thời gian.",
        "proposed": "Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn 10 ngày.",
        "client_key": uuid.uuid4(),
        **fields,
    }
    line = position_actions.add_line(hall.officer, round=hall.round, **fields)
    return position_actions.open_vote(hall.officer, line=line) if voting else line


def vote(user, line, choice="agree", reason="", **fields):
    fields = {"version": line.version, "client_key": uuid.uuid4(), **fields}
    return position_actions.cast_ballot(user, line=line, choice=choice, reason=reason, **fields)


def dissent(hall, user, text="Không nên kéo dài thời hạn.", *, line=None, named=False):
    return position_actions.attach_dissent(
        user, round=hall.round, line=line, text=text, named=named, client_key=uuid.uuid4()
    )


def ended(hall):
    hall.round = actions.end_round(hall.officer, round=hall.round)
    return hall.round


def filed(hall):
    hall.round = filing_actions.file_opinion(hall.officer, round=ended(hall))
    return hall.round
