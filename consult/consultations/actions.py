"""Write files: create, open, move on, invite, answer an invitation, take a voice."""

from datetime import datetime, time

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations import rules, stages, verbs
from consult.consultations.levels import in_order
from consult.consultations.models import Consultation, DeadlineRule, Invitation, Stage, Voice
from consult.core import vietnamese
from consult.experts.models import Expert
from consult.experts.selectors import descriptor, display_name, field_names
from consult.kit.clock import database_now
from consult.kit.keys import read_key, same_or_refuse
from consult.kit.stored import OFFICER_OF
from consult.kit.verdicts import Refused
from consult.ledger.actions import open_book, record, set_stage
from consult.ledger.models import Book
from consult.people.models import Organisation
from consult.people.roles import AGENCY_ROLES
from consult.people.selectors import holds

REASON_LIMIT = 500


@transaction.atomic
def create_consultation(
    by, *, kind, legal_basis, agency, council, version, title, summary, invited, levels, stages: dict,
    client_key,
) -> Consultation:  # fmt: skip
    """A file in preparation, with all its stages and a book of its own. Officers of the agency.

    `stages` maps a stage kind to (opens_on: date, closes_at: aware datetime), either may be None; `levels` are those
    at which one may speak besides openly. The code is
    numbered per kind and year under one lock. Records consultation.created; the same key gives the same file.
    """
    key = read_key(client_key)
    if stored := _stored(by, key, version):
        return stored
    rules.may_create(by, agency, council, version).or_refuse()
    _check_dates(stages)
    code = _next_code(kind)
    # The lock on numbers is held now: of two equal posts the second finds the first.
    if stored := _stored(by, key, version):
        return stored
    consultation = Consultation.objects.create(
        code=code,
        kind=kind,
        title=vietnamese.clean_name(title),
        folded=vietnamese.fold(vietnamese.clean_name(f"{title} {summary}")),
        legal_basis=vietnamese.clean(legal_basis).strip(),
        summary=vietnamese.clean(summary).strip(),
        agency=agency,
        council=council,
        draft=version.draft,
        version=version,
        book=open_book(code=code, kind=Book.Kind.CONSULTATION),
        invited=invited,
        levels=in_order(levels),
        created_by=by,
        client_key=key,
    )
    _save_stages(consultation, stages)
    record(
        verbs.CONSULTATION_CREATED,
        book_id=consultation.book_id,
        by=by,
        target=consultation,
        data={"code": code, "version": version.pk},
    )
    return consultation


def _stored(by, key, version) -> Consultation | None:
    stored = Consultation.objects.filter(created_by=by, client_key=key).first()
    if stored is not None:
        same_or_refuse(stored, version_id=version.pk)
    return stored


def _check_dates(dates: dict) -> None:
    comment = dates.get("comment")
    if not comment or comment[1] is None:
        raise Refused(_("Cần ghi thời hạn góp ý."), "no-deadline")
    last = None
    for kind in stages.ORDER:
        opens_on, closes_at = dates.get(kind) or (None, None)
        if opens_on and closes_at and opens_on > timezone.localtime(closes_at).date():
            raise Refused(_("Ngày bắt đầu của một giai đoạn phải trước ngày kết thúc."), "dates")
        if closes_at and last and closes_at < last:
            raise Refused(
                _("Thời hạn của giai đoạn sau không được trước thời hạn của giai đoạn trước."), "dates"
            )
        last = closes_at or last


def _next_code(kind: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('consultations.code'))")
    prefix = f"{stages.CODE_PREFIXES[kind]}-{timezone.localdate().year}-"
    taken = Book.objects.filter(code__regex=rf"^{prefix}[0-9]+$").values_list("code", flat=True)
    last = max((int(code.removeprefix(prefix)) for code in taken), default=0)
    return f"{prefix}{last + 1:03d}"


