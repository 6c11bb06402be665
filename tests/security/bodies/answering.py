"""Forms beside the agency's answers: sharing out, dates, notes, questions, forwarded points, stock texts."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from consult.documents.actions import discard_version
from consult.reports.models import Answer, Objection
from tests.security.bodies.stages import enter, remove

AGENCY = ("answers_assign", "answer_date", "answer_back", "answer_note", "answer_question")


def forms(world) -> dict:
    things, people, key = world.things, world.people, str(uuid4())
    day = f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"
    officer = {
        "answers_assign": {"point": things["point"].pk, "owner": people["agency_officer"].pk},
        "answer_note": {"text": "Hỏi phòng Pháp chế.", "client_key": key},
        "answer_question": {"text": "Tính từ ngày nào?", "client_key": key},
        "stock_texts": {"name": "Mẫu hai", "code": "exp", "text": "Về {diem}.", "client_key": key},
        "stock_text": {"name": "Mẫu", "code": "", "text": "Tại {dieu_khoan}.", "version": 1},
        "stock_text_remove": {},
        "next_draft": {"act": "begin", "client_key": key},
    }
    return {name: ("agency_officer", fields) for name, fields in officer.items()} | {
        "answer_date": ("agency_signer", {"version": 0, "day": day, "reason": "Chờ số liệu."}),
        "answer_back": ("agency_signer", {"version": 1, "remark": "Nêu rõ điều luật."}),
        "question": ("coordinator", {"text": "Từ ngày nhận."}),
        "forwarding": ("other_agency", {"act": "answer", "text": "Đã bố trí ngân sách."}),
    }


def ready(world, name: str) -> None:
    if name in (*AGENCY, "question"):
        enter(world, "answer")
    if name == "next_draft":  # one version at a time
        discard_version(world.people["agency_officer"], version=world.things["prepared"])
    if name in ("point_delete", "point_merge"):  # of a point that the agency has not begun to answer
        remove(world.things["asked"])
        remove(world.things["forwarding"])
        Objection.objects.filter(citation__point=world.things["point"]).delete()
    if name == "answer_back":
        Answer.objects.create(
            point=world.things["point"],
            code="exp",
            text="Vì trái luật.",
            written_by=world.people["agency_officer"],
        )
