"""What the pages of a file's officers and of the invited read. Used by views only."""

from dataclasses import dataclass
from datetime import datetime

from consult.consultations import rules, stages
from consult.consultations.levels import Consequences, spelled_out
from consult.consultations.models import Consultation, DeadlineRule, Invitation, Stage, Voice
from consult.consultations.schedules import shorter_than_rule
from consult.consultations.selectors import (
    Deadline,
    StageItem,
    consultation_or_404,
    current_stage,
    next_deadline,
    stage_line,
)
from consult.documents.models import DraftVersion
from consult.experts.models import Expert
from consult.experts.selectors import display_name, field_names
from consult.kit.stored import word
from consult.kit.verdicts import NotThere, Verdict
from consult.people.models import Organisation
from consult.people.roles import AGENCY_KINDS, COUNCIL_KINDS, Role
from consult.people.selectors import organisations_of


@dataclass(frozen=True)
class Move:
    """A stage to which the file may go now, with what the move means and whether this person may make it."""

    kind: str
    name: str
    meaning: str
    verdict: Verdict


@dataclass(frozen=True)
class InvitationRow:
    """One invitation in the officer's list."""

    id: int
    name: str
    state: str
    state_name: str
    reason: str
    sent_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class Candidate:
    """A verified expert of the public directory who was not asked yet."""

    id: int
    name: str
    fields: str


@dataclass(frozen=True)
class ManagePage:
    """The officer's page of one file."""

    consultation: Consultation
    line: tuple[StageItem, ...]
    stage: Stage | None
    deadline: Deadline | None
    short: DeadlineRule | None
    may_open: Verdict
    levels: tuple[tuple[str, str, Consequences], ...]
    may_choose_levels: Verdict
    moves: tuple[Move, ...]
    may_extend: Verdict
    newer: DraftVersion | None
    may_ask_on: Verdict
    may_invite: Verdict
    invitations: tuple[InvitationRow, ...]
    accepted: int

    @property
    def prepared(self) -> bool:
        return self.consultation.state == Consultation.State.PREPARED


@dataclass(frozen=True)
class InvitationPage:
    """What the invited expert reads before answering."""

    invitation: Invitation
    consultation: Consultation
    line: tuple[StageItem, ...]
    deadline: Deadline | None
    may_reply: Verdict

    @property
    def answered(self) -> bool:
        return self.invitation.state != Invitation.State.SENT


def manage_page(user, code: str) -> ManagePage:
    """For officers of the file's agency and coordinators of its council; to others the page does not exist."""
    consultation = consultation_or_404(user, code)
    if not (rules.may_manage(user, consultation) or rules.may_compile(user, consultation)):
        raise NotThere("")
    stage = current_stage(consultation)
    comment = next((s for s in consultation.stages.all() if s.kind == "comment"), None)
    invitations = _invitations(consultation)
    newer = newer_version(consultation)
    return ManagePage(
        consultation=consultation,
        line=stage_line(consultation),
        stage=stage,
        deadline=next_deadline(consultation),
        short=shorter_than_rule(consultation),
        may_open=rules.may_open(user, consultation, comment and comment.closes_at),
        levels=spelled_out(consultation.levels),
        may_choose_levels=rules.may_choose_levels(user, consultation),
        moves=_moves(user, consultation, stage),
        may_extend=rules.may_extend(user, consultation, stage),
        newer=newer,
        may_ask_on=rules.may_ask_on(user, consultation, stage, newer),
        may_invite=rules.may_invite(user, consultation),
        invitations=invitations,
        accepted=sum(row.state == Invitation.State.ACCEPTED for row in invitations),
    )


def newer_version(consultation) -> DraftVersion | None:
    """The newest published version of the draft after the one under discussion."""
    later = DraftVersion.objects.published().filter(
        draft=consultation.draft_id, number__gt=consultation.version.number
    )
    return later.order_by("-number").first()


def _moves(user, consultation, stage) -> tuple[Move, ...]:
    if stage is None:
        return ()
    return tuple(
        Move(
            kind,
            str(Stage.Kind(kind).label),
            str(stages.MEANING[kind]),
            rules.may_move(user, consultation, stage.kind, kind),
        )
        for kind in stages.NEXT[stage.kind]
    )


def _invitations(consultation) -> tuple[InvitationRow, ...]:
    rows = consultation.invitations.select_related("expert__user").order_by("expert__user__name_key", "pk")
    return tuple(
        InvitationRow(
            row.pk,
            display_name(row.expert),
            row.state,
            row.get_state_display(),
            row.reason,
            row.sent_at,
            row.answered_at,
        )
        for row in rows
    )


def candidates(consultation):
    """Query of experts who may be asked: verified, in the public directory, not asked yet."""
    asked = consultation.invitations.values("expert")
    return Expert.objects.listed().exclude(pk__in=asked).for_rows().order_by("user__name_key", "pk")


def candidate_rows(experts) -> tuple[Candidate, ...]:
    """Rows of loaded experts (from `candidates`); no query."""
    return tuple(
        Candidate(expert.pk, display_name(expert), ", ".join(map(word, field_names(expert)[:3])))
        for expert in experts
    )


def invitation_page(user, pk: int) -> InvitationPage:
    """Only for the invited; to others the invitation does not exist."""
    invitation = (
        Invitation.objects.select_related("expert", "consultation__agency", "consultation__version")
        .prefetch_related("consultation__stages")
        .filter(pk=pk, expert__user=user)
        .first()
    )
    if invitation is None:
        raise NotThere("")
    consultation = invitation.consultation
    return InvitationPage(
        invitation,
        consultation,
        stage_line(consultation),
        next_deadline(consultation),
        rules.may_reply_to_invitation(user, invitation),
    )


def my_invitations(user):
    """Query of the person's invitations, newest first, with their files; for desks."""
    return (
        Invitation.objects.filter(expert__user=user)
        .select_related("consultation__agency", "consultation__version")
        .order_by("-sent_at", "-pk")
    )


@dataclass(frozen=True)
class InterestPage:
    """What a person has declared in a file; `start` fills the form."""

    consultation: Consultation
    declared_at: datetime | None
    start: dict
    may: Verdict


def interest_page(user, code: str) -> InterestPage:
    """For whoever has a voice of their own in the file; NotThere for everybody else."""
    consultation = consultation_or_404(user, code)
    voice = Voice.objects.filter(consultation=consultation, person=user).first()
    if voice is None:
        raise NotThere("")
    voice.consultation = consultation
    start = {"interest_kind": "yes" if voice.interest else "no", "interest": voice.interest}
    declared = voice.interest_declared_at
    return InterestPage(
        consultation, declared, start if declared else {}, rules.may_declare_interest(user, voice)
    )


# --- a new file ------------------------------------------------------------------------------------------


def versions_for_new(user):
    """Query of published versions of the officer's agencies, newest first; NotThere for anybody else."""
    ids = organisations_of(user, Role.AGENCY_OFFICER)
    if not ids:
        raise NotThere("")
    return (
        DraftVersion.objects.published()
        .filter(draft__agency__in=ids, draft__agency__kind__in=AGENCY_KINDS)
        .select_related("draft__agency")
        .order_by("-published_at", "-pk")
    )


def councils():
    """Query of the bodies that may compile."""
    return Organisation.objects.current().filter(kind__in=COUNCIL_KINDS).order_by("official_name")
