"""Internal rounds of associations."""

import uuid
from datetime import timedelta

from django.utils import timezone

from consult.consultations.models import Consultation
from consult.desk.scenes import sources
from consult.desk.scenes.city import City
from consult.desk.scenes.files import clause_of
from consult.reports import paper_actions, paper_catalogue, sending_actions
from consult.reports.models import PaperSending
from consult.rounds import actions, filing_actions, position_actions, talk_actions
from consult.rounds.models import Round


def a_round(city: City, consultation: Consultation, name: str = "running") -> Round:
    """A round in progress as a source tells it: talk, lines with votes and dissent, some not put to the vote yet."""
    words = sources.toml("rounds")[name]
    by = city[words["officer"]]
    round = actions.open_round(
        by,
        organisation=city.organisations[words["association"]],
        consultation=consultation,
        closes_at=timezone.now() + timedelta(days=12),
        note=words["note"],
        client_key=uuid.uuid4(),
    )
    position_actions.save_cover(by, round=round, text=words["cover"], version=0)
    said = {one["id"]: _comment(city, round, one) for one in words["comment"]}
    for one in words["line"]:
        _line(city, round, by, one, said)
    return round


def a_filed_round(city: City, consultation: Consultation, name: str = "filed") -> Round:
    """A round that ended with the association's one opinion in the file, its dissent attached."""
    by = city[sources.toml("rounds")[name]["officer"]]
    round = actions.end_round(by, round=a_round(city, consultation, name))
    return filing_actions.file_opinion(by, round=round)


def a_sent_report(city: City, round: Round, name: str = "filed") -> PaperSending:
    """The association's report on a filed opinion: made as a Word file, then marked as sent to both bodies."""
    by, file = city[sources.toml("rounds")[name]["officer"]], round.consultation
    form = paper_catalogue.form_of(file, f"{paper_catalogue.OF_ASSOCIATION}-{round.organisation_id}")
    asked = paper_actions.ask_file(
        by, consultation=file, form=form, kind="docx", client_key=str(uuid.uuid4())
    )
    paper_actions.run(asked.pk)
    return sending_actions.mark_sent(
        by,
        consultation=file,
        form=form,
        digest=asked.data.digest,
        to=sending_actions.ADDRESSEES,
        number=f"12/BC-{round.organisation.doc_symbol}",
        dated=timezone.localdate(),
        client_key=uuid.uuid4(),
    )


def _comment(city, round, words):
    comment = talk_actions.post(
        city[words["by"]],
        round=round,
        clause=clause_of(round.consultation.version_id, words["on"]),
        position=words["position"],
        reason=words["reason"],
        proposed=words.get("proposed", ""),
        client_key=uuid.uuid4(),
    )
    for who, reply in words.get("replies", ()):
        talk_actions.post(city[who], round=round, parent=comment, reason=reply, client_key=uuid.uuid4())
    for who in words.get("endorsed_by", ()):
        talk_actions.endorse(city[who], comment=comment)
    return comment


def _line(city, round, by, words, said) -> None:
    line = position_actions.add_line(
        by,
        round=round,
        clause=clause_of(round.consultation.version_id, words["on"]),
        position=words["position"],
        reason=words["reason"],
        proposed=words.get("proposed", ""),
        cites=[said[name] for name in words["cites"]],
        client_key=uuid.uuid4(),
    )
    if "ballots" not in words:
        return
    line = position_actions.open_vote(by, line=line)
    for who, choice, reason in words["ballots"]:
        position_actions.cast_ballot(
            city[who], line=line, choice=choice, reason=reason, version=1, client_key=uuid.uuid4()
        )
    for who, text, named in words.get("dissents", ()):
        position_actions.attach_dissent(
            city[who], round=round, line=line, text=text, named=named, client_key=uuid.uuid4()
        )
