"""An opinion as the panes of the council's workspace list it, and for whom it is drawn."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from consult.consultations.levels import Shown
from consult.consultations.models import Consultation
from consult.forums.authors import AuthorView, view_of
from consult.forums.sources import of_comment
from consult.reports.snapshot import group_name

EXCERPT = 160


@dataclass(frozen=True)
class Item:
    """One opinion that waits in the inbox, or one of a point."""

    id: int
    receipt: str
    author: AuthorView
    position: str
    clause_id: int | None
    place: str
    excerpt: str
    url: str
    current: bool
    citation_id: int | None = None
    unnamed: bool = False  # the public does not see the name that the council reads here
    guarded: bool = False  # for the council alone: neither the agency nor the public reads it
    stop: bool = False  # where the Tab key enters the list
    words: str = ""
    repeats: bool = False  # says the same as the opinion being read
    source: str = ""  # where a clerk entered it from


@dataclass(frozen=True)
class View:
    """For whom the items are drawn."""

    user: object
    consultation: Consultation
    knows: bool

    def author(self, comment) -> AuthorView:
        return view_of(comment.voice, comment.level, knows=self.knows)

    def item(self, comment, *, current: bool = False, citation_id: int | None = None) -> Item:
        return Item(
            id=comment.pk,
            receipt=f"{self.consultation.code}-{comment.number:06d}",
            author=self.author(comment),
            position=comment.position,
            clause_id=comment.clause_id,
            place=group_name(comment.clause),
            excerpt=_excerpt(comment.reason or comment.proposed),
            url=address(self.consultation, **{"y-kien": comment.pk}),
            current=current,
            citation_id=citation_id,
            unnamed=comment.level != Shown.NAMED,
            guarded=comment.guarded,
            words=f"{comment.reason} {comment.proposed}",
            source=of_comment(comment, knows=self.knows),
        )


def address(consultation, anchor: str = "", **params) -> str:
    """The workspace's address with what is to be read in it."""
    where = reverse("compile", args=[consultation.code])
    query = urlencode({key: value for key, value in params.items() if value})
    return f"{where}{'?' if query else ''}{query}{anchor}"


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rsplit(' ', 1)[0]} …"
