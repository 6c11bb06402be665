"""Words chosen inside a clause: checked when a comment is posted, found again on each version where it is read."""

from dataclasses import dataclass
from itertools import pairwise

from django.core.cache import cache
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consult.core import legal, vietnamese
from consult.documents.comparison import compared
from consult.documents.models import DraftVersion
from consult.documents.selectors import nodes_of, tree
from consult.kit.verdicts import Refused

LONGEST = 2000
_WEEK = 7 * 24 * 3600


@dataclass(frozen=True)
class Cited:
    """Words that a comment is about: from `start` to `end` of a clause of the version in view, None where not there."""

    quote: str
    clause_id: int | None
    start: int | None
    end: int | None
    note: str = ""


def read_or_refuse(clause, cited: str, at: int | None) -> dict | None:
    """The anchor of the words `cited`, as it is stored; None when none are cited.

    `at` is where the reader marked them in the row as it is drawn. With it the words must stand exactly there;
    without it the clause must hold them at a single place. The quote that is kept is the clause's own.
    """
    cited = vietnamese.clean(cited).strip()
    if not cited:
        return None
    if clause is None:
        raise Refused(_("Chỉ trích được câu chữ của một điều khoản."), "cited-nothing")
    node = nodes_of([clause])[0]
    if at is not None and clause.kind == "article" and clause.title and clause.text:
        at += len(clause.title) + 1  # an article's title is drawn apart from its text
    place = legal.resolve(legal.Selector(node.id, cited, "", "", -1 if at is None else at), [node])
    if place is None and at is None and " ".join(cited.split()) in " ".join(legal.words(node).split()):
        raise Refused(
            _("Đoạn trích xuất hiện nhiều lần trong điều khoản. Xin trích dài hơn để rõ chỗ nào."),
            "cited-twice",
        )
    if place is None or (at is not None and place[0] != at):
        raise Refused(
            _("Không tìm thấy đoạn trích trong điều khoản. Xin chép nguyên văn câu chữ của điều khoản."),
            "cited",
        )
    found = legal.select(node, *place)
    return {"quote": found.quote, "prefix": found.prefix, "suffix": found.suffix, "start": found.start}


def cited(row, version) -> Cited | None:
    """For a comment shown on a version (None: on its own). `row` has id, anchor, version_id and clause_id."""
    if not row.anchor:
        return None
    quote, start = row.anchor["quote"], row.anchor["start"]
    if version is None or row.version_id == version.pk:
        return Cited(quote, row.clause_id, start, start + len(quote))
    key = f"anchor:{row.id}:{version.pk}"
    place = cache.get(key)
    if place is None:
        place = _carry(row, version)
        cache.set(key, place, _WEEK)
    if not place:
        return Cited(quote, None, None, None, _("câu chữ này đã đổi hoặc không còn trong bản này"))
    return Cited(quote, *place)


def _carry(row, version) -> tuple[int, int, int] | tuple[()]:
    """Through every version in between, by their links; () where the words have no sure place any more.

    Published versions never change, so the answer is kept by the caller.
    """
    chain = DraftVersion.objects.filter(
        draft=version.draft_id, state="published", number__lte=version.number
    ).order_by("number")
    ids = list(chain.values_list("pk", flat=True))
    ids = ids[ids.index(row.version_id) :]
    trees = {pk: tree(pk) for pk in ids}
    ident = next(unit.ident for unit in trees[row.version_id] if unit.id == row.clause_id)
    selector = legal.Selector(clause=ident, **row.anchor)
    place: tuple[int, int, int] | tuple[()] = ()
    for old, new in pairwise(ids):
        links, old_nodes, new_nodes = compared(old, new, trees[old], trees[new])
        found = legal.carry(selector, links, old_nodes, new_nodes)
        if isinstance(found, legal.Orphan):
            return ()
        node = next(node for node in new_nodes if node.id == found.clause)
        selector = legal.select(node, found.start, found.end)
        clause_id = next(unit.id for unit in trees[new] if unit.ident == node.id)
        place = clause_id, found.start, found.end
    return place


def draw(found: Cited | None) -> SafeString | str:
    """The words above the comment; where they stand in the text is for the script that marks them there."""
    if found is None:
        return ""
    places = ""
    if found.end:
        places = format_html(
            ' data-in="c-{}" data-from="{}" data-to="{}"', found.clause_id, found.start, found.end
        )
    note = format_html(" <small>({})</small>", found.note) if found.note else ""
    return format_html(
        '<blockquote class="cited serif"{} lang="vi">“{}”{}</blockquote>', places, found.quote, note
    )
