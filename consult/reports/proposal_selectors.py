"""Read one proposal of a language model: its groups beside the opinions as they are now, and what it passed over."""

import uuid
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consult.core.compiling import sourcing
from consult.forums.models import Comment, Position
from consult.forums.rules import knows_names
from consult.kit.verdicts import NotThere, Verdict
from consult.reports import proposal_rules, rules
from consult.reports.coverage import is_placed
from consult.reports.items import Item, View
from consult.reports.models import ProposalRun, ProposedGroup
from consult.reports.selectors import number_of
from consult.reports.snapshot import group_name


@dataclass(frozen=True)
class Member:
    """One opinion of a group: what is quoted of it, where it stands, and why it may not be ticked ("" when it may)."""

    item: Item
    quotes: tuple[str, ...]
    placed: bool
    hindered: str


@dataclass(frozen=True)
class Group:
    id: int
    number: int
    title: str
    position: str
    members: tuple[Member, ...]
    gone: int  # opinions that were withdrawn since
    point_id: int | None
    may_take: Verdict
    key: uuid.UUID


@dataclass(frozen=True)
class ProposalPage:
    run: ProposalRun
    place: str
    by: str
    groups: tuple[Group, ...]
    refused: tuple[tuple[int, str, str], ...]  # number, reason, what was wrong
    passed_over: tuple[Item, ...]  # opinions that were sent, wait, and are in no group
    positions: tuple[tuple[str, str], ...] = tuple(Position.choices)

    @property
    def waits(self) -> bool:
        return self.run.state in (ProposalRun.State.WAITING, ProposalRun.State.RUNNING)


def proposal_page(user, consultation, compilation, pk) -> ProposalPage:
    """For the council alone. Queries do not depend on the number of groups and opinions."""
    rules.may_see_compiling(user, consultation).or_refuse()
    runs = compilation.proposals.select_related("clause", "asked_by").prefetch_related("groups")
    run = runs.filter(pk=number_of(pk)).first()
    if run is None:
        raise NotThere("")
    run.compilation = compilation
    sent = dict(run.sent)
    standing = Comment.objects.readable_by(user, consultation).received().filter(pk__in=sent)
    rows = standing.select_related("voice", "clause", "paper").annotate(in_point=is_placed())
    found = {row.pk: row for row in rows.prefetch_related("asides")}
    view = View(user, consultation, knows_names(user, consultation))
    grouped = {member for group in run.groups.all() for member in group.comments}
    may = rules.may_group(user, compilation)
    return ProposalPage(
        run=run,
        place=group_name(run.clause),
        by=run.asked_by.full_name,
        groups=tuple(_group(view, group, found, sent, may) for group in run.groups.all()),
        refused=tuple((number, _(sourcing.SENTENCES[code]), what) for number, code, what in run.refused),
        passed_over=tuple(
            view.item(row) for pk, row in sorted(found.items()) if pk not in grouped and not row.in_point
        )
        if run.state == ProposalRun.State.DONE
        else (),
    )


def _group(view: View, group: ProposedGroup, found, sent, may: Verdict) -> Group:
    members = tuple(_member(view, group, found[pk], sent) for pk in group.comments if pk in found)
    positions = Counter(member.item.position for member in members)
    return Group(
        id=group.pk,
        number=group.order,
        title=group.title,
        position=positions.most_common(1)[0][0] if positions else "",
        members=members,
        gone=len(group.comments) - len(members),
        point_id=group.point_id,
        may_take=may and proposal_rules.not_taken(group),
        key=uuid.uuid4(),
    )


def _member(view: View, group: ProposedGroup, row, sent) -> Member:
    hindered = ""
    if row.edition != sent.get(row.pk):
        hindered = _("Đã được sửa sau khi gửi cho mô hình; xin xếp bằng tay.")
    elif not (allowed := rules.may_cite(view.consultation, row)):
        hindered = allowed.reason
    words = tuple(words for pk, words in group.quotes if pk == row.pk)
    return Member(view.item(row), words, row.in_point, hindered)


def group_or_404(compilation, pk) -> ProposedGroup:
    groups = ProposedGroup.objects.select_related("run").filter(
        pk=number_of(pk), run__compilation=compilation
    )
    group = groups.first()
    if group is None:
        raise NotThere("")
    return group
