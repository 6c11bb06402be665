"""The comparison of a version with another: what became of each unit, with its words before and after."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.core import legal
from consult.documents.models import ClauseLink, DraftVersion
from consult.documents.selectors import ClauseRow, VersionRow, nodes_of, tree, versions_of
from consult.kit.verdicts import NotThere

KIND_WORDS = {
    "edited": gettext_lazy("Sửa"),
    "new": gettext_lazy("Bổ sung"),
    "removed": gettext_lazy("Bỏ"),
    "split": gettext_lazy("Tách"),
    "merged": gettext_lazy("Gộp"),
    "moved": gettext_lazy("Chuyển vị trí"),
    "renumbered": gettext_lazy("Đổi số thứ tự"),
    "same": gettext_lazy("Giữ nguyên"),
}
_HEADINGS = ("part", "chapter", "section", "subsection", "article", "appendix", "attachment")


@dataclass(frozen=True)
class ChangeRow:
    """What became of one unit, or of those that were split or merged together.

    `kind` is one of KIND_WORDS. `before` and `after` are the two columns: runs of text, kept, deleted or inserted.
    """

    olds: tuple[ClauseRow, ...]
    news: tuple[ClauseRow, ...]
    kind: str
    before: tuple[legal.Op, ...]
    after: tuple[legal.Op, ...]
    edited: bool
    heading: bool
    home: ClauseRow | None
    ops: tuple[legal.Op, ...] = ()

    @property
    def home_words(self) -> str:
        """The heading under which the unit stands, or its own."""
        home = self.home
        return f"{home.label} {home.title}".strip() if home else ""

    @property
    def old(self) -> ClauseRow | None:
        return self.olds[0] if self.olds else None

    @property
    def new(self) -> ClauseRow | None:
        return self.news[0] if self.news else None

    @property
    def changed(self) -> bool:
        return self.kind != "same"

    @property
    def words(self) -> str:
        """What happened, in words; a unit that moved, was split or merged says from where or into what."""
        froms, intos = (
            ", ".join(row.citation for row in rows if row.citation) for rows in (self.olds, self.news)
        )
        if self.kind in ("moved", "renumbered") and froms:
            sentence = _("Chuyển từ %(place)s, có sửa") if self.edited else _("Chuyển từ %(place)s")
            return sentence % {"place": froms}
        if self.kind == "split" and intos:
            return _("Tách thành %(places)s") % {"places": intos}
        if self.kind == "merged" and froms:
            return _("Gộp từ %(places)s") % {"places": froms}
        return str(KIND_WORDS[self.kind])


@dataclass(frozen=True)
class ChangesPage:
    """The comparison of a version with the published one before it. `only` is a kind of change, or empty."""

    version: DraftVersion
    previous: VersionRow
    rows: tuple[ChangeRow, ...]
    counts: dict[str, int]
    show_all: bool
    only: str

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def changed(self) -> int:
        return self.total - self.counts.get("same", 0)

    @property
    def filters(self) -> list[dict]:
        """The views of the comparison, as links: changes, one kind of them, the whole text."""
        plain = not self.show_all and not self.only
        views = [{"url": "?", "words": _("Chỉ chỗ thay đổi"), "current": plain, "count": self.changed}]
        views += [
            {
                "url": f"?kind={kind}",
                "words": str(words),
                "current": self.only == kind,
                "count": self.counts[kind],
            }
            for kind, words in KIND_WORDS.items()
            if kind != "same" and self.counts.get(kind)
        ]
        return [
            *views,
            {"url": "?all=1", "words": _("Toàn văn"), "current": self.show_all, "count": self.total},
        ]

    @property
    def filters_label(self) -> str:
        return _("Cách xem")


def changes(old_version, new_version) -> tuple[ChangeRow, ...]:
    """What became of every unit, in the order of the new text; removed units stand where they were.

    Versions or their ids. Neighbours have stored links; any other pair is aligned here. Three queries.
    """
    old_id, new_id = (getattr(version, "pk", version) for version in (old_version, new_version))
    old_rows, new_rows = tree(old_id), tree(new_id)
    old, new = ({row.ident: row for row in rows} for rows in (old_rows, new_rows))
    homes = {**_homes(old_rows), **_homes(new_rows)}
    rows = legal.compare(*compared(old_id, new_id, old_rows, new_rows), everything=True)
    return tuple(
        ChangeRow(
            tuple(old[ident] for ident in row.old),
            tuple(new[ident] for ident in row.new),
            row.relation,
            row.before,
            row.after,
            row.edited,
            row.heading,
            homes[new[row.new[0]].id if row.new else old[row.old[0]].id],
            row.ops,
        )
        for row in rows
    )


def _homes(rows) -> dict[int, ClauseRow | None]:
    """For each unit its article, or where there is none the innermost heading above it; a heading is its own."""
    homes: dict[int, ClauseRow | None] = {}
    for row in rows:
        above = homes.get(row.parent_id)
        inside = above is not None and above.kind == "article"
        homes[row.id] = row if row.kind in _HEADINGS and not inside else above
    return homes


def compared(old_id: int, new_id: int, old_rows, new_rows):
    """Links and both trees as the legal engine takes them; stored links where there are any."""
    old_nodes, new_nodes = nodes_of(old_rows), nodes_of(new_rows)
    return (
        _stored_links(old_id, new_id, old_rows, new_rows) or legal.align(old_nodes, new_nodes),
        old_nodes,
        new_nodes,
    )


def _stored_links(old_id: int, new_id: int, old_rows, new_rows) -> list[legal.Link]:
    old, new = ({row.id: row.ident for row in rows} for rows in (old_rows, new_rows))
    links = ClauseLink.objects.filter(old_version=old_id, new_version=new_id).order_by("pk")
    return [
        legal.Link(old.get(before), new.get(after), kind, score, rule)
        for before, after, kind, score, rule in links.values_list("old_id", "new_id", "kind", "score", "rule")
    ]


def changes_page(version: DraftVersion, *, show_all: bool = False, only: str = "") -> ChangesPage:
    """The comparison with the published version before; NotThere for the first one, or an unknown kind."""
    previous = previous_or_404(version)
    if only and only not in KIND_WORDS:
        raise NotThere("")
    rows = changes(previous.id, version.pk)
    counts = Counter(row.kind for row in rows)
    shown = rows if show_all else tuple(row for row in rows if (row.kind == only if only else row.changed))
    return ChangesPage(version, previous, shown, dict(counts), show_all, only)


def previous_or_404(version: DraftVersion) -> VersionRow:
    """The published version before this one."""
    earlier = [v for v in versions_of(version.draft_id, only_published=True) if v.number < version.number]
    if not earlier:
        raise NotThere("")
    return earlier[-1]
