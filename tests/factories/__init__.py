"""The smallest valid objects, one function each. Scenes that play a whole process are in consult/desk/scenes."""

import itertools
from datetime import timedelta

from django.utils import timezone

from consult.consultations.models import Attachment, Consultation, Stage, Voice
from consult.core import vietnamese
from consult.core.legal import Line, cite, parse
from consult.documents.models import Clause, Draft, DraftVersion
from consult.experts.models import Expert, Field
from consult.ledger.models import Book
from consult.people.models import Membership, Organisation, User
from consult.people.roles import Level, OrganisationKind, Role

_count = itertools.count(1)
PASSWORD = "mat-khau-dai-12"
TEXT = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nghị quyết này quy định chính sách đối với trí thức của thành phố.
Điều 2. Đối tượng áp dụng
1. Chuyên gia, nhà khoa học đang làm việc tại thành phố.
2. Cơ quan, tổ chức có liên quan.
Chương II
CHÍNH SÁCH
Điều 3. Đặt hàng, giao nhiệm vụ
1. Cơ quan đặt hàng công khai nhiệm vụ trong thời hạn 07 ngày.
2. Tiêu chí lựa chọn gồm:
a) Năng lực chuyên môn;
b) Tính khả thi của phương án.
""".strip()
TEXT_2 = TEXT.replace("07 ngày", "15 ngày làm việc")


def a_user(name="Nguyễn Văn An", **fields):
    n = next(_count)
    return User.objects.create_user(
        fields.pop("email", f"nguoi{n}@consult.test"),
        PASSWORD,
        full_name=name,
        name_key=vietnamese.name_key(name),
        **fields,
    )


def an_organisation(kind=OrganisationKind.DEPARTMENT, name=None, **fields):
    n = next(_count)
    name = name or f"Tổ chức {n}"
    return Organisation.objects.create(
        official_name=name,
        short_name=name,
        slug=f"to-chuc-{n}",
        kind=kind,
        level=fields.pop("level", Level.PROVINCE),
        valid_from=timezone.localdate() - timedelta(days=400),
        book=Book.objects.create(code=f"TC-{n}", kind=Book.Kind.OFFICE),
        **fields,
    )


def a_member(organisation, role, name="Trần Thị Bình", user=None):
    user = user or a_user(name)
    Membership.objects.create(
        user=user, organisation=organisation, role=role, valid_from=timezone.localdate() - timedelta(days=9)
    )
    return user


def an_expert(name="Lê Minh Châu", *, verified=True, listed=True, association=None, field="505", **fields):
    """An expert's user with a profile; `user.expert` is the profile."""
    user = a_user(name)
    expert = Expert.objects.create(
        user=user,
        degree=fields.pop("degree", "ts"),
        workplace=fields.pop("workplace", "Trường Đại học Cần Thơ"),
        association=association,
        state=Expert.State.VERIFIED if verified else Expert.State.EDITING,
        listed=listed,
        **fields,
    )
    expert.fields.add(a_field(field))
    return user


def a_field(code="505", name="Pháp luật"):
    return Field.objects.get_or_create(
        code=code, defaults={"name": name, "level": 1 if len(code) == 1 else 2}
    )[0]


