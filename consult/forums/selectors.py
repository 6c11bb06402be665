"""Read comments: the file, one comment, its place. Receipts, threads and authors have files of their own."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.safestring import mark_safe

from consult.consultations.models import Attachment, Consultation, Voice
from consult.documents.models import Clause
from consult.forums.authors import author_of
from consult.forums.models import Comment
from consult.kit.verdicts import NotThere

# What the reader has to do with the file. Every request of a file asks for it: written as SQL, because building the
# same three subqueries anew costs a third of the whole request's CPU (docs/performance.md).
_MINE = "consultation_id = consultations_consultation.id AND {} = %s"
_OWN_VOICE = f"(SELECT id FROM consultations_voice WHERE {_MINE.format('person_id')})"
_DECLARED = (
    f"EXISTS (SELECT 1 FROM consultations_voice WHERE {_MINE.format('person_id')}"
    " AND interest_declared_at IS NOT NULL)"
)
_FOLLOWED = f'ARRAY(SELECT clause_id FROM forums_follow WHERE {_MINE.format("user_id")} AND "on")'


def file_or_404(user, code: str, **also) -> Consultation:
    """The file with its version and book: what reading and writing need; the stages are not loaded.

    In the same statement: the reader's own voice, whether it declared its interest, and which clauses (None: the
    whole file) they follow. `also`: what a page of a higher floor reads of it for a person signed in, as annotations.
    """
    files = (
        Consultation.objects.visible_to(user).select_related("version", "book", "conduct").filter(code=code)
    )
    if user.is_authenticated:
        files = files.annotate(
            own_voice_id=RawSQL(_OWN_VOICE, [user.pk]),
            own_interest_declared=RawSQL(_DECLARED, [user.pk]),
            followed_ids=RawSQL(_FOLLOWED, [user.pk]),
            **also,
        )
    found = files.defer("version__header", "version__warnings", "version__furniture").first()
    if found is None:
        raise NotThere("")
    return found


def own_voice(user, consultation) -> Voice | None:
    """The person's own voice in this file, if they have spoken before."""
    if not user.is_authenticated:
        return None
    return Voice.objects.filter(consultation=consultation, person=user).first()


def asks_interest(user, consultation) -> bool:
    """Whether the composer asks this person for an interest: until they declared it in this file.

    The file comes from `file_or_404`, this request's.
    """
    return user.is_authenticated and not consultation.own_interest_declared


def comment_or_404(user, consultation, pk: int, *, standing: bool = False) -> Comment:
    """A comment of this file that the person may read; who may see the file was asked before.

    `standing`: also a hidden one, for its place; never to show its words.
    """
    found = Comment.objects
    found = found.standing_for(user, consultation) if standing else found.readable_by(user, consultation)
    found = found.select_related("voice", "clause", "version", "attachment", "root__voice")
    comment = found.defer("attachment__lines").filter(pk=pk).first()
    if comment is None:
        raise NotThere("")
    comment.consultation = consultation
    return comment


def clause_or_404(consultation, raw):
    """The clause that a form names (None: the whole draft); one of the version under discussion, or of an earlier one.

    A composer that was open while the file went on with a new version is still taken: its opinion is carried on.
    """
    if raw in (None, ""):
        return None
    text = str(raw)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotThere("")
    asked = Clause.objects.filter(
        version__draft=consultation.draft_id, version__state="published", pk=int(text)
    )
    unread = ("path", "within", "folded", "search")
    clause = asked.filter(version__number__lte=consultation.version.number).defer(*unread).first()
    if clause is None:
        raise NotThere("")
    return clause


@dataclass(frozen=True)
class About:
    """What an opinion is about: a clause, an attachment, or (neither) the whole draft."""

    clause: Clause | None = None
    attachment: Attachment | None = None

    @classmethod
    def of(cls, comment: Comment) -> "About":
        return cls(comment.clause, comment.attachment)

    @property
    def clause_id(self) -> int | None:
        return self.clause and self.clause.pk

    @property
    def attachment_id(self) -> int | None:
        return self.attachment and self.attachment.pk


def about_or_404(consultation, given) -> About:
    """What a form or an address names by `clause` or `attachment`; a clause goes before an attachment."""
    clause = clause_or_404(consultation, given.get("clause"))
    if clause is not None:
        return About(clause)
    return About(None, attachment_or_404(consultation, given.get("attachment")))


def attachment_or_404(consultation, raw):
    """The attachment of this file that a form names, or None."""
    if raw in (None, ""):
        return None
    text = str(raw)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotThere("")
    found = consultation.attachments.defer("lines").filter(pk=int(text)).first()
    if found is None:
        raise NotThere("")
    return found


def words_of(clause: Clause | None) -> str:
    """The words of a clause that a proposed wording is compared with."""
    return clause.text or clause.title if clause else ""


EXCERPT = 200


def comment_excerpt(comment: Comment) -> str:
    """The first words of what is said, for lists."""
    words = " ".join((comment.reason or comment.proposed).split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rsplit(' ', 1)[0]} …"


def parent_row(user, parent: Comment) -> dict:
    """The comment being answered, quoted above the answer."""
    return {"id": parent.pk, "author": author_of(parent, user), "reason": mark_safe(parent.reason_html)}


def endorse_button(user, comment: Comment) -> dict:
    """What components need to draw the button of endorsing again after a press."""
    counts = Comment.objects.filter(pk=comment.pk).with_endorsements(user)
    found = counts.values("endorsed", "opposed", "by_me").get()
    base = reverse("comment", args=[comment.consultation.code, 0])[: -len("0/")]
    return {"id": comment.pk, "base": base, **found}


def place_of(code: str, clause_id: int | None, comment_id: int | None = None, *, after: int = 0) -> str:
    """The address of a clause in the reading room, at a comment if one is given."""
    # The page belongs to the desk, above; its address is known by name.
    query = urlencode({k: v for k, v in (("clause", clause_id or "chung"), ("sau", after)) if v})
    return f"{reverse('reading', args=[code])}?{query}#{f'y-{comment_id}' if comment_id else 'side'}"


def place_of_comment(comment: Comment) -> str:
    """The address of one comment: its version, its clause, and the page of threads that begins with it."""
    code = comment.consultation.code
    root = comment.root_id or comment.pk
    if comment.attachment_id:
        query = urlencode({"sau": root - 1})
        return f"{reverse('attachment', args=[code, comment.attachment_id])}?{query}#y-{comment.pk}"
    if comment.version_id == comment.consultation.version_id:
        return place_of(code, comment.clause_id, comment.pk, after=root - 1)
    query = urlencode({"clause": comment.clause_id or "chung", "sau": root - 1})
    return f"{reverse('reading_version', args=[code, comment.version.number])}?{query}#y-{comment.pk}"
