"""The filed opinion as official papers tell it: from the frozen data of the round alone."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consult.core import papers
from consult.forums.models import Position
from consult.rounds import snapshot
from consult.rounds.models import Round


@translation.override("vi")
def work(consultation, organisation) -> papers.Work | None:
    """The association's work on the file; None before its opinion is filed. One query."""
    found = Round.objects.filter(consultation=consultation, organisation=organisation, filed_at__isnull=False)
    round = found.first()
    if round is None:
        return None
    data = round.snapshot
    return papers.Work(
        opened=data["opened_on"],
        closed=data["closed_on"],
        filed=timezone.localdate(round.filed_at).isoformat(),
        **{name: data[name] for name in ("asked", "took_part", "said", "quorum", "cover")},
        lines=tuple(map(_line, data["lines"])),
        dissent=_said(data["dissents"]),
    )


def _line(line: dict) -> papers.Line:
    place = line["citation"] or _("Ý kiến chung")
    return papers.Line(
        place=place[:1].upper() + place[1:],
        position=str(Position(line["position"]).label),
        words=line["reason"],
        proposed=line["proposed"],
        vote=snapshot.vote_words(line["votes"]),
        dissent=_said(line["dissents"]),
    )


def _said(dissents) -> tuple[papers.Said, ...]:
    return tuple(papers.Said(snapshot.who_words(one), one["text"]) for one in dissents)