def a_version(*, agency=None, text=TEXT, draft=None, published=True, by=None):
    """A version with its clause tree, frozen when published."""
    agency = agency or (draft.agency if draft else an_organisation())
    by = by or a_member(agency, Role.AGENCY_OFFICER)
    draft = draft or Draft.objects.create(
        agency=agency, title="Nghị quyết về chính sách đối với trí thức", kind="resolution", created_by=by
    )
    number = draft.versions.count() + 1
    version = DraftVersion.objects.create(
        draft=draft,
        number=number,
        source="drafts/thu.txt",
        source_name="thu.txt",
        source_hash="0" * 64,
        uploaded_by=by,
    )
    nodes = parse([Line(line) for line in text.splitlines()]).nodes
    made = {}
    for order, node in enumerate(nodes):
        parent = made.get(node.parent)
        made[node.id] = Clause.objects.create(
            version=version,
            ident=node.id,
            parent=parent,
            order=order,
            depth=parent.depth + 1 if parent else 0,
            kind=node.kind,
            number=node.number,
            label=node.label,
            title=node.title,
            text=node.text,
            path=node.path,
            within=node.within,
            citation=cite(node, nodes),
            folded=vietnamese.fold(f"{node.title} {node.text}"),
        )
    if published:
        DraftVersion.objects.filter(pk=version.pk).update(
            state="published", published_at=timezone.now(), declared_by=by, tree_hash="1" * 64
        )
        version.refresh_from_db()
    return version


OPEN_VERBS = {
    "comment": [
        "comment.posted",
        "comment.edited",
        "comment.withdrawn",
        "comment.endorsed",
        "poll.opened",
        "ballot.cast",
        "paper.registered",
        "comment.entered",
    ],
    "meet": ["poll.opened", "ballot.cast", "paper.registered", "comment.entered"],
    "compile": ["paper.registered", "comment.entered"],
    "answer": [],
    "closed": [],
}


def a_consultation(stage="comment", *, agency=None, council=None, version=None, state="open", **fields):
    """A file in the given stage, with all stages, its officers reachable by their memberships."""
    n = next(_count)
    agency = agency or (version.draft.agency if version else an_organisation(name=f"Sở số {n}"))
    council = council or an_organisation(OrganisationKind.FRONT, name=f"Mặt trận {n}")
    version = version or a_version(agency=agency)
    now = timezone.now()
    book = Book.objects.create(
        code=f"GY-2026-{n:03d}",
        kind=Book.Kind.CONSULTATION,
        open_verbs=OPEN_VERBS[stage] if state == "open" else [],
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=12),
    )
    consultation = Consultation.objects.create(
        code=book.code,
        kind="social_review",
        title=fields.pop("title", version.draft.title),
        folded=vietnamese.fold(version.draft.title),
        legal_basis="Điều 33 Luật Mặt trận Tổ quốc Việt Nam",
        agency=agency,
        council=council,
        draft=version.draft,
        version=version,
        book=book,
        state=state,
        created_by=version.uploaded_by,
        opened_at=now - timedelta(days=1) if state != "prepared" else None,
        **{"levels": ["named", "anonymous"], **fields},
    )
    kinds = list(Stage.Kind.values)
    for order, kind in enumerate(kinds):
        place = (order > kinds.index(stage)) - (order < kinds.index(stage))
        Stage.objects.create(
            consultation=consultation,
            kind=kind,
            order=order,
            opens_on=timezone.localdate(),
            closes_at=now + timedelta(days=12 * (order + 1)),
            state={-1: "done", 0: "now", 1: "next"}[place] if state == "open" else "next",
        )
    return consultation


def an_attachment(consultation, **fields):
    """A paper of the file whose text was read; its bytes are not there."""
    number = next(_count)
    return Attachment.objects.create(
        consultation=consultation, kind=fields.pop("kind", "submission"), title=f"Tờ trình số {number}",
        file="attachments/thu.docx", file_name="to-trinh.docx", file_hash="0" * 64,
        lines=fields.pop("lines", ["Kính gửi: Ủy ban nhân dân thành phố", [["Mục", "Nội dung"], ["1", "Chính sách"]]]),
        by=fields.pop("by", consultation.created_by), **fields,
    )  # fmt: skip


def a_voice(consultation, user=None, kind="person"):
    user = user or an_expert()
    return Voice.objects.create(
        consultation=consultation,
        kind=kind,
        person=user,
        label=f"TS. {user.full_name}, Trường Đại học Cần Thơ",
        descriptor="Chuyên gia đã xác thực, lĩnh vực Pháp luật",
    )
