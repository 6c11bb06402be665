"""What is new to a reader since the visit before: kept per person and file, written when the page is left."""

from datetime import timedelta

from django.db import transaction
from django.db.models.expressions import RawSQL

from consult.consultations.models import Consultation
from consult.desk.models import LastRead
from consult.forums.selectors import file_or_404
from consult.kit.clock import now

PAUSE = timedelta(minutes=30)
"""Who comes back later than this begins a new visit."""


def file_read_or_404(user, code: str) -> Consultation:
    """The file as `forums.selectors.file_or_404` gives it, and in the same statement what `seen_before` tells."""
    return (
        file_or_404(user, code, last_seen=_last_seen(user))
        if user.is_authenticated
        else file_or_404(user, code)
    )


# As SQL for the reason given at `file_or_404`.
_LAST_SEEN = """(SELECT CASE WHEN at < %s THEN latest ELSE before END FROM desk_lastread
WHERE person_id = %s AND consultation_id = consultations_consultation.id)"""


def _last_seen(user) -> RawSQL:
    return RawSQL(_LAST_SEEN, [now() - PAUSE, user.pk])


def seen_before(user, consultation) -> int | None:
    """The last number of the book that the visit before had shown; None for a visitor and during the first visit.

    The file comes from `file_read_or_404`, this request's.
    """
    return consultation.last_seen if user.is_authenticated else None


@transaction.atomic
def mark_seen(user, *, consultation, number: int, all_read: bool = False) -> None:
    """Keep that the person has seen the file up to a number of its book; never goes back, and never ahead of it.

    Called when the page is left, and by the button "all read", after which nothing counts as new. The person's own
    convenience: nobody else sees it and the ledger does not hear of it. Locks the row.
    """
    number = min(number, consultation.book.last_seq)
    found, made = LastRead.objects.select_for_update().get_or_create(
        person=user, consultation=consultation, defaults={"latest": number, "at": now()}
    )
    if not made:
        found.before, found.latest, found.at = _ended(found), max(found.latest, number), now()
    if all_read:
        found.before = found.latest
    found.save(update_fields=["before", "latest", "at"])


def _ended(found: LastRead) -> int | None:
    return found.latest if now() - found.at > PAUSE else found.before
