"""A right form for every address that takes one, and a role that may send it."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consult.documents.actions import discard_version
from consult.reports.models import Answer
from tests import factories as make

ROLE_BY_START = (
    ("compile", "coordinator"),
    ("point", "coordinator"),
    ("answers_publish", "agency_signer"),
    ("answer_date", "agency_signer"),
    ("answer_back", "agency_signer"),
    ("answer", "agency_officer"),
    ("question", "coordinator"),
    ("forwarding", "other_agency"),
    ("stock_text", "agency_officer"),
    ("draft", "agency_officer"),
    ("version", "agency_officer"),
    ("consultation", "agency_officer"),
    ("verification_request", "expert"),
    ("verification", "association_officer"),
    ("organisation", "administrator"),
    ("membership", "administrator"),
    ("room_new", "secretary"),
    ("room_enter", "expert"),
    ("room_say", "expert"),
    ("room_hand", "expert"),
    ("room", "coordinator"),
    ("comment_endorse", "second_expert"),
    ("comment_release", "coordinator"),
    ("poll_close", "coordinator"),
    ("poll_new", "coordinator"),
)
# Addresses of one's own things or of everybody: no object of another stands behind them.
OWN_THINGS = {
    "preferences",
    "notices_read",
    "notice_preferences",
    "consent",
    "sign_out_everywhere",
    "my_profile",
    "verification_request",
}


# Forms that only the tests of their own app try so far. A form that gets a right body here leaves the list.
UNTRIED = frozenset(
    [
        "aside_confirm",
        "aside_lift",
        "aside_mine",
        "aside_propose",
        "attachment_remove",
        "attachments",
        "case_assign",
        "case_note",
        "case_rule",
        "comment_edit",
        "comment_flag",
        "comment_ruling",
        "compile_assign",
        "compile_close",
        "compile_move",
        "compile_note",
        "compile_quote",
        "compile_seen",
        "compile_tag",
        "compile_unquote",
        "conduct",
        "consultation_renew",
        "follow",
        "follow_choice",
        "mail_stop",
        "note_remove",
        "notice_preferences",
        "official_make",
        "official_paper",
        "opinion_draft_discard",
        "opinion_draft_restore",
        "opinion_draft_save",
        "paper_new",
        "paper_opinion",
        "paper_undo",
        "point_merge",
        "preview_text",
        "print_copy_new",
        "reading_seen",
        "round_ask",
        "round_dissent",
        "round_dissent_withdraw",
        "round_end",
        "round_endorse",
        "round_extend",
        "round_file",
        "round_line",
        "round_line_drop",
        "round_line_edit",
        "round_line_new",
        "round_manage",
        "round_new",
        "round_publish",
        "round_reply",
        "round_say",
        "round_vote_open",
        "round_vote_show",
        "round_withdraw",
        "step_undo",
        "summary_edit",
        "table_accept",
        "table_columns",
        "table_new",
        "table_row",
        "table_start",
    ]
)


def role_for(name: str) -> str:
    return next((role for start, role in ROLE_BY_START if name.startswith(start)), "expert")


def _file():
    return SimpleUploadedFile("thu.txt", make.TEXT.encode())


def bodies(world) -> dict[str, dict]:
    """Fields by URL name; an address without fields has an empty form."""
    things, people = world.things, world.people
    key, clause = str(uuid4()), things["clause"].pk
    soon = timezone.localtime() + timedelta(days=2)
    point = {"title": "Tên điểm", "clause": clause, "position": "no", "summary": "", "version": 1}
    return {
        "preferences": {"theme": "dark", "size": "large"},
        "consent": {"purpose": "notices", "given": "yes"},
        "sign_out_everywhere": {},
        "notices_read": {},
        "notice": {},
        "organisation": {"email": people["person"].email, "role": "agency_officer", "title": "Chuyên viên"},
        "membership_end": {},
        "my_profile": {"degree": "ts", "workplace": "Trường", "specialty": "Luật", "version": people["expert"].expert.version},
        "verification_request": {},
        "verification": {"decision": "verified", "reason": "Đủ minh chứng.", "version": things["waiting"].expert.version},
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
        "consultation_new": {
            "kind": "comment", "version": things["second"].pk, "title": "", "legal_basis": "Luật",
            "council": things["council"].pk, "summary": "", "comment_opens": f"{soon:%Y-%m-%d}",
            "comment_closes": f"{soon + timedelta(days=30):%Y-%m-%d}", "meet_closes": "", "compile_closes": "",
            "answer_closes": "", "invited": "verified", "levels": ["anonymous", "council"], "client_key": key,
        },
        "consultation_levels": {"levels": ["anonymous", "council"]},
        "voice_interest": {"interest_kind": "yes", "interest": "Góp vốn ở đơn vị chịu tác động."},
        "comment_release": {"level": "anonymous", "reason": "Cần để thảo luận."},
        "comment_naming": {"dong-y": "1"},
        "consultation_open": {},
        "consultation_move": {"to": "meet", "closes_on": f"{soon:%Y-%m-%d}"},
        "consultation_extend": {
            "closes_on": f"{soon + timedelta(days=30):%Y-%m-%d}", "reason": "Thêm thời gian cho chuyên gia.",
        },
        "consultation_invite": {"experts": people["second_expert"].expert.pk, "message": "Kính mời"},
        "invitation": {"answer": "no", "reason": "Bận"},
        "comment_new": {
            "clause": clause, "client_key": key, "position": "no", "reason": "Lý do", "proposed": "",
            "criterion": "", "shown": "named",
        },
        "reply_new": {"parent": things["comment"].pk, "client_key": key, "reason": "Đồng tình", "shown": "named"},
        "comment_withdraw": {},
        "comment_endorse": {},
        "poll_new": {
            "client_key": key, "clause": clause, "question": "Hỏi?", "closes_at": f"{soon:%Y-%m-%dT%H:%M}",
        },
        "poll": {"client_key": key, "choice": "yes", "reason": ""},
        "poll_close": {},
        "compile_start": {},
        "compile_place": {"comment": things["comment"].pk, "poll": things["poll"].pk, "point": things["point"].pk},
        "compile_undo": {"citation": things["citation"].pk, "point": things["point"].pk},
        "point_new": {**point, "client_key": key, "comment": things["comment"].pk},
        "point_edit": point,
        "point_delete": {},
        "answer": {"version": 0, "code": "exp", "text": "Không tiếp thu vì trái luật."},
        "answers_publish": {},
        "answers_assign": {"point": things["point"].pk, "owner": people["agency_officer"].pk},
        "answer_date": {"version": 0, "day": f"{soon + timedelta(days=9):%Y-%m-%d}", "reason": "Chờ số liệu."},
        "answer_back": {"version": 1, "remark": "Nêu rõ điều luật."},
        "answer_note": {"text": "Hỏi phòng Pháp chế.", "client_key": key},
        "answer_question": {"text": "Tính từ ngày nào?", "client_key": key},
        "question": {"text": "Từ ngày nhận."},
        "forwarding": {"act": "answer", "text": "Đã bố trí ngân sách."},
        "stock_texts": {"name": "Mẫu hai", "code": "exp", "text": "Về {diem}.", "client_key": key},
        "stock_text": {"name": "Mẫu", "code": "", "text": "Tại {dieu_khoan}.", "version": 1},
        "stock_text_remove": {},
        "room_new": {
            "title": "Phiên", "starts_at": f"{soon:%Y-%m-%dT%H:%M}", "chair": people["coordinator"].pk,
            "secretary": people["secretary"].pk, "client_key": key, "agenda-TOTAL_FORMS": 1,
            "agenda-INITIAL_FORMS": 0, "agenda-0-title": "Khai mạc", "agenda-0-clause": clause,
        },
        "room_open": {},
        "room_close": {"conclusion": "Kết luận."},
        "room_enter": {},
        "room_say": {"text": "Xin nói", "client_key": key},
        "room_turn": {"call": things["turn"].pk},
        "room_agenda": {"item": things["item"].pk},
        "room_show": {"show-question": "Thông qua?", "show-client_key": key},
        "room_hand": {"show": things["show"].pk, "value": "yes"},
    }  # fmt: skip


def body_for(world, name: str) -> dict | None:
    """The form of an address, or None where it takes none."""
    return bodies(world).get(name)


STAGES = (("compile", "compile"), ("point", "compile"), ("answer", "answer"), ("question", "answer"))


def make_ready(world, name: str) -> None:
    """Bring the world to the moment in which the form of this address is taken."""
    things = world.things
    stage = next((stage for start, stage in STAGES if name.startswith(start)), None)
    if stage:
        enter(world, stage)
    if name in ("answers_publish", "answer_back"):
        Answer.objects.create(
            point=things["point"], code="exp", text="Vì trái luật.", written_by=world.people["agency_officer"]
        )
    if name == "compile_place":  # a poll is cited once it is closed
        type(things["poll"]).objects.filter(pk=things["poll"].pk).update(
            state="closed", closed_at=timezone.now()
        )
    if name == "draft":  # one upload at a time
        discard_version(world.people["agency_officer"], version=things["prepared"])
    if name in ("room_close", "room_show"):
        things["room"].shows.update(state="closed")


def enter(world, stage: str) -> None:
    """The file in a later stage; for answers its compilation is closed."""
    file, compilation = world.things["file"], world.things["compilation"]
    file.stages.filter(state="now").update(state="done")
    file.stages.filter(kind=stage).update(state="now")
    type(file.book).objects.filter(pk=file.book_id).update(open_verbs=make.OPEN_VERBS[stage])
    if stage == "answer":
        type(compilation).objects.filter(pk=compilation.pk).update(state="closed", closed_at=timezone.now())
