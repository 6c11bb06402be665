"""How an author appears to a viewer: by name only where the name is public, or to the council."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.forums import rules
from consult.forums.models import Comment, Shown
from consult.kit import stored


@dataclass(frozen=True)
class AuthorView:
    """How an author appears to one viewer. `kind` is named, org or sealed; the last one has no initials."""

    kind: str
    label: str
    detail: str
    initials: str


def author_of(comment: Comment, viewer) -> AuthorView:
    """How the comment's author appears to `viewer`: by name only where the name is public, or to the council."""
    knows = rules.knows_names(viewer, comment.consultation)
    voice = comment.voice
    return author_view(voice.kind, voice.label, voice.descriptor, comment.shown, knows=knows)


def author_view(kind: str, label: str, descriptor: str, shown: str, *, knows: bool) -> AuthorView:
    """As `author_of`, from plain values; `knows` says that the viewer may know names."""
    hidden = shown != Shown.NAMED
    if hidden and not knows:
        return AuthorView("sealed", stored.descriptor(descriptor), _("Ẩn danh với công chúng"), "")
    name, _comma, detail = label.partition(", ")
    if hidden:
        detail = ", ".join(filter(None, [detail, _("ẩn danh với công chúng")]))
    if kind in ("official", "organisation", "paper"):
        return AuthorView("org", name, detail, "")
    words = [word for word in name.split() if not word.endswith(".")]
    return AuthorView("named", name, detail, vietnamese.initials(" ".join(words)))
