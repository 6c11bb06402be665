"""Moderation in the story: a comment that was hidden after a report, and a report that waits."""

import uuid

from consult.consultations.models import Consultation
from consult.desk.scenes import sources
from consult.desk.scenes.city import City
from consult.desk.scenes.files import a_comment
from consult.forums import moderation_actions
from consult.forums.models import Comment, Ruling


def a_hidden_comment(city: City, consultation: Consultation) -> Ruling:
    """Posted, reported, hidden by the coordinator for a published reason."""
    words = sources.toml("moderation")["hidden"]
    flag = moderation_actions.flag_comment(
        city[words["reporter"]],
        comment=a_comment(city, consultation, words),
        ground=words["ground"],
        words=words["report"],
    )
    case = flag.case
    return moderation_actions.rule_on(
        city["dieuphoi"],
        case=case,
        outcome=Ruling.Outcome.HIDDEN,
        ground=words["ground"],
        reason=words["ruling"],
        version=case.version,
        client_key=uuid.uuid4(),
    )


def a_waiting_report(city: City, comment: Comment):
    """A report that no moderator has looked at."""
    words = sources.toml("moderation")["waiting"]
    return moderation_actions.flag_comment(
        city[words["reporter"]], comment=comment, ground=words["ground"], words=words["report"]
    )