def _save_stages(consultation, dates: dict) -> None:
    keys = stages.STAGE_RULES[consultation.kind]
    found = {rule.key: rule for rule in DeadlineRule.objects.filter(key__in=keys.values())}
    Stage.objects.bulk_create(
        Stage(
            consultation=consultation,
            kind=kind,
            order=order,
            opens_on=(dates.get(kind) or (None, None))[0],
            closes_at=(dates.get(kind) or (None, None))[1],
            rule=found.get(keys.get(kind)),
        )
        for order, kind in enumerate(stages.ORDER)
    )


# --- stages ----------------------------------------------------------------------------------------------


@transaction.atomic
def open_consultation(by, *, consultation) -> Consultation:
    """Publish the file and begin its comment stage. Locks the file; records consultation.opened."""
    consultation = _locked(consultation)
    stage = Stage.objects.select_for_update().get(consultation=consultation, kind="comment")
    if consultation.state == Consultation.State.OPEN and stage.state == Stage.State.NOW:
        rules.may_manage(by, consultation).or_refuse()
        return consultation
    rules.may_open(by, consultation, stage.closes_at).or_refuse()
    consultation.state = Consultation.State.OPEN
    consultation.opened_at = database_now()
    consultation.save(update_fields=["state", "opened_at"])
    stage.state = Stage.State.NOW
    stage.opens_on = stage.opens_on or timezone.localdate()
    stage.save(update_fields=["state", "opens_on"])
    set_stage(
        consultation.book_id,
        verbs=stages.STAGE_VERBS["comment"],
        opens_at=_start_of(stage.opens_on),
        closes_at=stage.closes_at,
    )
    data = {"levels": consultation.levels}
    record(verbs.CONSULTATION_OPENED, book_id=consultation.book_id, by=by, target=consultation, data=data)
    return consultation


@transaction.atomic
def move_stage(by, *, consultation, to: str, closes_at: datetime | None = None) -> Consultation:
    """End the present stage and begin `to`, at this moment; `closes_at` sets a new deadline of that stage.

    Locks the file and its book, so an act that races the move is either before it or refused whole. Records
    stage.moved. Moving to the stage in which the file already is changes nothing.
    """
    consultation = _locked(consultation)
    rows = {row.kind: row for row in Stage.objects.select_for_update().filter(consultation=consultation)}
    current = next((row for row in rows.values() if row.state == Stage.State.NOW), None)
    if to not in rows:
        raise Refused(_("Hồ sơ không có giai đoạn này."), "wrong-stage")
    if current is not None and current.kind == to:
        rules.may_see(by, consultation).or_refuse()
        return consultation
    rules.may_move(by, consultation, current.kind if current else "closed", to).or_refuse()
    # Passed stages are done, also one that was skipped; done first, as only one stage may be present.
    for row in rows.values():
        if row.order < rows[to].order and row.state != Stage.State.DONE:
            row.state = Stage.State.DONE
            row.save(update_fields=["state"])
    _begin(consultation, rows[to], closes_at)
    record(
        verbs.STAGE_MOVED,
        book_id=consultation.book_id,
        by=by,
        target=consultation,
        data={"from": current.kind, "to": to},
    )
    return consultation


