"""One small world for the contracts: a file with everything in it, and one person of every role."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from consult.consultations.models import Invitation, PlanItem
from consult.desk.models import PrintCopy
from consult.documents.models import Reading
from consult.forums.actions import post_comment
from consult.forums.draft_actions import save_draft
from consult.forums.evidence_models import EvidenceFile
from consult.forums.keeping import audience
from consult.forums.models import Import, ImportRow, Paper
from consult.forums.moderation_actions import flag_comment
from consult.forums.selectors import file_or_404
from consult.ledger.models import Book
from consult.notices.models import Notice
from consult.notices.stopping import token_of
from consult.people.roles import OrganisationKind, Role
from consult.polls.models import Poll
from consult.reports.models import (
    Compilation,
    Decision,
    Note,
    Objection,
    PaperData,
    PaperFile,
    Point,
    ProposalRun,
    SetAside,
    StockText,
)
from consult.rooms import verbs as room_verbs
from consult.rooms.models import AgendaItem, Room, Show, Turn
from tests import factories as make
from tests.rounds.hall import Hall, a_hall, a_line, dissent, filed, opened_round, say

ROLES = (
    "anonymous",
    "person",
    "expert",
    "association_officer",
    "agency_officer",
    "agency_signer",
    "other_agency",
    "coordinator",
    "council_member",
    "council_head",
    "secretary",
    "overseer",
    "data_officer",
    "administrator",
)
# Acts of the time in which a file is prepared: the others are asked of a file that is open.
BEFORE_OPENING = {"attachment_remove", "consultation_levels", "consultation_open"}


@dataclass
class World:
    """`arguments(name)` are the URL arguments of a name; `people` maps a role to a user."""

    people: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)

    @classmethod
    def build(cls) -> "World":
        world = cls()
        agency = make.an_organisation(name="Sở Khoa học và Công nghệ")
        other = make.an_organisation(name="Sở Y tế")
        council = make.an_organisation(OrganisationKind.FRONT, name="Mặt trận")
        association = make.an_organisation(OrganisationKind.MASS_ASSOCIATION, name="Liên hiệp hội")
        people = world.people
        people["person"] = make.a_user("Phạm Văn Thường")
        people["expert"] = make.an_expert(association=association)
        make.a_member(association, Role.EXPERT, user=people["expert"])
        people["second_expert"] = make.an_expert("Đinh Thị Khác", association=association)
        people["association_officer"] = make.a_member(association, Role.ASSOCIATION_OFFICER)
        people["agency_officer"] = make.a_member(agency, Role.AGENCY_OFFICER)
        people["agency_signer"] = make.a_member(agency, Role.AGENCY_SIGNER)
        people["other_agency"] = make.a_member(other, Role.AGENCY_OFFICER)
        people["coordinator"] = make.a_member(council, Role.COUNCIL_COORDINATOR)
        people["council_member"] = make.a_member(council, Role.COUNCIL_MEMBER)
        people["council_head"] = make.a_member(council, Role.COUNCIL_HEAD)
        people["secretary"] = make.a_member(council, Role.SECRETARY)
        people["overseer"] = make.a_member(other, Role.OVERSEER)
        people["data_officer"] = make.a_member(council, Role.DATA_OFFICER)
        people["administrator"] = make.a_member(council, Role.ADMINISTRATOR)
        people["administrator"].is_staff = people["administrator"].is_superuser = True
        people["administrator"].save()
        world._fill(agency, council, association)
        return world

    def _fill(self, agency, council, association):
        people, things = self.people, self.things
        version = make.a_version(agency=agency, by=people["agency_officer"])
        second = make.a_version(draft=version.draft, by=people["agency_officer"], text=make.TEXT_2)
        prepared = make.a_version(draft=version.draft, by=people["agency_officer"], published=False)
        reading = Reading.objects.create(
            draft=version.draft, by=people["agency_officer"], source_name="du-thao.doc"
        )
        levels = ["named", "anonymous", "council"]
        file = make.a_consultation(agency=agency, council=council, version=version, levels=levels)
        unopened = make.a_consultation(agency=agency, council=council, version=version, state="prepared")
        unopened_paper = make.an_attachment(unopened)
        clause = version.clauses.filter(kind="clause").first()
        voice = make.a_voice(file, people["expert"])
        membership = people["agency_officer"].memberships.get()
        waiting = make.an_expert("Võ Thị Chờ", association=association)
        waiting.expert.state = "waiting"
        waiting.expert.save()
        proof = self._proof(file, clause)
        comment = post_comment(
            people["expert"], consultation=file, clause=clause, position="no", reason="Thời hạn quá ngắn.",
            shown="named", client_key=uuid4(),
        )  # fmt: skip
        guarded = post_comment(
            people["expert"], consultation=file, clause=clause, position="other", reason="Chỉ gửi hội đồng.",
            shown="council", client_key=uuid4(),
        )  # fmt: skip
        case = flag_comment(
            people["second_expert"], comment=comment, ground="off_topic", words="Không nói về điều này."
        ).case
        poll = Poll.objects.create(
            consultation=file, clause=clause, question="Có đồng ý không?",
            closes_at=timezone.now() + timedelta(days=3), created_by=people["coordinator"],
        )  # fmt: skip
        book = Book.objects.create(
            code=f"{file.code}-P1", kind=Book.Kind.ROOM, open_verbs=list(room_verbs.OPEN_VERBS)
        )
        room = Room.objects.create(
            consultation=file, book=book,
            title="Hội nghị phản biện", starts_at=timezone.now(), state="open", chair=people["coordinator"],
            secretary=people["secretary"], created_by=people["coordinator"], opened_at=timezone.now(),
        )  # fmt: skip
        item = AgendaItem.objects.create(room=room, order=1, title="Khai mạc", state="now")
        turn = Turn.objects.create(room=room, voice=voice, item=item)
        show = Show.objects.create(room=room, item=item, question="Thông qua?")
        compilation = Compilation.objects.create(consultation=file)
        point = Point.objects.create(
            compilation=compilation, clause=clause, title="Thời hạn", position="no",
            created_by=people["coordinator"],
        )  # fmt: skip
        other_point = Point.objects.create(
            compilation=compilation, clause=clause, title="Điểm gần giống", position="no",
            created_by=people["coordinator"],
        )  # fmt: skip
        citation = point.citations.create(comment=comment)
        quotation = citation.quotations.create(part="reason", edition=1, start=0, end=9, words="Thời hạn ")
        aside = SetAside.objects.create(
            comment=comment, reason="scope", state="lifted", proposed_by=people["coordinator"],
            confirmed_by=people["council_member"], confirmed_at=timezone.now(),
        )  # fmt: skip
        note = Note.objects.create(comment=comment, text="Hỏi lại.", by=people["coordinator"])
        proposal = ProposalRun.objects.create(
            compilation=compilation, clause=clause, state="done", model="mo-hinh", prompt_hash="ab" * 32,
            sent=[[comment.pk, 1]], refused=[[2, "unknown-id", "y9"]], asked_by=people["coordinator"],
        )  # fmt: skip
        proposed = proposal.groups.create(
            order=1, title="Kéo dài thời hạn", comments=[comment.pk], quotes=[[comment.pk, "quá ngắn"]]
        )
        asked = point.clarifications.create(question="Tính từ ngày nào?", asked_by=people["agency_officer"])
        forwarding = point.forwardings.create(
            to=people["other_agency"].memberships.get().organisation, text="Thuộc thẩm quyền.",
            by=people["agency_officer"],
        )  # fmt: skip
        stock = StockText.objects.create(
            agency=agency, name="Mẫu", text="Về {diem}.", by=people["agency_officer"]
        )
        official_data = PaperData.objects.create(
            consultation=file, code="bao-cao-phan-bien", digest="ab" * 32, data={}
        )
        official = PaperFile.objects.create(
            consultation=file, code="bao-cao-phan-bien", kind="pdf", data=official_data, state="done",
            file_hash="cd" * 32, asked_by=people["coordinator"],
        )  # fmt: skip
        official.file.save("a.pdf", ContentFile(b"%PDF-1.7"))
        report_data = PaperData.objects.create(
            consultation=file, code=f"bao-cao-tu-van-{association.pk}", digest="ac" * 32, data={}
        )
        report_file = PaperFile.objects.create(
            consultation=file, code=report_data.code, kind="pdf", data=report_data, state="done",
            file_hash="ca" * 32, asked_by=people["association_officer"], made_at=timezone.now(),
        )  # fmt: skip
        report_file.file.save("c.pdf", ContentFile(b"%PDF-1.7"))
        guarded_citation = point.citations.create(comment=guarded)
        objection = Objection.objects.create(
            citation=guarded_citation, text="Trả lời chưa nêu căn cứ.", filed_at=timezone.now(),
            answer_due=timezone.now() + timedelta(days=15),
        )  # fmt: skip
        signed_data = PaperData.objects.create(
            consultation=file, code="bao-cao-phan-bien", digest="ef" * 32, data={}
        )
        decision = Decision.objects.create(
            compilation=compilation, edition=1, state="signed", quorum="2/3", majority="1/2", report=signed_data,
            opened_by=people["coordinator"], opened_at=timezone.now(), counted_at=timezone.now(),
            signed_by=people["council_head"], signed_at=timezone.now(),
        )  # fmt: skip
        for name in ("council_head", "council_member"):
            seat = decision.seats.create(member=people[name])
        signed_file = PaperFile.objects.create(
            consultation=file, code="bao-cao-phan-bien", kind="pdf", data=signed_data, state="done",
            file_hash="ef" * 32, asked_by=people["coordinator"],
        )  # fmt: skip
        signed_file.file.save("b.pdf", ContentFile(b"%PDF-1.7"))
        paper = Paper.objects.create(
            consultation=file, kind="document", received_on=timezone.localdate(), sender="Hội Luật gia",
            shown="named", office=council, entered_by=people["coordinator"], scan_name="thu.pdf",
        )  # fmt: skip
        paper.scan.save("thu.pdf", ContentFile(b"%PDF-1.4"))
        table = Import.objects.create(
            paper=paper, state="checked", names=["Bảng 1"],
            tables=[{"name": "Bảng 1", "rows": [[1, ["Điều", "Nội dung góp ý"]], [2, ["Điều 1", "Sửa."]]]}],
            layouts=[{"header": 0, "columns": {"place": 0, "text": 1}, "used": True}],
        )  # fmt: skip
        ImportRow.objects.create(
            table=table, order=1, sheet=0, number=2, cells=["Điều 1", "Sửa."], place="Điều 1", clause=clause,
            speaker="Hội Luật gia", position="amend", text="Sửa.", state="ready",
        )  # fmt: skip
        invitation = Invitation.objects.create(
            consultation=file, expert=people["expert"].expert, invited_by=people["coordinator"]
        )
        round = self._round(association, file, clause)
        notice = Notice.objects.create(user=people["expert"], kind="file", text="Tin", url="/", key="x")
        opinion_draft = save_draft(
            people["expert"],
            consultation=file,
            clause=clause,
            values={"reason": "07 -> 15"},
            client_key=uuid4(),
        )
        attachment = make.an_attachment(file)
        plan_item = PlanItem.objects.create(
            council=council, year=timezone.localdate().year, order=1, content="Phản biện dự thảo nghị quyết.",
            agency=agency, form="conference", period="q4", note="Theo đề nghị.", lead="Ban Thường trực",
            by=people["coordinator"],
        )  # fmt: skip
        print_copy = self._print_copy(file)
        things.update(locals())

    def _proof(self, file, clause):
        """A file of evidence that waits for the expert's opinion about the clause and goes with it."""
        draft = save_draft(
            self.people["expert"],
            consultation=file,
            clause=clause,
            values={"reason": "7"},
            client_key=uuid4(),
        )
        proof = EvidenceFile(draft=draft, name="so-lieu.pdf", extension=".pdf", size=8, digest="0" * 64)
        proof.file.save("a.pdf", ContentFile(b"%PDF-1.7"))
        return proof

    def _print_copy(self, file):
        """A file for print that the coordinator asked for and that is ready."""
        by = self.people["coordinator"]
        copy = PrintCopy(
            person=by,
            consultation=file,
            version=file.version,
            head="x",
            audience=audience(by, file_or_404(by, file.code)),
            state="done",
        )
        copy.file.save("in.pdf", ContentFile(b"%PDF-1.7"))
        return copy

    def _round(self, association, file, clause):
        """A running round with one of everything in it, and one that another association has filed."""
        hall = Hall(association, file, self.people["association_officer"], [self.people["expert"]])
        hall.round = opened_round(hall)
        self.things["said"] = say(hall, self.people["expert"], clause=clause)
        self.things["line"] = a_line(hall, clause=clause)
        self.things["dissent"] = dissent(hall, self.people["expert"])
        other = a_hall(1, file=file)
        a_line(other, clause=clause)
        self.things["filed"] = filed(other)
        return hall.round

    def sign_in(self, client, role: str) -> None:
        client.logout()
        if role != "anonymous":
            client.force_login(
                self.people[role], backend="allauth.account.auth_backends.AuthenticationBackend"
            )

    def arguments(self, name: str) -> dict:
        """Arguments by what the name is about; names without arguments give none."""
        from django.urls import get_resolver

        (possibility,) = get_resolver().reverse_dict.getlist(name)[0][0][:1]
        wanted = possibility[1]
        return {key: self._value(name, key) for key in wanted}

    def _value(self, name: str, key: str):
        things = self.things
        direct = {
            "code": things["file"].code,
            "number": 1,
            "year": timezone.localdate().year,
            "slug": things["agency"].slug,
            "book": things["room"].book_id,
            "clause": things["clause"].pk,
            "file": things["proof"].pk,
            "said": things["said"].pk,
            "paper": "bao-cao-phan-bien",
            "digest": things["official_data"].digest,
            "line": things["line"].pk,
            "dissent": things["dissent"].pk,
            "token": token_of(self.people["expert"], ["file"]),
        }
        if name == "official_sent":
            direct["paper"] = things["report_data"].code
        if name in ("plan", "plan_new"):
            direct["slug"] = things["council"].slug
        if name in BEFORE_OPENING:
            direct["code"] = things["unopened"].code
        if key in direct:
            return direct[key]
        for start, thing in (
            ("attachment_remove", "unopened_paper"),
            ("version_check", "prepared"),
            ("attachment", "attachment"),
            ("version_repair", "prepared"),
            ("comparison", "second"),
            ("upload_progress", "reading"),
            ("print_copy", "print_copy"),
            ("official_file", "official"),
            ("signed_file", "signed_file"),
            ("decision_state", "point"),
            ("paper", "paper"),
            ("table", "paper"),
            ("version_publish", "prepared"),
            ("version_discard", "prepared"),
            ("version", "second"),
            ("opinion_draft", "opinion_draft"),
            ("draft", "version.draft"),
            ("membership", "membership"),
            ("comment_release", "guarded"),
            ("comment_naming", "guarded"),
            ("comment", "comment"),
            ("evidence", "comment"),
            ("moderation_case", "case"),
            ("case_", "case"),
            ("reply", "comment"),
            ("answer", "point"),
            ("question", "asked"),
            ("forwarding", "forwarding"),
            ("stock_text", "stock"),
            ("citation", "citation"),
            ("compilation", "compilation"),
            ("compile_unquote", "quotation"),
            ("compile_", "citation"),
            ("result", "point"),
            ("my_opinion", "citation"),
            ("opinion_rate", "citation"),
            ("opinion_object", "citation"),
            ("objection_appeal", "guarded_citation"),
            ("objection", "objection"),
            ("aside_", "aside"),
            ("note_remove", "note"),
            ("proposal_take", "proposed"),
            ("proposal", "proposal"),
            ("poll", "poll"),
            ("ballot", "poll"),
            ("room", "room"),
            ("round", "round"),
            ("position", "filed"),
            ("invitation", "invitation"),
            ("verification", "waiting.expert"),
            ("expert", "people.expert"),
            ("notice", "notice"),
            ("plan_item", "plan_item"),
            ("point", "point"),
            ("clause", "clause"),
        ):
            if name.startswith(start):
                return self._pk(thing)
        raise KeyError(f"world.py does not know the argument {key} of {name}")

    def _pk(self, path: str):
        if path == "people.expert":
            return self.people["expert"].expert.pk
        thing = self.things[path.split(".")[0]]
        for part in path.split(".")[1:]:
            thing = getattr(thing, part)
        return thing.pk
