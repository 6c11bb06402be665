"""Forms of compiling, answering and the official papers."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from consult.core import papers
from consult.forums.models import Comment
from consult.reports import placing_actions
from consult.reports.models import Answer
from tests.security.bodies.stages import change, enter, remove

PASSWORD = "mat-khau-cua-chu-nhiem-1"


def forms(world) -> dict:
    things, people, key = world.things, world.people, str(uuid4())
    comment, point, other = things["comment"].pk, things["point"].pk, things["other_point"].pk
    fields = {
        "title": "Tên điểm",
        "clause": things["clause"].pk,
        "position": "no",
        "summary": "",
        "version": 1,
    }
    coordinator = {
        "compile_start": {},
        "compile_place": {"comment": comment, "poll": things["poll"].pk, "point": point},
        "compile_undo": {"citation": things["citation"].pk, "point": point},
        "compile_quote": {"part": "reason", "words": "quá ngắn", "start": 9, "edition": 1},
        "compile_unquote": {},
        "compile_move": {"point": other},
        "compile_tag": {"comment": comment, "name": "Thời hạn"},
        "compile_note": {"comment": comment, "text": "Hỏi lại bên soạn thảo."},
        "note_remove": {},
        "compile_assign": {"comment": comment, "to": people["coordinator"].pk, "all": "1"},
        "compile_seen": {"comment": comment, "after": 1},
        "compile_close": {"unquoted_reason": "Các ý kiến thiểu số đã nêu trong tóm tắt."},
        "aside_propose": {"comment": comment, "reason": "scope", "note": "Không thuộc phạm vi."},
        "aside_lift": {},
        "step_undo": {"comment": comment},
        "point_new": {**fields, "client_key": key, "comment": comment},
        "point_edit": fields,
        "point_delete": {},
        "point_merge": {"into": other},
        "proposal_ask": {"client_key": key, "clause": things["clause"].pk},
        "proposal_take": {
            "client_key": key,
            "comment": comment,
            "title": "Kéo dài thời hạn",
            "position": "no",
        },
        "official_make": {"client_key": key, "kind": "docx"},
        "official_paper": {"version": 0, **_texts()},
    }
    points = {f"v-{pk}": "agree" for pk in (point, other, 0)}
    coordinator |= {
        "check_set": {"check_hours": 24},
        "check_open": {},
        "compile_summary": {"text": f"Có ý kiến đề nghị kéo dài thời hạn. [diem-{point}]", "version": 0},
        "decision_open": {"unquoted_reason": "Các ý kiến thiểu số đã nêu trong tóm tắt."},
        "decision_assign": {f"to-{point}": things["seat"].pk},
        "decision_vote_open": {},
        "decision_count": {},
        "decision_stop": {"reason": "Sửa kết luận của một điểm."},
    }
    return {name: ("coordinator", fields) for name, fields in coordinator.items()} | {
        "check_mine": ("expert", {"comment": comment, "point": point, "answer": "right", "text": "", "version": 0}),
        "decision_state": ("council_member", {"text": "Nên kéo dài thời hạn.", "version": 0}),
        "decision_vote": ("council_member", {**points, "version": 0}),
        "decision_sign": ("council_head", {"password": PASSWORD}),
        "report_reopen": ("council_head", {"reason": "Bổ sung một kết luận."}),
        "aside_confirm": ("council_member", {}),
        "aside_mine": ("expert", {"text": "Ý kiến nói đúng phạm vi của dự thảo."}),
        "answer": ("agency_officer", {
            "version": 0, "code": "exp", "text": "Không tiếp thu vì trái luật.",
        }),
        "answers_publish": ("agency_signer", {}),
        "opinion_rate": ("expert", {"version": 0, "score": 2, "text": "Chưa nêu căn cứ."}),
        "opinion_object": ("expert", {"client_key": key, "text": "Trả lời chưa nêu căn cứ.", "shared": "on"}),
        "objection_case": ("coordinator", {
            "outcome": "hidden", "ground": "insult", "reason": "Có lời xúc phạm.", "client_key": key,
        }),
        "objection_appeal": ("expert", {"text": "Câu ấy dẫn nguyên văn báo cáo."}),
        "objection_answer": ("agency_officer", {"text": "Căn cứ là khoản 2 Điều 7."}),
    }  # fmt: skip


def _texts() -> dict:
    """The prose of the paper that stands in the addresses."""
    return {text.key: text.default for text in papers.texts_of(papers.FORMS["bao-cao-phan-bien"])}


def ready(world, name: str) -> None:
    things, people = world.things, world.people
    if name.startswith(("compile", "point", "aside", "note", "step", "proposal")):
        enter(world, "compile")
    if name.startswith("check"):
        _checking(world, name)
    if name.startswith("decision"):
        _deciding(world, name)
    if name == "official_paper":  # the words of a report that nobody has signed
        change(things["decision"], reopened_at=timezone.now())
    if name == "report_reopen":
        enter(world, "answer")
        change(things["compilation"], vote_needed=True)
    if name.startswith("answer"):
        enter(world, "answer")
    if name == "answers_publish":
        Answer.objects.create(
            point=things["point"], code="exp", text="Vì trái luật.", written_by=people["agency_officer"]
        )
        remove(things["other_point"])  # every point is answered
    if name in ("opinion_rate", "opinion_object", "objection_answer", "objection_appeal"):
        Answer.objects.create(
            point=things["point"], code="exp", text="Vì trái luật.", written_by=people["agency_officer"]
        )
        change(things["compilation"], state="published", published_at=timezone.now(), snapshot={"rows": []})
    if name == "objection_appeal":
        change(things["objection"], state="hidden")
    if name in (
        "compile_close",
        "check_open",
        "decision_open",
        "decision_sign",
    ):  # every opinion stands somewhere
        for comment in Comment.objects.filter(consultation=things["file"], parent=None, citations=None):
            things["point"].citations.create(comment=comment)
    if name == "compile_place":  # a poll is cited once it is closed
        change(things["poll"], state="closed", closed_at=timezone.now())
    if name in ("aside_propose", "proposal_ask"):  # of an opinion that waits
        remove(things["citation"])
    if name in ("aside_confirm", "aside_lift"):
        change(things["aside"], state="proposed", confirmed_by=None, confirmed_at=None)
    if name == "aside_mine":
        change(things["aside"], state="confirmed")
    if name == "step_undo":
        placing_actions.tag(
            people["coordinator"], compilation=things["compilation"], comment=things["comment"], name="Nhãn"
        )


STEPS = {"decision_vote": "voting", "decision_count": "voting", "decision_sign": "counted"}


def _deciding(world, name: str) -> None:
    """The compilation before its council, in the step in which the form is taken."""
    things, decision = world.things, world.things["decision"]
    enter(world, "compile")
    opened = name != "decision_open"
    change(things["compilation"], vote_needed=True, deciding=opened, unquoted_reason="Đã nêu.")
    if not opened:
        return remove(decision)
    change(
        decision, state=STEPS.get(name, "preparing"), report=None, signed_by=None, signed_at=None,
        counted_at=timezone.now() if name == "decision_sign" else None,
    )  # fmt: skip
    if name == "decision_sign":
        head = world.people["council_head"]
        head.set_password(PASSWORD)
        head.save()
        for seat in decision.seats.all():
            for point in (things["point"], things["other_point"], None):
                seat.votes.create(point=point, choice="agree")
    return None


def _checking(world, name: str) -> None:
    """The authors are to be asked, or were an hour ago."""
    enter(world, "compile")
    now = timezone.now()
    asked = {"check_opened_at": now - timedelta(hours=1), "check_closes_at": now + timedelta(hours=1)}
    change(world.things["compilation"], check_hours=2, **(asked if name == "check_mine" else {}))
