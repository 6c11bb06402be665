"""Forms of a consultation: its opening, stages, invitations, papers, summary."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consult.consultations.models import PlanItem
from tests.factories.word import docx


def _paper():
    return SimpleUploadedFile("to-trinh.docx", docx("Kính gửi: Ủy ban nhân dân thành phố"))


def forms(world) -> dict:
    things, people = world.things, world.people
    key, soon = str(uuid4()), timezone.localtime() + timedelta(days=2)
    officer = {
        "consultation_new": {
            "kind": "comment", "version": things["second"].pk, "title": "", "legal_basis": "Luật",
            "council": things["council"].pk, "summary": "", "comment_opens": f"{soon:%Y-%m-%d}",
            "comment_closes": f"{soon + timedelta(days=30):%Y-%m-%d}", "meet_closes": "", "compile_closes": "",
            "answer_closes": "", "invited": "verified", "levels": ["anonymous", "council"], "client_key": key,
        },
        "consultation_levels": {"levels": ["anonymous", "council"]},
        "consultation_open": {},
        "consultation_move": {"to": "meet", "closes_on": f"{soon:%Y-%m-%d}"},
        "consultation_extend": {
            "closes_on": f"{soon + timedelta(days=30):%Y-%m-%d}", "reason": "Thêm thời gian cho chuyên gia.",
        },
        "consultation_invite": {"experts": people["second_expert"].expert.pk, "message": "Kính mời"},
        "consultation_renew": {},
        "attachments": {
            "client_key": key, "kind": "submission", "title": "Tờ trình", "file": _paper(), "declared": "on",
        },
        "attachment_remove": {},
        "summary_edit": {"seen": "", "text": "Ai chịu tác động: viện, trường.", "reason": "Viết rõ hơn cho dễ đọc."},
    }  # fmt: skip
    item = {
        "content": "Phản biện dự thảo đề án.", "agency": things["agency"].pk, "form": "written", "period": "q1",
        "lead": "", "note": "", "consultation": "",
    }  # fmt: skip
    coordinator = {
        "plan_new": item | {"client_key": key},
        "plan_item": item | {"version": 1},
        "plan_item_mark": {"mark": "dropped", "reason": "Cơ quan rút dự thảo."},
        "plan_item_move": {"place": 1},
        "plan_item_remove": {},
        "plan_item_restore": {},
    }
    return {
        **{name: ("agency_officer", fields) for name, fields in officer.items()},
        **{name: ("coordinator", fields) for name, fields in coordinator.items()},
        "invitation": ("expert", {"answer": "no", "reason": "Bận"}),
        "voice_interest": ("expert", {"interest_kind": "yes", "interest": "Góp vốn ở đơn vị chịu tác động."}),
    }


def ready(world, name: str) -> None:
    """The forms of a file are taken while it, or the prepared one of the world, stands as it is."""
    if name == "plan_item_move":  # to where another item stands
        item = world.things["plan_item"]
        PlanItem.objects.create(
            council=item.council, year=item.year, order=0, content="Mục trước.", agency=item.agency,
            form="written", period="q1", by=item.by,
        )  # fmt: skip
    if name == "plan_item_restore":
        PlanItem.objects.filter(pk=world.things["plan_item"].pk).update(removed_at=timezone.now())
