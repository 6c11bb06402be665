"""Forms of a consultation: its opening, stages, invitations, papers, summary."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

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
    return {name: ("agency_officer", fields) for name, fields in officer.items()} | {
        "invitation": ("expert", {"answer": "no", "reason": "Bận"}),
        "voice_interest": ("expert", {"interest_kind": "yes", "interest": "Góp vốn ở đơn vị chịu tác động."}),
    }


def ready(world, name: str) -> None:
    """All of these are taken while the file, or the prepared one of the world, stands as it is."""
