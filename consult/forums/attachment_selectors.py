"""A paper of the file with what is said about it."""

from dataclasses import dataclass

from consult.consultations.attachment_selectors import attachment_or_404
from consult.consultations.models import Attachment
from consult.consultations.rules import is_official
from consult.core import vietnamese
from consult.forums import rules, threads
from consult.forums.models import Comment
from consult.kit.verdicts import Verdict


@dataclass(frozen=True)
class Block:
    """A paragraph of the paper, or (with rows) a table."""

    text: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class AttachmentPage:
    """The text of a paper and its comments."""

    paper: Attachment
    when: str
    blocks: tuple[Block, ...]
    threads: threads.Threads
    total: int
    may_write: Verdict
    may_endorse: bool


def attachment_page(user, consultation, pk: int, *, after: int = 0) -> AttachmentPage:
    """The page of one paper; three queries. Who may see the file was asked before."""
    paper = attachment_or_404(consultation, pk)
    may_write = rules.takes_comments(consultation)
    said = Comment.objects.readable_by(user, consultation).opinions().filter(attachment=pk)
    return AttachmentPage(
        paper,
        vietnamese.date_short(paper.at),
        tuple(_block(line) for line in paper.lines),
        threads.threads_on_attachment(user, consultation, pk, after=after),
        said.count(),
        may_write,
        bool(may_write) and user.is_authenticated and not is_official(user, consultation),
    )


def _block(line) -> Block:
    if isinstance(line, str):
        return Block(line)
    return Block("", tuple(tuple(row) for row in line))
