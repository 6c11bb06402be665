"""Forms of opinions from paper, one by one and in tables."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consult.core import papers
from consult.forums.models import ImportRow
from tests.security.bodies.stages import change


def _scan():
    return SimpleUploadedFile("thu.pdf", b"%PDF-1.4\n%%EOF")


def _table():
    return SimpleUploadedFile("bang.xlsx", papers.opinions_xlsx())


def forms(world) -> dict:
    key = str(uuid4())
    received = {
        "kind": "document", "number": "12/CV", "issued_on": "", "received_on": f"{timezone.localdate():%Y-%m-%d}",
        "sender": "Hội Luật gia", "shown": "named",
    }  # fmt: skip
    opinion = {
        "client_key": key, "place": "Chung", "position": "no", "reason": "Chưa rõ nguồn lực.", "proposed": "",
        "criterion": "", "counted": 1,
    }  # fmt: skip
    clerk = {
        "paper_new": {**received, **opinion, "scan": _scan()},
        "paper_opinion": opinion,
        "paper_undo": {"reason": "Nhập nhầm hồ sơ."},
        "table_new": {**received, "client_key": key, "scan": _table()},
        "table_columns": {"b0-used": "on", "b0-header": "0", "b0-place": "0", "b0-text": "1"},
        "table_row": {
            "version": 1, "place": "Điều 1", "speaker": "Hội Luật gia", "position": "no", "text": "Sửa lại.",
            "proposed": "", "counted": 2, "dong": "",
        },
        "table_accept": {},
        "table_start": {},
    }  # fmt: skip
    return {name: ("coordinator", fields) for name, fields in clerk.items()}


def ready(world, name: str) -> None:
    if name == "table_accept":
        row = ImportRow.objects.get(table=world.things["table"])
        change(row, state="doubt", doubts=["position"])
