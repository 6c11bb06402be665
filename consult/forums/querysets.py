from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from consult.consultations.models import Voice
from consult.people.roles import COUNCIL_ROLES
from consult.people.selectors import holds, organisations_of


def guarded(to: str = "") -> Q:
    """Comments for the council alone, not released. `to` is the path to the comment, such as "comment__"."""
    return Q(**{f"{to}shown": "council", f"{to}released": ""})


def _of_council(user, consultation) -> bool:
    """The council of the file reads all that was received."""
    return user is not None and holds(user, *COUNCIL_ROLES, organisation_id=consultation.council_id)


def _open(user, **file) -> Q:
    """Not guarded, or written by this person, or under a guarded opinion of theirs."""
    if user is None or not user.is_authenticated:
        return ~guarded()
    said = Voice.objects.filter(person=user, comments__shown="council", **file).order_by()
    own = said.values("comments__pk")
    return ~guarded() | Q(pk__in=own) | Q(root__in=own)


def _never_shown() -> Exists:
    """Of withdrawn comments: taken back while they waited for their first approval. To others they never were there."""
    cases = apps.get_model("forums", "Case").objects.filter(comment=OuterRef("pk"), held=True)
    return Exists(cases.exclude(rulings__outcome__in=["approved", "restored"]))


def _moderated(user) -> Q:
    """Neither hidden nor waiting for approval, nor taken back before it; or of the person's own voice."""
    shown = Q(state="posted") | (Q(state="withdrawn") & ~_never_shown())
    if user is None or not user.is_authenticated:
        return shown
    return shown | Q(voice__in=Voice.objects.filter(person=user).order_by().values("pk"))


class CommentQuerySet(models.QuerySet):
    def readable_by(self, user, consultation):
        """Those of a file that this person may read, withdrawn ones included; `user` None: what everybody may read.

        The one place that decides it. Who may see the file at all was asked before. Guarded ones are read by the
        council of the file, by their author, and by the author of the opinion under which they stand.
        """
        found = self.filter(consultation=consultation)
        if _of_council(user, consultation):
            return found
        return found.filter(_moderated(user), _open(user, consultation=consultation))

    def standing_for(self, user, consultation):
        """As `readable_by`, and hidden ones of which this person may know that they are there: for placeholders.

        Whoever draws them leaves out the words (forums.marks); replies below them stay in their place.
        """
        found = self.filter(consultation=consultation)
        if _of_council(user, consultation):
            return found
        return found.filter(_moderated(user) | Q(state="hidden"), _open(user, consultation=consultation))

    def readable_by_all(self, user):
        """The same across all files that this person may see: for search and other lists over many files."""
        files = self.model._meta.get_field("consultation").related_model.objects
        found = self.filter(consultation__in=files.visible_to(user).order_by().values("pk"))
        if user is None or not user.is_authenticated:
            return found.public()
        councils = Q(consultation__council__in=organisations_of(user, *COUNCIL_ROLES))
        return found.filter((_moderated(user) & _open(user)) | councils)

    def public(self):
        """What everybody may read, whatever the file: for counts that are the same for all."""
        return self.filter(_moderated(None), _open(None))

    def known_to_all(self):
        """What everybody may know to be there: what is public, and what was hidden of it."""
        return self.filter(_moderated(None) | Q(state="hidden"), _open(None))

    def opinions(self):
        """Comments that count as opinions: posted, not replies."""
        return self.filter(parent=None, state="posted")

    def received(self):
        """Opinions that the council received and answers for: also those hidden or waiting for approval."""
        return self.filter(parent=None, state__in=["posted", "hidden", "held"])

    def threads(self, *, after: int, size: int):
        """The next `size` threads (first comments by number) of what is filtered, each with all its replies.

        Which of the replies a person may read is asked after it.
        """
        roots = self.filter(parent=None, pk__gt=after).order_by("pk").values("pk")[:size]
        return self.model.objects.filter(Q(pk__in=roots) | Q(root__in=roots))

    def with_endorsements(self, user):
        """Adds `endorsed` and `opposed` (how many) and `by_me` (this person's stance, "" without one)."""
        model = self.model._meta.get_field("endorsements").related_model
        of_this = model.objects.filter(comment=OuterRef("pk"))
        mine = (
            Coalesce(Subquery(of_this.filter(voice__person=user).values("stance")[:1]), Value(""))
            if user.is_authenticated
            else Value("")
        )
        return self.annotate(
            endorsed=_how_many(of_this.filter(stance="agree")),
            opposed=_how_many(of_this.filter(stance="disagree")),
            by_me=mine,
            writer_id=F("voice__person_id"),
        )

    def suggestions(self):
        """Opinions that ask for a change of a clause."""
        return self.opinions().filter(clause__isnull=False).exclude(change="")

    def positions(self):
        """Counts of opinions per clause and position, for a whole version in one query."""
        return self.opinions().order_by().values_list("clause_id", "position").annotate(n=Count("pk"))

    def counts_by_position(self):
        """As JSON objects of `position` and `n`: counts of opinions, to stand inside another query."""
        grouped = self.opinions().order_by().values("position").annotate(n=Count("pk"))
        return grouped.values_list(JSONObject(position="position", n=F("n")))

    def opinions_by_place(self):
        """Counts `n` of opinions per version, clause and position, in one query."""
        grouped = self.opinions().order_by().values("version_id", "clause_id", "position")
        return grouped.annotate(n=Count("pk"))


def _how_many(stances):
    count = stances.order_by().values("comment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
