"""All that a person may read of what was said in a file, place by place: for print."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from consult.core import vietnamese
from consult.documents import carrying
from consult.forums import carried, changes, evidence_selectors, rules
from consult.forums.authors import author_view, level_note
from consult.forums.evidence_selectors import Ground
from consult.forums.models import Comment
from consult.forums.revision_selectors import edited_words
from consult.forums.sources import source_line
from consult.forums.threads import placed
from consult.kit.templatetags.consult import sign_label

LOST = "lost"
"""Key of what was written on a clause that this version does not have."""


@dataclass(frozen=True)
class Opinion:
    """One opinion, or a reply (`depth` above 0), in words; nothing in it tells more than this viewer may know."""

    author: str
    code: str
    position: str
    html: SafeString
    changed: str
    proposed: str
    notes: tuple[str, ...]
    facts: tuple[str, ...]
    depth: int
    evidence: SafeString | str
    grounds: tuple[Ground, ...]


_FIELDS = (
    "id", "parent_id", "root_id", "shown", "position", "reason_html", "proposed", "quote", "created_at",
    "voice__kind", "voice__label", "voice__descriptor", "voice__fields", "voice__interest",
    "voice__interest_declared_at", "version_id", "version__number", "clause_id", "clause__citation", "number",
    "change", "adds", "edition", "edited_at", "counted", "paper__kind", "paper__number", "paper__issued_on",
    "anchor", "released", "released_at", "release_reason", "attachment_id", "attachment__title",
    "sources", "files_of",
)  # fmt: skip


def all_said(
    user, consultation, version, words: dict[int, str], *, only=None
) -> dict[object, tuple[Opinion, ...]]:
    """Opinions with their replies by clause of a version, None the whole draft, LOST, or the title of an attachment.

    `words` are those of the clauses now; `only` is a condition on opinions. What was withdrawn or hidden is left out with
    the replies below it, for the council too. One query, one more where the places of earlier versions are not known.
    """
    readable = Comment.objects.readable_by(user, consultation).filter(
        state=Comment.State.POSTED, version__number__lte=version.number
    )
    if only is not None:
        roots = (
            Comment.objects.readable_by(user, consultation).opinions().filter(only).order_by().values("pk")
        )
        readable = readable.filter(pk__in=roots) | readable.filter(root__in=roots)
    children = defaultdict(list)
    readable = readable.annotate(files_of=evidence_selectors.files_of())
    for row in readable.order_by("pk").values_list(*_FIELDS, named=True):
        children[row.parent_id].append(row)
    places = {}
    if any(row.clause_id and row.version_id != version.pk for row in children[None]):
        places = carrying.places(version)
    knows = rules.knows_names(user, consultation)
    found = defaultdict(list)
    for root in children[None]:
        place = _place(root, version, places)
        found[place].extend(
            _opinion(row, depth, consultation.code, knows, version, words.get(place))
            for row, depth in placed([root], children, 0)
        )
    return {place: tuple(said) for place, said in found.items()}


def _place(row, version, places):
    if row.attachment_id:
        return row.attachment__title
    if row.clause_id is None or row.version_id == version.pk:
        return row.clause_id
    return places.get(row.clause_id, carrying.LOST).clause_id or LOST


def _opinion(row, depth: int, code: str, knows: bool, version, words: str | None) -> Opinion:
    level = row.released or row.shown
    author = author_view(
        row.voice__kind, row.voice__label, row.voice__descriptor, level, knows=knows,
        fields=row.voice__fields, interest=row.voice__interest if row.voice__interest_declared_at else None,
    )  # fmt: skip
    source = source_line(
        row.paper__kind, row.paper__number, row.paper__issued_on, row.counted, shown=level, knows=knows
    )
    day = vietnamese.date_short(timezone.localtime(row.created_at))
    return Opinion(
        author=", ".join(filter(None, (author.label, author.detail))),
        code=row.position,
        position=str(sign_label(row.position)) if row.position else _("Trả lời"),
        html=mark_safe(row.reason_html),  # cleaned when it was saved
        changed=changes.label(row.change, row.adds) if row.proposed else "",  # the position says that it goes
        proposed=row.proposed,
        notes=_notes(row, depth, author, version, words),
        facts=tuple(
            filter(
                None,
                (
                    _("Ngày %(day)s") % {"day": day},
                    _("biên nhận %(number)s") % {"number": f"{code}-{row.number:06d}"},
                    source,
                    edited_words(row.edition, row.edited_at),
                ),
            )
        ),
        depth=depth,
        evidence=evidence_selectors.draw(row.sources, row.files_of, code, row.id),
        grounds=evidence_selectors.grounds(row.sources, row.files_of, code, row.id),
    )


def _notes(row, depth: int, author, version, words: str | None) -> tuple[str, ...]:
    before = carried.before(row, version, words) if not depth else None
    cited = _("Về đoạn: “%(quote)s”") % {"quote": row.anchor["quote"]} if row.anchor else ""
    return tuple(filter(None, (author.about, level_note(row), before.words if before else "", cited)))
