"""What the paper of an association says: its own work, its members who spoke under their name, and what became of it.

An opinion that was not sent under a name is never told to be of a member, to the association's officers least of all.
Called by paper_catalogue and paper_data.
"""

from consult.consultations import collective
from consult.consultations.levels import Shown
from consult.consultations.models import Voice
from consult.core import papers
from consult.forums.models import Comment
from consult.people.models import Membership, Organisation
from consult.people.roles import ASSOCIATION_KINDS, Role
from consult.reports.snapshot import group_name


def theirs(consultation, organisation) -> list[Comment]:
    """The association's own opinions and those of its present members who chose to be named, as everybody may read them."""
    members = set(
        Membership.objects.holding(Role.EXPERT)
        .filter(organisation=organisation)
        .values_list("user", flat=True)
    )
    said = Comment.objects.readable_by(None, consultation).opinions().select_related("voice", "clause")
    return [one for one in said.order_by("pk") if _collective(one, organisation) or _of(one, members)]


def _collective(one: Comment, organisation) -> bool:
    return one.voice.kind == Voice.Kind.ORGANISATION and one.voice.organisation_id == organisation.pk


def _of(one: Comment, members: set[int]) -> bool:
    return one.voice.kind == Voice.Kind.PERSON and one.level == Shown.NAMED and one.voice.person_id in members


def took_part(consultation, pk: int) -> Organisation | None:
    """The association of this number, where it has a part in the file; None otherwise."""
    organisation = Organisation.objects.filter(pk=pk, kind__in=ASSOCIATION_KINDS).first()
    if organisation is None:
        return None
    there = collective.work_of(consultation, organisation) or theirs(consultation, organisation)
    return organisation if there else None


def members(opinions) -> tuple[papers.Said, ...]:
    """What members said under their name."""
    return tuple(
        papers.Said(
            contributor=one.voice.label,
            words="\n".join(filter(None, [one.reason, one.proposed])),
            place=group_name(one.clause),
            criterion=one.criterion,
        )
        for one in opinions
        if one.voice.kind == Voice.Kind.PERSON
    )
