"""Reports of associations that were sent: for their officers, and what everybody may know of it."""

from dataclasses import dataclass

from django.utils import timezone

from consult.consultations.collective import Sent
from consult.kit import writing
from consult.kit.verdicts import Verdict
from consult.reports import paper_catalogue, paper_rules
from consult.reports.models import PaperFile, PaperSending


@dataclass(frozen=True)
class SendingPart:
    """On the page of an association's report: what was sent, and which made data may still be marked."""

    sent: tuple[Sent, ...]
    may_mark: Verdict
    open: tuple[tuple[str, str], ...]  # hash, and when its file was made
    bodies: tuple[tuple[str, str], ...]  # addressees that may be chosen, with their names


def sent_on(consultation) -> tuple[Sent, ...]:
    """Every report that was sent in this file, the oldest first: as public as the file. One query."""
    rows = PaperSending.objects.filter(consultation=consultation).order_by("pk")
    return tuple(_sent(row, consultation) for row in rows.select_related("data").defer("data__data"))


def sending_part(user, consultation, form) -> SendingPart | None:
    """None for papers of the council or the agency."""
    association = paper_catalogue.association_in(form.code)
    if association is None:
        return None
    sent = tuple(one for one in sent_on(consultation) if one.organisation == association)
    gone = {one.digest for one in sent}
    made = PaperFile.objects.filter(consultation=consultation, code=form.code, state=PaperFile.State.DONE)
    waiting: dict[str, str] = {}
    for digest, at in made.order_by("-pk").values_list("data__digest", "made_at"):
        if digest not in gone:
            waiting.setdefault(digest, writing.datetime_text(at))
    may_mark = paper_rules.may_mark_sent(user, consultation, form)
    return SendingPart(sent, may_mark, tuple(waiting.items()), _bodies(consultation))


def _bodies(consultation) -> tuple[tuple[str, str], ...]:
    return (
        (PaperSending.To.COUNCIL, consultation.council.official_name),
        (PaperSending.To.AGENCY, consultation.agency.official_name),
    )


def _sent(row: PaperSending, consultation) -> Sent:
    names = dict(_bodies(consultation))
    return Sent(
        organisation=row.organisation_id,
        to=tuple(names[one] for one in row.to),
        at=writing.datetime_text(timezone.localtime(row.at)),
        number=row.number,
        dated=row.dated,
        digest=row.data.digest,
    )
