"""Who hears of what is said in the forum, and which words of it they may read.

No line names an author, and none holds words: they are looked up by `words_of_comments` when the line is read or
mailed, by the rule of the page.
"""

from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from consult.core import quoting
from consult.forums import following, mentions
from consult.forums.models import Comment, Endorsement, Position
from consult.forums.revision_models import CommentRevision
from consult.notices.models import Kind
from consult.notices.registry import Told, head
from consult.people.models import User

COMMENT, ENDORSEMENT = "forums.comment", "forums.endorsement"


def on_posted(entry) -> list[Told]:
    """Who is mentioned, whose words were answered, who follows the clause or the file: each person once.

    Never the author of the comment, and never one who may not read it.
    """
    comment = _comment(entry)
    if comment is None:
        return []
    answered = [comment.parent.voice.person_id] if comment.parent else []
    lines = (
        (
            Kind.MENTION,
            mentions.mentioned_by(comment),
            _("Ý kiến về %(place)s, hồ sơ %(code)s nhắc đến Ông/Bà"),
        ),
        (Kind.REPLY, answered, _("Có trả lời ý kiến về %(place)s, hồ sơ %(code)s")),
        (Kind.CLAUSE, following.followers_of(comment), _("Ý kiến mới về %(place)s, hồ sơ %(code)s")),
    )
    told, done = [], {None, comment.voice.person_id}
    for kind, people, text in lines:
        people = [pk for pk in people if pk not in done]
        done.update(people)
        told.append(_told(comment, people, kind, text % _where(comment)))
    return [one for one in told if one.user_ids]


def on_edited(entry) -> list[Told]:
    """Those who endorsed a comment hear that its words are others now."""
    revision = CommentRevision.objects.filter(pk=entry.target_id).values_list("comment_id", flat=True).first()
    comment = _comment_of(revision)
    if comment is None:
        return []
    voices = comment.endorsements.filter(
        stance=Endorsement.Stance.AGREE, voice__person__isnull=False
    ).exclude(voice=comment.voice_id)
    people = voices.order_by("pk").values_list("voice__person_id", flat=True)
    text = _("Ý kiến đã tán thành về %(place)s, hồ sơ %(code)s, có câu chữ mới") % _where(comment)
    told = _told(comment, people, Kind.EDITED, text)
    return [told] if told.user_ids else []


def on_endorsed(entry) -> list[Told]:
    """The author of a comment hears that somebody agreed with it, never who."""
    comment = _comment(entry)
    voice = entry.actor.removeprefix("voice:")
    if comment is None or comment.voice.person_id is None or not voice.isdigit():
        return []
    row = Endorsement.objects.filter(
        comment=comment, voice=int(voice), stance=Endorsement.Stance.AGREE
    ).first()
    if row is None:
        return []
    text = _("Ý kiến về %(place)s, hồ sơ %(code)s được tán thành") % _where(comment)
    about = {"about": f"{ENDORSEMENT}:{row.pk}", "group": f"endorsed:{comment.pk}"}
    return [_told(comment, [comment.voice.person_id], Kind.ENDORSED, text, **about)]


def _comment(entry) -> Comment | None:
    return _comment_of(entry.target_id)


def _comment_of(pk) -> Comment | None:
    found = Comment.objects.select_related("consultation", "clause", "parent__voice", "voice")
    return found.filter(pk=pk).first()


def _where(comment: Comment) -> dict[str, str]:
    place = comment.clause.citation if comment.clause else _("toàn văn dự thảo")
    return {"place": place, "code": comment.consultation.code}


def _told(comment: Comment, people, kind: str, text: str, **fields) -> Told:
    """One line of a group about a clause of the file, for those who may read the comment."""
    where = _where(comment)
    fields = {
        "group": f"{kind}:{comment.consultation_id}:{comment.clause_id or 0}",
        "about": f"{COMMENT}:{comment.pk}",
        **fields,
    }
    url = reverse("comment", args=[where["code"], comment.pk])
    return Told(_readers(comment, people), kind, text, url, head=head(**where), **fields)


def on_released(entry) -> list[Told]:
    """The author of a comment made to the council alone hears that the council published it, and how."""
    comment = _comment(entry)
    if comment is None or not comment.released or comment.voice.person_id is None:
        return []
    if entry.data.get("level") == "named":
        text = _("Hội đồng đã công bố kèm họ tên ý kiến về %(place)s, hồ sơ %(code)s") % _where(comment)
    else:
        text = _("Hội đồng đã công bố không kèm họ tên ý kiến về %(place)s, hồ sơ %(code)s") % _where(comment)
    fields = {"about": "", "group": f"released:{comment.pk}"}
    return [_told(comment, [comment.voice.person_id], Kind.ANSWER, text, **fields)]


def _readers(comment: Comment, people) -> tuple[int, ...]:
    """Those of the people who may read the comment; one question where everybody may."""
    people = sorted(set(people))
    if not people or Comment.objects.public().filter(pk=comment.pk).exists():
        return tuple(people)
    users = User.objects.filter(pk__in=people)
    return tuple(
        user.pk
        for user in users
        if Comment.objects.readable_by(user, comment.consultation).filter(pk=comment.pk).exists()
    )


# --- words, at the moment of reading -------------------------------------------------------------------------


def words_of_comments(user, ids: list[int]) -> dict[int, str]:
    """What posted comments say now, for one who may read them; one query."""
    rows = _readable(user).filter(pk__in=ids).values_list("pk", "position", "reason_html", "proposed")
    return {pk: _said(*words) for pk, *words in rows}


def words_of_endorsements(user, ids: list[int]) -> dict[int, str]:
    """The words that were endorsed, for endorsements that still hold; one query."""
    rows = Endorsement.objects.filter(pk__in=ids, stance=Endorsement.Stance.AGREE)
    rows = rows.filter(comment__in=_readable(user).order_by().values("pk"))
    rows = rows.values_list("pk", "comment__position", "comment__reason_html", "comment__proposed")
    return {pk: _said(*words) for pk, *words in rows}


def _readable(user):
    return Comment.objects.readable_by_all(user).filter(state=Comment.State.POSTED)


def _said(position: str, reason: str, proposed: str) -> str:
    words = unescape(
        strip_tags(quoting.own_words(reason))
    ).strip()  # a mail is plain text: no marks of Markdown
    words = words or (_("Đề nghị sửa thành: %(words)s") % {"words": proposed} if proposed else "")
    if not position:
        return words
    label = str(Position(position).label)
    return _("%(position)s. %(words)s") % {"position": label, "words": words} if words else label
