"""Read a person's own unsent texts: in the composer, on the page of their work, and the history of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums.draft_models import DraftSave, OpinionDraft
from consult.forums.models import Comment, Position
from consult.kit import writing
from consult.kit.clock import now
from consult.kit.verdicts import NotThere

_WORDS = 160


@dataclass(frozen=True)
class Kept:
    """The draft that a composer begins with. `age` in milliseconds: what a script compares with its own copy."""

    id: int
    initial: dict
    saved: str
    age: int


@dataclass(frozen=True)
class DraftRow:
    """One draft in the list of a person's work; `url` is where it goes on."""

    id: int
    place: str
    title: str
    words: str
    saved: str
    url: str


@dataclass(frozen=True)
class SaveRow:
    """One state in the history of a draft."""

    id: int
    when: str
    position: str
    reason: str
    proposed: str


@dataclass(frozen=True)
class DraftPage:
    """A draft with its history; `goes_on` is false where its clause is no longer under discussion."""

    draft: OpinionDraft
    place: str
    title: str
    url: str
    goes_on: bool
    saves: tuple[SaveRow, ...]


def draft_of(
    user, consultation, *, clause_id=None, attachment_id=None, parent_id=None, edits_id=None
) -> Kept | None:
    """The newest state of one composer's draft. One query; a draft whose text was sent meanwhile is not one."""
    if not user.is_authenticated:
        return None
    sent = Comment.objects.filter(voice__person=user, client_key=OuterRef("draft__client_key"))
    saves = DraftSave.objects.filter(
        ~Exists(sent), draft__person=user, draft__consultation=consultation, draft__clause=clause_id,
        draft__attachment=attachment_id, draft__parent=parent_id, draft__edits=edits_id,
    ).select_related("draft")  # fmt: skip
    save = saves.first()
    if save is None:
        return None
    return Kept(
        save.draft_id,
        {**save.values, "client_key": save.draft.client_key},
        saved_words(save.at),
        int((now() - save.at) / timedelta(milliseconds=1)),
    )


def saved_words(at: datetime) -> str:
    """When a draft was saved: the hour today, the day as well before."""
    moment = timezone.localtime(at)
    if moment.date() == timezone.localdate():
        return _("Đã lưu nháp %(when)s") % {"when": writing.time_long(moment)}
    return _("Đã lưu nháp %(when)s") % {"when": writing.datetime_text(moment)}


def saved_now(draft: OpinionDraft | None) -> dict:
    """What a script hears after saving; "" where there was nothing to save."""
    if draft is None:
        return {"saved": "", "history": ""}
    at = draft.saves.values_list("at", flat=True)[0]
    return {"saved": saved_words(at), "history": reverse("opinion_draft", args=[draft.pk])}


def drafts_of(user) -> tuple[DraftRow, ...]:
    """All of a person's drafts, newest first; one query."""
    newest = DraftSave.objects.filter(draft=OuterRef("pk"))
    sent = Comment.objects.filter(voice__person=user, client_key=OuterRef("client_key"))
    rows = (
        OpinionDraft.objects.filter(~Exists(sent), person=user)
        .select_related("consultation", "clause", "attachment", "parent", "edits")
        .annotate(values=Subquery(newest.values("values")[:1]), at=Subquery(newest.values("at")[:1]))
        .order_by("-at", "-pk")
    )
    return tuple(
        DraftRow(
            row.pk, _place(row), row.consultation.title, _first_words(row.values or {}), saved_words(row.at),
            _address(row) or reverse("opinion_draft", args=[row.pk]),
        )
        for row in rows
    )  # fmt: skip


def own_draft_or_404(user, pk: int) -> OpinionDraft:
    rows = OpinionDraft.objects.filter(person=user, pk=pk)
    found = rows.select_related("consultation", "clause", "attachment", "parent", "edits").first()
    if found is None:
        raise NotThere("")
    return found


def draft_page(user, pk: int) -> DraftPage:
    """The history of one's own draft; two queries."""
    draft = own_draft_or_404(user, pk)
    positions = dict(Position.choices)
    saves = tuple(
        SaveRow(
            save.pk, writing.datetime_text(timezone.localtime(save.at)),
            str(positions.get(save.values.get("position"), "")), save.values.get("reason", ""),
            save.values.get("proposed", ""),
        )
        for save in draft.saves.all()
    )  # fmt: skip
    address = _address(draft)
    return DraftPage(draft, _place(draft), draft.consultation.title, address, bool(address), saves)


def address_of(draft: OpinionDraft) -> str:
    """Where the text goes on: its composer, or its history where that composer is gone."""
    return _address(draft) or reverse("opinion_draft", args=[draft.pk])


def exported(user) -> list[dict]:
    """For "download my data"."""
    rows = DraftSave.objects.filter(draft__person=user).select_related("draft__consultation")
    rows = rows.prefetch_related("draft__files")
    return [
        {
            "consultation": row.draft.consultation.code,
            "at": row.at.isoformat(),
            "values": row.values,
            "files": [{"name": one.name, "size": one.size} for one in row.draft.files.all()],
        }
        for row in rows
    ]


def _address(draft: OpinionDraft) -> str:
    code = draft.consultation.code
    if draft.edits_id:
        return reverse("comment_edit", args=[code, draft.edits_id])
    if draft.parent_id:
        return reverse("reply_new", args=[code, draft.parent_id])
    if draft.attachment_id:
        return reverse("comment_new", args=[code]) + f"?attachment={draft.attachment_id}"
    if draft.clause_id and draft.clause.version_id != draft.consultation.version_id:
        return ""
    return reverse("comment_new", args=[code]) + (f"?clause={draft.clause_id}" if draft.clause_id else "")


def _place(draft: OpinionDraft) -> str:
    if draft.attachment_id:
        return draft.attachment.title
    place = draft.clause.citation if draft.clause else _("toàn văn dự thảo")
    if draft.edits_id:
        return _("Sửa ý kiến đã gửi")
    if draft.parent_id:
        return _("Trả lời ý kiến")
    return f"{place[:1].upper()}{place[1:]}"


def _first_words(values: dict) -> str:
    text = vietnamese.clean_name(values.get("reason") or values.get("proposed") or "")
    return text if len(text) <= _WORDS else f"{text[:_WORDS].rsplit(' ', 1)[0]} …"