@transaction.atomic
def extend_stage(by, *, consultation, closes_at: datetime, reason: str) -> Stage:
    """Give the present stage more time, with a reason that everybody reads. Officers of the agency.

    The deadlines of later stages move by as many days, so that nobody's time grows shorter. Locks the file and
    its stages; records stage.extended. The deadline that stands already changes nothing.
    """
    consultation = _locked(consultation)
    rows = list(Stage.objects.select_for_update().filter(consultation=consultation))
    stage = next((row for row in rows if row.state == Stage.State.NOW), None)
    if stage is not None and stage.closes_at == closes_at:
        rules.may_manage(by, consultation).or_refuse()
        return stage
    rules.may_extend(by, consultation, stage, closes_at).or_refuse()
    reason = vietnamese.clean(reason).strip()
    if not reason or len(reason) > REASON_LIMIT:
        raise Refused(
            _("Cần nêu lý do gia hạn, không quá %(limit)s ký tự.") % {"limit": REASON_LIMIT}, "no-reason"
        )
    before, more = stage.closes_at, closes_at - stage.closes_at
    for row in rows:
        if row.order >= stage.order and row.closes_at is not None:
            row.closes_at += more
            row.save(update_fields=["closes_at"])
    set_stage(
        consultation.book_id,
        verbs=stages.STAGE_VERBS[stage.kind],
        opens_at=consultation.book.opens_at,
        closes_at=closes_at,
    )
    days = {"from": before.isoformat(), "to": closes_at.isoformat()}
    record(
        verbs.STAGE_EXTENDED,
        book_id=consultation.book_id,
        by=by,
        target=consultation,
        data={"stage": stage.kind, **days, "reason": reason},
    )
    return stage


@transaction.atomic
def renew_answering(by, *, consultation, closes_at: datetime, reason: str) -> Stage:
    """The agency's days run anew from a new edition of the report. The head of the council, at the stage of answering.

    Locks the file and its stage; records stage.extended.
    """
    consultation = _locked(consultation)
    rules.may_preside(by, consultation).or_refuse()
    stage = Stage.objects.select_for_update().get(consultation=consultation, state=Stage.State.NOW)
    if stage.kind != Stage.Kind.ANSWER:
        raise Refused(_("Hồ sơ không ở giai đoạn trả lời."), "wrong-stage")
    days = {"from": stage.closes_at.isoformat() if stage.closes_at else "", "to": closes_at.isoformat()}
    stage.closes_at = closes_at
    stage.save(update_fields=["closes_at"])
    set_stage(consultation.book_id, verbs=stages.STAGE_VERBS[stage.kind], closes_at=closes_at)
    record(
        verbs.STAGE_EXTENDED,
        book_id=consultation.book_id,
        by=by,
        target=consultation,
        data={"stage": stage.kind, **days, "reason": reason},
    )
    return stage


def _begin(consultation, stage: Stage, closes_at) -> None:
    ends = stage.kind == Stage.Kind.CLOSED
    stage.state = Stage.State.NOW
    stage.opens_on = timezone.localdate()
    if closes_at is not None or (stage.closes_at and stage.closes_at <= database_now()):
        # A deadline that passed before its stage began binds nobody; the person who moves may set a new one.
        stage.closes_at = closes_at
    stage.save(update_fields=["state", "opens_on", "closes_at"])
    if ends:
        consultation.state = Consultation.State.CLOSED
        consultation.save(update_fields=["state"])
    set_stage(consultation.book_id, verbs=stages.STAGE_VERBS[stage.kind], closes_at=stage.closes_at)


def _locked(consultation) -> Consultation:
    # No key: rows that point at the file (voices, comments) are written under the book's lock, taken after this one.
    files = Consultation.objects.select_for_update(of=("self",), no_key=True)
    return files.select_related("book").get(pk=consultation.pk)


def _start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


# --- invitations -----------------------------------------------------------------------------------------


@transaction.atomic
def invite(by, *, consultation, experts, message: str = "") -> list[Invitation]:
    """Ask experts to take part; who was asked before is left out. Officers of the agency or the council.

    Locks the file; records invitation.sent for each, from which the letters go out. Returns the new ones.
    """
    consultation = _locked(consultation)
    rules.may_invite(by, consultation).or_refuse()
    wanted = Expert.objects.verified().filter(pk__in=[expert.pk for expert in experts])
    if len(wanted) != len({expert.pk for expert in experts}):
        raise Refused(_("Chỉ mời được chuyên gia đã xác thực."), "not-verified")
    asked = set(consultation.invitations.values_list("expert_id", flat=True))
    text = vietnamese.clean(message).strip()
    made = Invitation.objects.bulk_create(
        Invitation(consultation=consultation, expert=expert, message=text, invited_by=by)
        for expert in wanted.order_by("pk")
        if expert.pk not in asked
    )
    for invitation in made:
        record(verbs.INVITATION_SENT, book_id=consultation.book_id, by=by, target=invitation)
    return made


