"""File the collective opinion: once, whole, as one voice of the file."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from consult.consultations.actions import take_organisation_voice
from consult.forums.collective_actions import post_for_organisation
from consult.forums.models import Position
from consult.kit.clock import database_now
from consult.kit.verdicts import Refused
from consult.ledger.actions import record, set_stage
from consult.rounds import rules, snapshot, verbs
from consult.rounds.actions import locked
from consult.rounds.models import Line, Round


@transaction.atomic
def file_opinion(by, *, round: Round) -> Round:
    """Put every line into the file as the association's own comment, and one with the covering note. Officers.

    Locks the round, then the file's book, then its own: of two at once the second finds it filed and changes
    nothing. Refused whole when the file takes no comments any more; nothing is lost then. The round is frozen
    by it. Records comment.posted for each comment in the file's book, and round.filed in its own.
    """
    round = locked(round)
    if round.filed_at is not None and rules.may_manage(by, round):
        return round
    rules.may_file(by, round).or_refuse()
    lines = list(round.lines.filter(state=Line.State.DRAFT).select_related("clause"))
    if not lines:
        raise Refused(_("Văn bản của hội chưa có phương án nào để gửi."), "nothing")
    data = snapshot.build(round)
    voice = take_organisation_voice(round.organisation, consultation=round.consultation)
    round.comment = post_for_organisation(
        voice, position=Position.OTHER, reason=snapshot.cover_words(data), client_key=_key(round, "cover")
    )
    by_id = {line["id"]: line for line in data["lines"]}
    for line in lines:
        line.comment = post_for_organisation(
            voice,
            clause=line.clause,
            position=line.position,
            reason=snapshot.line_words(by_id[line.pk]),
            proposed=line.proposed,
            client_key=_key(round, str(line.pk)),
        )
        line.save(update_fields=["comment"])
    round.snapshot, round.snapshot_hash = data, snapshot.digest(data)
    round.filed_at, round.filed_by = database_now(), by
    round.save(update_fields=["comment", "snapshot", "snapshot_hash", "filed_at", "filed_by"])
    set_stage(round.book_id, verbs=())
    record(verbs.ROUND_FILED, book_id=round.book_id, by=by, target=round)
    return round


def _key(round: Round, part: str) -> uuid.UUID:
    """The same part of the same round has the same key, however often filing is tried."""
    return uuid.uuid5(round.client_key, part)
