"""How an author appears to one viewer: the only way from a voice to a name."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from consult.consultations.levels import Shown
from consult.consultations.models import NAMELESS, Voice
from consult.core import vietnamese
from consult.forums import rules
from consult.forums.models import Comment
from consult.kit import stored


@dataclass(frozen=True)
class AuthorView:
    """How an author appears to one viewer. `kind` is named, org or sealed; the last one has no initials."""

    kind: str
    label: str
    detail: str
    initials: str
    about: str = ""  # fields of expertise and declared interest, as far as this viewer may read them


def author_of(comment: Comment, viewer) -> AuthorView:
    """How the comment's author appears to `viewer`: by name only where the name is public, or to the council."""
    knows = rules.knows_names(viewer, comment.consultation)
    voice = comment.voice
    return view_of(voice, comment.level, knows=knows)


def view_of(voice: Voice, level: str, *, knows: bool) -> AuthorView:
    """As `author_of`, for a loaded voice and the level that holds."""
    said = voice.interest if voice.interest_declared_at else None
    names = {"knows": knows, "fields": voice.fields, "interest": said}
    return author_view(voice.kind, voice.label, voice.descriptor, level, **names)


def author_view(
    kind: str,
    label: str,
    descriptor: str,
    shown: str,
    *,
    knows: bool,
    fields: str = "",
    interest: str | None = None,
) -> AuthorView:
    """As `author_of`, from plain values; `knows` says that the viewer may know names.

    `shown` is the level that holds; `interest` is None where none was declared.
    """
    nobody = kind in NAMELESS  # no name to show to anybody, at any level
    hidden = nobody or shown != Shown.NAMED
    if hidden and (nobody or not knows):
        about = _("có khai báo lợi ích liên quan") if interest else ""
        return AuthorView("sealed", stored.descriptor(descriptor), _("Ẩn danh với công chúng"), "", about)
    name, _comma, detail = label.partition(", ")
    if hidden:
        words = _("chỉ hội đồng đọc") if shown == Shown.COUNCIL else _("ẩn danh với công chúng")
        detail = ", ".join(filter(None, [detail, words]))
    if kind in ("official", "organisation", "paper"):
        return AuthorView("org", name, detail, "")
    words = [word for word in name.split() if not word.endswith(".")]
    about = " · ".join(filter(None, [stored.words(fields), _interest(interest)]))
    return AuthorView("named", name, detail, vietnamese.initials(" ".join(words)), about)


def _interest(interest: str | None) -> str:
    if interest is None:
        return ""
    if not interest:
        return _("Không có lợi ích liên quan")
    return _("Lợi ích liên quan: %(text)s") % {"text": interest}


def level_note(comment) -> str:
    """What is said beside a comment made to the council alone: that it is, or when and why it was released."""
    if comment.shown != Shown.COUNCIL:
        return ""
    if not comment.released:
        return _("Chỉ hội đồng và người viết đọc được.")
    said = {
        "day": vietnamese.date_short(timezone.localtime(comment.released_at)),
        "reason": comment.release_reason,
    }
    return _("Ý kiến gửi hội đồng, được công bố ngày %(day)s. Lý do: %(reason)s") % said
