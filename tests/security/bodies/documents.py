"""Forms of drafts and their versions."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from consult.documents.actions import discard_version
from tests import factories as make


def _file():
    return SimpleUploadedFile("thu.txt", make.TEXT.encode())


def forms(world) -> dict:
    things, key = world.things, str(uuid4())
    officer = {
        "draft_new": {
            "agency": things["agency"].pk, "title": "Tên", "kind": "resolution", "file": _file(), "client_key": key,
        },
        "draft": {"file": _file(), "client_key": key},
        "version_check": {"declared": "on", "note": "Sửa"},
        "version_repair": {
            "act": "retitle", "unit": things["prepared"].clauses.get(label="Điều 1.").pk, "revision": 0,
            "client_key": key, "label": "Điều 1.", "title": "Phạm vi", "number": "1", "at": "", "words": "",
            "kind_to": "",
        },
        "version_discard": {},
    }  # fmt: skip
    return {name: ("agency_officer", fields) for name, fields in officer.items()}


def ready(world, name: str) -> None:
    if name == "draft":  # one upload at a time
        discard_version(world.people["agency_officer"], version=world.things["prepared"])
