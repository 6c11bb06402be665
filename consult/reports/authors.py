"""Whose an opinion is: of the person who spoke, or of an association, for which its officers act."""

from django.db.models import Q

from consult.consultations.models import Voice
from consult.people.models import Membership
from consult.people.roles import AGENCY_ROLES, COUNCIL_ROLES, Role
from consult.people.selectors import holds, organisations_of

ORGANISATION = Voice.Kind.ORGANISATION


def is_mine(user, voice, consultation) -> bool:
    """Whether the person may act as the author. Nobody may for a voice that leads to nobody.

    An officer of an association does not act for it on a file of an agency or council whose people they are too.
    """
    if voice.person_id is not None:
        return voice.person_id == user.pk
    if voice.kind != ORGANISATION or voice.organisation_id is None:
        return False
    return holds(user, Role.ASSOCIATION_OFFICER, organisation_id=voice.organisation_id) and not (
        holds(user, *AGENCY_ROLES, organisation_id=consultation.agency_id)
        or holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id)
    )


def mine(user, voice: str = "voice__", file: str = "consultation__") -> Q:
    """The same as a condition on rows that lead to a voice and a file; no query but that of the person's roles."""
    found = Q(**{f"{voice}person": user})
    if associations := organisations_of(user, Role.ASSOCIATION_OFFICER):
        theirs = Q(**{f"{voice}kind": ORGANISATION, f"{voice}organisation__in": associations})
        agencies, councils = organisations_of(user, *AGENCY_ROLES), organisations_of(user, *COUNCIL_ROLES)
        found |= theirs & ~Q(**{f"{file}agency__in": agencies}) & ~Q(**{f"{file}council__in": councils})
    return found


def officers_of(voices) -> dict[int, list[int]]:
    """Officers of the associations among these voices, by association; a query if there are any."""
    bodies = {voice.organisation_id for voice in voices if voice.kind == ORGANISATION} - {None}
    found: dict[int, list[int]] = {}
    if bodies:
        held = Membership.objects.holding(Role.ASSOCIATION_OFFICER).filter(organisation__in=bodies)
        for body, user in held.order_by("user").values_list("organisation", "user"):
            found.setdefault(body, []).append(user)
    return found


def people_of(voices, officers: dict[int, list[int]] | None = None) -> tuple[int, ...]:
    """Who is told what became of these voices' opinions: the persons, and the associations' officers."""
    voices = list(voices)
    officers = officers_of(voices) if officers is None else officers
    people = {voice.person_id for voice in voices} - {None}
    for voice in voices:
        if voice.kind == ORGANISATION:
            people |= set(officers.get(voice.organisation_id, ()))
    return tuple(sorted(people))
