"""Forms of internal rounds, and of the report that an association sends."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from consult.people.roles import OrganisationKind, Role
from consult.rounds import actions, filing_actions, position_actions
from tests import factories as make
from tests.security.bodies.stages import change


def forms(world) -> dict:
    things, people, key = world.things, world.people, str(uuid4())
    clause, soon = things["clause"].pk, timezone.localtime() + timedelta(days=3)
    words = {"position": "amend", "reason": "Cần thêm thời gian.", "proposed": "Trong thời hạn 10 ngày."}
    officer = {
        "round_new": {
            "client_key": key, "note": "Kính mời", "closes_at": f"{soon:%Y-%m-%dT%H:%M}", "whom": "all",
            "quorum": 50, "results": "end",
        },
        "round_manage": {"version": things["round"].cover_version, "cover": "Kính gửi cơ quan soạn thảo."},
        "round_extend": {"closes_at": f"{soon:%Y-%m-%dT%H:%M}"},
        "round_end": {},
        "round_ask": {"members": people["second_expert"].pk},
        "round_line_new": {"client_key": key, "clause": clause, "version": 0, **words, "cites": things["said"].pk},
        "round_line_edit": {
            "client_key": key, "clause": clause, "version": things["line"].version, **words,
            "cites": things["said"].pk,
        },
        "round_line_drop": {},
        "round_vote_open": {},
        "round_vote_show": {},
        "round_file": {},
        "round_endorse": {},
        "official_sent": {
            "client_key": key, "digest": things["report_data"].digest, "to": ["council", "agency"],
            "number": "12/BC-LHH", "dated": f"{timezone.localdate():%Y-%m-%d}",
        },
    }  # fmt: skip
    member = {
        "round_say": {"client_key": key, "clause": clause, **words, "public": "", "shown": "named"},
        "round_reply": {"client_key": key, "reason": "Đồng tình."},
        "round_withdraw": {},
        "round_publish": {"client_key": key, "shown": "named"},
        "round_line": {
            "client_key": key, "version": things["line"].version, "choice": "agree", "reason": "Hợp lý.",
        },
        "round_dissent": {"client_key": key, "text": "Không nên kéo dài thời hạn.", "named": "no"},
        "round_dissent_withdraw": {},
    }  # fmt: skip
    return {name: ("association_officer", fields) for name, fields in officer.items()} | {
        name: ("expert", fields) for name, fields in member.items()
    }


def ready(world, name: str) -> None:
    things, people = world.things, world.people
    if name == "round_new":  # an association has one round on a file
        other = make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Hội đã hỏi rồi")
        change(things["round"], organisation=other)
    if name == "round_ask":
        make.a_member(things["association"], Role.EXPERT, user=people["second_expert"])
    if name == "round_vote_open":
        change(things["line"], voting_at=None)
    if name == "round_vote_show":
        change(things["round"], results="officer")
    if name == "round_file":
        actions.end_round(people["association_officer"], round=things["round"])
    if name == "official_sent":  # once the opinion is filed
        by = people["association_officer"]
        filing_actions.file_opinion(by, round=actions.end_round(by, round=things["round"]))
    if name == "round_dissent":  # each member has one
        position_actions.withdraw_dissent(people["expert"], dissent=things["dissent"])
