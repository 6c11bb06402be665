"""Read what goes with an opinion: its sources as they are cited, its files as downloads without names."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consult.core import evidence
from consult.forums import rules
from consult.forums.evidence_models import EvidenceFile
from consult.forums.models import Comment
from consult.kit import writing
from consult.kit.templatetags import consult as look
from consult.kit.verdicts import NotThere

_KILOBYTE = 1024


@dataclass(frozen=True)
class AttachedFile:
    """A file of an unsent opinion, for its writer alone."""

    id: int
    name: str
    size: str


def attached(
    user, consultation, clause_id: int | None, *, attachment_id=None, parent_id=None
) -> tuple[AttachedFile, ...]:
    """The files of the person's draft about a clause, an attachment or the whole text, or of a reply; one query."""
    if not user.is_authenticated:
        return ()
    rows = EvidenceFile.objects.filter(
        draft__person=user, draft__consultation=consultation, draft__clause=clause_id,
        draft__attachment=attachment_id, draft__parent=parent_id, draft__edits=None,
    )  # fmt: skip
    return tuple(AttachedFile(row.pk, row.name, size_words(row.size)) for row in rows)


def size_words(size: int) -> str:
    return f"{writing.number(max(1, round(size / _KILOBYTE)))} KB"


def files_of():
    """To annotate comments with: number, kind and size of their files, as the database's JSON."""
    rows = EvidenceFile.objects.filter(comment=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(found=JSONObject(id="pk", extension="extension", size="size")))


def file_or_404(user, comment: Comment, pk: int) -> EvidenceFile:
    """A file of a comment that the person may read; of one taken back or removed only its author has it."""
    found = EvidenceFile.objects.filter(comment=comment, pk=pk).first()
    if found is None or (comment.state != Comment.State.POSTED and not rules.is_author(user, comment)):
        raise NotThere("")
    return found


def file_name(file: EvidenceFile) -> str:
    """What a download is called: never what its sender called it."""
    return f"tai-lieu-{file.pk}{file.extension}"


@dataclass(frozen=True)
class Ground:
    """One piece of evidence in words; `url` leads to it, "" where it is only cited. `file` says that it is a download."""

    words: str
    url: str
    file: bool = False


def grounds(sources: str, files, code: str, comment_id: int) -> tuple[Ground, ...]:
    """What an opinion rests on: its sources, then its files, which keep no name but a number, a kind and a size."""
    cited = [Ground(one.words, one.link) for one in evidence.read_sources(sources)] if sources else []
    return (
        *cited,
        *(
            Ground(
                _("Tệp %(number)s (%(kind)s, %(size)s)")
                % {"number": number, "kind": one["extension"].lstrip(".").upper(), "size": size_words(one["size"])},
                reverse("evidence_file", args=[code, comment_id, one["id"]]),
                True,
            )
            for number, one in enumerate(files or (), start=1)
        ),
    )  # fmt: skip


def drawn_of(comment: Comment, code: str) -> SafeString | str:
    """The evidence under one loaded opinion that its reader may read; one query."""
    return draw(
        comment.sources, comment.files.order_by("pk").values("id", "extension", "size"), code, comment.pk
    )


def draw(sources: str, files, code: str, comment_id: int) -> SafeString | str:
    """The evidence under an opinion; an address is shown as it is and leads away without a trace."""
    found = grounds(sources, files, code, comment_id)
    if not found:
        return ""
    items = format_html_join("", "<li>{}</li>", ((_ground(one),) for one in found))
    return format_html(
        '<div class="evidence"><span class="label">{}</span><ul>{}</ul></div>', _("Căn cứ"), items
    )


def _ground(one: Ground) -> SafeString:
    if not one.url:
        return mark_safe(escape(one.words))
    if one.file:
        return format_html('<a href="{}" download>{}{}</a>', one.url, look.icon("paperclip"), one.words)
    return format_html('<a href="{}" rel="nofollow noopener noreferrer">{}</a>', one.url, one.words)
