"""Save, bring back, throw away what a person has not sent yet. Nothing of it is recorded: a draft is nobody's act."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consult.core import drafting, vietnamese
from consult.forums.draft_models import DraftSave, OpinionDraft
from consult.forums.models import Comment
from consult.kit import rates, writing
from consult.kit.clock import now
from consult.kit.keys import read_key
from consult.kit.verdicts import NotThere, Refused

SAVES = 20
OLDEST = timedelta(days=30)
_MINUTE = 60


@transaction.atomic
def save_draft(
    user, *, consultation, clause=None, attachment=None, parent=None, edits=None, values: dict, client_key,
    age: timedelta = timedelta(0), device: str = "", empty: bool = False,
) -> OpinionDraft | None:  # fmt: skip
    """Keep what stands in a composer of this person; called by the composer, which asked whether they see the file.

    `age`: how long ago it was typed, so that no device's clock is believed. Locks the draft's row. `empty` keeps a
    draft without words, for its files. The same key as of a comment that was sent already saves nothing: the saving was on its way when the sending was.
    """
    rates.may_again("draft", user.pk, most=settings.DRAFT_RATE, seconds=_MINUTE).or_refuse()
    key, values = read_key(client_key), _clean(values)
    if Comment.objects.filter(voice__person=user, consultation=consultation, client_key=key).exists():
        return None
    place = {"clause": clause, "attachment": attachment, "parent": parent, "edits": edits}
    found = OpinionDraft.objects.filter(person=user, consultation=consultation, **place)
    if not empty and not any(values.values()) and not found.exists():
        return None
    draft = _locked(user, consultation, place, key)
    device = vietnamese.clean_name(device)[:36]
    incoming = drafting.Save(now() - min(max(age, timedelta(0)), OLDEST), device, values)
    _write(draft, incoming)
    if draft.client_key != key:
        draft.client_key = key
        draft.save(update_fields=["client_key"])
    return draft


@transaction.atomic
def restore_draft(user, *, draft: OpinionDraft, save_id: int) -> OpinionDraft:
    """An earlier state becomes the newest again; the present one stays in the history."""
    draft = OpinionDraft.objects.select_for_update().get(pk=draft.pk)
    _own_or_404(user, draft)
    old = draft.saves.filter(pk=save_id).first()
    if old is None:
        raise NotThere("")
    _write(draft, drafting.Save(now(), old.device, old.values))
    return draft


@transaction.atomic
def discard_draft(user, *, draft: OpinionDraft) -> None:
    """Throw it away with its history and its files."""
    _own_or_404(user, draft)
    stored = [row.file for row in draft.files.all()]
    transaction.on_commit(lambda: [one.delete(save=False) for one in stored])
    draft.delete()


def forget_sent(
    user, *, consultation, clause_id=None, attachment_id=None, parent_id=None, edits_id=None
) -> None:
    """The text was sent: called by the action that took it, inside its transaction."""
    OpinionDraft.objects.filter(
        person=user, consultation=consultation, clause=clause_id, attachment=attachment_id, parent=parent_id,
        edits=edits_id,
    ).delete()  # fmt: skip


def unsent(user, consultation_id: int) -> dict[tuple, int]:
    """The person's drafts of opinions and replies in a file, by clause, attachment, and the comment they answer."""
    rows = OpinionDraft.objects.filter(person=user, consultation=consultation_id, edits=None)
    found = rows.values_list("pk", "clause_id", "attachment_id", "parent_id")
    return {(clause, attachment, parent): pk for pk, clause, attachment, parent in found}


def forget(draft_id: int | None) -> None:
    """A draft found by `unsent` was sent; its files have found their place before."""
    if draft_id is not None:
        OpinionDraft.objects.filter(pk=draft_id).delete()


def _own_or_404(user, draft: OpinionDraft) -> None:
    if draft.person_id != user.pk:
        raise NotThere("")


def _locked(user, consultation, place: dict, key) -> OpinionDraft:
    drafts = OpinionDraft.objects.select_for_update()
    draft = drafts.filter(person=user, consultation=consultation, **place).first()
    if draft:
        return draft
    if OpinionDraft.objects.filter(person=user).count() >= settings.DRAFT_LIMIT:
        raise Refused(
            _("Đã có %(limit)s bản nháp chưa gửi. Xin gửi hoặc bỏ bớt ở trang Việc của tôi.")
            % {"limit": writing.number(settings.DRAFT_LIMIT)},
            "too-many",
        )
    wanted = {"person": user, "consultation": consultation, **place}
    draft, _made = OpinionDraft.objects.get_or_create(**wanted, defaults={"client_key": key})
    return drafts.get(pk=draft.pk)


def _write(draft: OpinionDraft, incoming: drafting.Save) -> None:
    """Store what the merge keeps: rows that stay are not touched."""
    rows = list(draft.saves.all())
    saves = [drafting.Save(row.at, row.device, row.values) for row in rows]
    kept = drafting.merge(saves, incoming, most=SAVES)
    gone = [row.pk for row, save in zip(rows, saves, strict=True) if save not in kept]
    DraftSave.objects.filter(pk__in=gone).delete()
    DraftSave.objects.bulk_create(
        DraftSave(draft=draft, at=save.at, device=save.device, values=dict(save.values))
        for save in kept if save not in saves
    )  # fmt: skip


def _clean(values: dict) -> dict[str, str]:
    """As typed, only without what no text may hold; longer than any comment is cut as the composer would refuse it."""
    most = settings.COMMENT_LIMIT
    return {name: vietnamese.clean(str(value))[:most] for name, value in values.items()}
