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
from consult.forums.moderation_models import Ruling
from consult.forums.revision_models import CommentRevision
from consult.ledger.models import Entry
from consult.polls.models import Poll

# Live verb of a file's book -> kind of news. comment: something to read; change: something shown has changed; opened:
# the one for who could not read it, the other for who could; place: a line about a comment, there before or not;
# figures: only numbers; poll: a poll of a clause; file: the file itself.
NEWS = {
    "comment.posted": "comment",
    "comment.entered": "comment",
    "comment.withdrawn": "change",
    "comment.edited": "change",
    "comment.released": "opened",
    "comment.approved": "opened",
    "comment.restored": "opened",
    "comment.refused": "place",
    "comment.hidden": "change",
    "comment.suspended": "change",
    "appeal.dismissed": "change",
    "comment.endorsed": "figures",
    "comment.unendorsed": "figures",
    "comment.opposed": "figures",
    "comment.unopposed": "figures",
    "poll.opened": "poll",
    "poll.closed": "poll",
    "paper.undone": "file",
    "consultation.opened": "file",
    "stage.moved": "file",
    "stage.extended": "file",
    "answers.published": "file",
}


def render(entries: Sequence[Entry], user) -> dict[int, str]:
    """Markers by number, of entries of one file's book; a fixed number of queries.

    An entry about a comment that is not on this person's page has none.
    """
    consultation = Consultation.objects.select_related("version").get(book_id=entries[0].book_id)
    about = _about(entries)
    comments = _comments(about.values(), user, consultation)
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
        elif (pk := about.get(entry.seq)) in comments:
            clause, root = comments[pk]
            markers[entry.seq] = format_html(
                '<i data-news="{}" data-clause="{}" data-id="{}" data-root="{}"></i>',
                kind, _stands(clause, places), pk, root or pk,
            )  # fmt: skip
    return markers


# What an entry may be about instead of a comment: a new wording of one, a ruling on one. Model -> path to the comment.
THROUGH = ((CommentRevision, "comment_id"), (Ruling, "case__comment_id"))


def _about(entries) -> dict[int, int]:
    """Number of an entry -> the comment that it is about; one query for each kind of target that is there."""
    targets = {entry.seq: (entry.target_kind, int(entry.target_id)) for entry in entries}
    found = {seq: pk for seq, (kind, pk) in targets.items() if kind == Comment._meta.label_lower}
    for model, path in THROUGH:
        of_kind = {seq: pk for seq, (kind, pk) in targets.items() if kind == model._meta.label_lower}
        if of_kind:
            comments = dict(model.objects.filter(pk__in=of_kind.values()).values_list("pk", path))
            found |= {seq: comments[pk] for seq, pk in of_kind.items() if pk in comments}
    return found


def _comments(ids, user, consultation) -> dict[int, tuple[int | None, int | None]]:
    """Clause and first comment of those that stand on this person's reading page, as words or as a line in their place."""
    if not ids:
        return {}
    found = Comment.objects.standing_for(user, consultation).filter(pk__in=list(ids), attachment=None)
    return {
        pk: (clause, root) for pk, clause, root in found.order_by().values_list("pk", "clause_id", "root_id")
    }


def _polls(entries, consultation) -> dict[int, int]:
    ids = [int(entry.target_id) for entry in entries if NEWS[entry.verb] == "poll"]
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
