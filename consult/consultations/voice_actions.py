"""Write what concerns voices as such: at which levels a file lets people speak, and what interest a voice declares."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations import rules, verbs
from consult.consultations.levels import in_order
from consult.consultations.models import Consultation, Voice
from consult.core import vietnamese
from consult.kit import writing
from consult.kit.clock import database_now
from consult.kit.verdicts import YES, NotThere, Verdict, no
from consult.ledger.actions import record

INTEREST_LIMIT = 2000


@transaction.atomic
def choose_levels(by, *, consultation, levels) -> Consultation:
    """The levels of a file in preparation; to speak under one's name is always among them. Officers of the agency.

    Locks the file; records levels.chosen. The same levels again change nothing.
    """
    files = Consultation.objects.select_for_update(of=("self",), no_key=True).select_related("book")
    consultation = files.get(pk=consultation.pk)
    wanted = in_order(levels)
    if wanted == consultation.levels:
        rules.may_manage(by, consultation).or_refuse()
        return consultation
    rules.may_choose_levels(by, consultation).or_refuse()
    consultation.levels = wanted
    consultation.save(update_fields=["levels"])
    data = {"levels": wanted}
    record(verbs.LEVELS_CHOSEN, book_id=consultation.book_id, by=by, target=consultation, data=data)
    return consultation


def fits_interest(text: str) -> Verdict:
    """Whether a declaration is short enough."""
    if len(text) > INTEREST_LIMIT:
        words = _("Khai báo lợi ích dài quá %(limit)s ký tự.") % {"limit": writing.number(INTEREST_LIMIT)}
        return no(words, "too-long")
    return YES


@transaction.atomic
def declare_interest(user, *, consultation, interest: str) -> Voice:
    """What this person has to do with the subject of the file; "" says that there is nothing. The voice's owner.

    Locks the voice; records interest.declared, which says only whether there is something. The same again changes
    nothing.
    """
    voices = Voice.objects.select_for_update(of=("self",), no_key=True).select_related("consultation")
    voice = voices.filter(consultation=consultation, person=user).first()
    if voice is None:
        raise NotThere("")
    rules.may_declare_interest(user, voice).or_refuse()
    text = vietnamese.clean(interest).strip()
    fits_interest(text).or_refuse()
    if voice.interest_declared_at is not None and voice.interest == text:
        return voice
    voice.interest, voice.interest_declared_at = text, database_now()
    voice.save(update_fields=["interest", "interest_declared_at"])
    data = {"declared": bool(text)}
    record(verbs.INTEREST_DECLARED, book_id=voice.consultation.book_id, by=voice, target=voice, data=data)
    return voice