@transaction.atomic
def answer_invitation(user, *, invitation, accept: bool, reason: str = "") -> Invitation:
    """Accept, or decline with a reason; the mind may be changed while the file lasts. The invited expert only.

    Locks the invitation; records invitation.accepted or invitation.declined.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("expert", "consultation")
        .get(pk=invitation.pk)
    )
    rules.may_reply_to_invitation(user, invitation).or_refuse()
    reason = "" if accept else vietnamese.clean(reason).strip()
    if not accept and not reason:
        raise Refused(_("Cần nêu lý do từ chối."), "no-reason")
    state = Invitation.State.ACCEPTED if accept else Invitation.State.DECLINED
    if (invitation.state, invitation.reason) == (state, reason):
        return invitation
    invitation.state, invitation.reason, invitation.answered_at = state, reason, database_now()
    invitation.save(update_fields=["state", "reason", "answered_at"])
    verb = verbs.INVITATION_ACCEPTED if accept else verbs.INVITATION_DECLINED
    record(verb, book_id=invitation.consultation.book_id, by=user, target=invitation)
    return invitation


# --- voices ----------------------------------------------------------------------------------------------


def take_voice(user, *, consultation) -> Voice:
    """The person's voice in this file, made on first use. Called by the actions that speak in a file.

    Asks may_speak each time, so a voice is no right that outlives it. Two first uses at once make one voice.
    The act that follows is what the ledger records; taking a voice says nothing by itself.
    """
    rules.may_speak(user, consultation).or_refuse()
    voice = Voice.objects.filter(consultation=consultation, person=user).first()
    if voice is not None:
        return voice
    official = rules.is_official(user, consultation)
    fields = _official_fields(user, consultation) if official else _expert_fields(user)
    # Of two first uses at once the second waits for the first and finds its voice.
    Voice.objects.bulk_create(
        [Voice(consultation=consultation, person=user, **fields)], ignore_conflicts=True
    )
    return Voice.objects.get(consultation=consultation, person=user)


def appearance(user, consultation) -> tuple[str, str]:
    """Label and descriptor that the person's voice would have in this file; for whoever may speak. Reads only."""
    official = rules.is_official(user, consultation)
    fields = _official_fields(user, consultation) if official else _expert_fields(user)
    return fields["label"], fields["descriptor"]


def take_organisation_voice(organisation, *, consultation) -> Voice:
    """The organisation's one voice in this file, made on first use. Called by the act that files its opinion."""
    values = {"consultation": consultation, "kind": Voice.Kind.ORGANISATION, "organisation": organisation}
    name = organisation.official_name[:250]
    # Of two first uses at once the second waits for the first and finds its voice.
    Voice.objects.bulk_create([Voice(**values, label=name, descriptor=name)], ignore_conflicts=True)
    return Voice.objects.select_related("consultation").get(**values)


def _expert_fields(user) -> dict:
    expert = Expert.objects.for_rows().get(user=user)
    return {
        "kind": Voice.Kind.PERSON,
        "label": display_name(expert)[:250],
        "descriptor": descriptor(expert)[:250],
        "fields": ", ".join(field_names(expert))[:250],
    }


def _official_fields(user, consultation) -> dict:
    of_agency = holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id)
    office = Organisation.objects.get(pk=consultation.agency_id if of_agency else consultation.council_id)
    return {
        "kind": Voice.Kind.OFFICIAL,
        "organisation": office,
        "label": f"{user.full_name}, {office.short_name}"[:250],
        "descriptor": (OFFICER_OF % {"office": office.short_name})[:250],
    }
