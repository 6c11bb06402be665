"""What the reading page hears of a file while it is open: that there is something new, and where.

An entry becomes a marker without words: kind of news, clauses (of every published version), comment. The page then asks
its own addresses for what it shows, so that nothing can be pushed that a GET would refuse.
"""

from collections.abc import Sequence

from django.utils.html import format_html

from consult.consultations.models import Consultation
from consult.documents import carrying
from consult.documents.models import DraftVersion
from consult.forums.models import Comment
from consult.ledger.models import Entry
from consult.polls.models import Poll

# Live verb of a file's book -> kind of news. comment: something to read; change: something shown has changed;
# figures: only numbers; poll: a poll of a clause; file: the file itself.
NEWS = {
    "comment.posted": "comment",
    "comment.withdrawn": "change",
    "comment.endorsed": "figures",
    "comment.unendorsed": "figures",
    "comment.opposed": "figures",
    "comment.unopposed": "figures",
    "poll.opened": "poll",
    "poll.closed": "poll",
    "consultation.opened": "file",
    "stage.moved": "file",
    "stage.extended": "file",
    "answers.published": "file",
}


def render(entries: Sequence[Entry], user) -> dict[int, str]:
    """Markers by number, of entries of one file's book; a fixed number of queries.

    An entry about a comment that this person may not read has none.
    """
    consultation = Consultation.objects.select_related("version").get(book_id=entries[0].book_id)
    comments = _comments(entries, user, consultation)
    polls = _polls(entries, consultation)
    places = _places(consultation) if comments or polls else ()
    markers = {}
    for entry in entries:
        kind = NEWS[entry.verb]
        if kind == "file":
            markers[entry.seq] = format_html('<i data-news="{}"></i>', kind)
        elif kind == "poll" and int(entry.target_id) in polls:
            where = _stands(polls[int(entry.target_id)], places)
            markers[entry.seq] = format_html('<i data-news="{}" data-clause="{}"></i>', kind, where)
        elif kind != "poll" and int(entry.target_id) in comments:
            clause, root = comments[int(entry.target_id)]
            markers[entry.seq] = format_html(
                '<i data-news="{}" data-clause="{}" data-id="{}" data-root="{}"></i>',
                kind, _stands(clause, places), entry.target_id, root or entry.target_id,
            )  # fmt: skip
    return markers


def _ids(entries, *kinds: str) -> list[int]:
    return [int(entry.target_id) for entry in entries if NEWS[entry.verb] in kinds]


def _comments(entries, user, consultation) -> dict[int, tuple[int | None, int | None]]:
    ids = _ids(entries, "comment", "change", "figures")
    if not ids:
        return {}
    found = Comment.objects.readable_by(user, consultation).filter(pk__in=ids).order_by()
    return {pk: (clause, root) for pk, clause, root in found.values_list("pk", "clause_id", "root_id")}


def _polls(entries, consultation) -> dict[int, int]:
    ids = _ids(entries, "poll")
    if not ids:
        return {}
    return dict(Poll.objects.filter(consultation=consultation, pk__in=ids).values_list("pk", "clause_id"))


def _places(consultation) -> tuple[dict, ...]:
    """Where clauses of earlier versions stand, for each published version; places are kept in the cache."""
    versions = (
        DraftVersion.objects.published().filter(draft=consultation.draft_id).only("pk", "number", "draft")
    )
    return tuple(carrying.places(version) for version in versions)


def _stands(clause_id: int | None, places) -> str:
    """The clause and what it became in each version, as numbers; 0 is the whole draft."""
    if clause_id is None:
        return "0"
    later = {found[clause_id].clause_id for found in places if clause_id in found}
    return " ".join(str(pk) for pk in sorted({clause_id, *later} - {None}))
