"""Fold texts that repeat one another: copies, small edits, a template with an addition.

Thresholds were measured on Vietnamese paragraphs: likeness of different texts stays below 0.28, texts with every
fifth word changed stay above 0.44 (Jaccard of five-letter shingles without accents).
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .records import Comment
from .texts import Words, containment, jaccard, words_of

NEAR, NEAR_LONG = 0.40, 0.65
"""Least Jaccard of shingles for near duplicates: of texts up to MEDIUM words, and of those from LONG words on.

The longer a text, the less chance there is in its likeness: a long letter that shares half of its words with a
campaign was written anew by somebody who knew it (seen in the comments on CMS-2022-0163).
"""
MEDIUM, LONG = 270, 500
TEMPLATE = 0.85
"""Least containment for a template with an addition."""
LONG_ENOUGH = 15
"""Words a text needs to be somebody's template, or to be folded with a text about another clause."""
SHORT = 20
"""Below so many words one "not" is the whole opinion: texts that differ in it are never folded."""
_CARRIERS = 8  # texts that stand for a group when a new one is compared
_COMMON = 200  # runs of three words in more groups than this tell nothing
_CANDIDATES = 12
_SAMPLE_FROM = 120  # runs of words kept of a long text
_DENIALS = frozenset(
    [
        "khong",
        "chua",
        "chang",
        "dung",
        "cho",
        "not",
        "no",
        "never",
        "nor",
        "cannot",
        "dont",
        "doesnt",
        "isnt",
        "arent",
    ]
)


@dataclass(frozen=True)
class Group:
    """Comments that repeat one another. `kind`: duplicate, near or template; `members` in the order given.

    `unique` maps an id to the words, as written, that this member says and the text leading the group does not (sent
    most often, then the shortest); for the leading text, the words that no other has. Who adds nothing is absent.
    """

    kind: str
    members: tuple[str, ...]
    unique: dict[str, str]


@dataclass
class _Gathered:
    """A group while it grows: copies by their key, and the texts that stand for it."""

    copies: list[int] = field(default_factory=list)
    carriers: list[int] = field(default_factory=list)
    template: bool = False


def fold(comments: Iterable[Comment]) -> list[Group]:
    """Groups of two or more, largest first, then in the order given. Nothing is left out and nothing removed.

    Copies are one; each other text is compared with the few texts that stand for the groups sharing most of its
    runs of three words, and joins the likest group above the thresholds. Time grows with the length of all texts.
    """
    comments = list(comments)
    texts = [words_of(comment.text) for comment in comments]
    copies: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (comment, text) in enumerate(zip(comments, texts, strict=True)):
        if text.folded:
            about = comment.clause if len(text.folded) < LONG_ENOUGH else ""
            copies[about, text.key].append(place)
    groups = _gather(comments, texts, list(copies.values()))
    found = [_group(comments, texts, group) for group in groups if len(group.copies) > 1]
    place = {comment.id: n for n, comment in enumerate(comments)}
    return sorted(found, key=lambda group: (-len(group.members), place[group.members[0]]))


def _gather(comments, texts: Sequence[Words], copies: list[list[int]]) -> list[_Gathered]:
    """Texts that were sent most often lead, then the shorter: a template is shorter than what was made of it."""
    groups: list[_Gathered] = []
    index: dict[int, list[int]] = defaultdict(list)  # hash of a run of words -> groups
    ranked = sorted(copies, key=lambda places: (-len(places), len(texts[places[0]].key), places[0]))
    for places in ranked:
        first = places[0]
        runs = _runs(texts[first])
        home = _home(comments, texts, groups, index, first, runs)
        if home is None:
            home = len(groups)
            groups.append(_Gathered())
        group = groups[home]
        group.copies.extend(places)
        if len(group.carriers) < _CARRIERS:
            group.carriers.append(first)
            for run in runs:
                if len(holders := index[run]) <= _COMMON and (not holders or holders[-1] != home):
                    holders.append(home)
    return groups


def _runs(text: Words) -> list[int]:
    """Numbers of the runs of three words, the same in every process; of a long text the lowest, so that two long
    texts are sampled alike."""
    return sorted({zlib.crc32(" ".join(run).encode()) for run in text.triples})[:_SAMPLE_FROM]


def _home(comments, texts, groups, index, place: int, runs: list[int]) -> int | None:
    """The group the text belongs to, or None."""
    shared: Counter[int] = Counter()
    for run in runs:
        holders = index.get(run, ())
        if len(holders) <= _COMMON:
            shared.update(holders)
    best, home = 0.0, None
    for candidate, _count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
        for turn, carrier in enumerate(groups[candidate].carriers):
            likeness, template = _likeness(comments, texts, place, carrier, leads=turn == 0)
            if likeness > best:
                best, home = likeness, candidate
                is_template = template
    if home is not None and is_template:
        groups[home].template = True
    return home


def _likeness(comments, texts, a: int, b: int, *, leads: bool) -> tuple[float, bool]:
    """(0 where they are not to be folded, else their likeness; whether one is a template of the other).

    Only the text that leads a group can be its template: a shortened copy lies in much that is not a copy.
    """
    one, other = texts[a], texts[b]
    shorter = min(len(one.folded), len(other.folded))
    if shorter < LONG_ENOUGH and comments[a].clause != comments[b].clause:
        return 0.0, False
    if shorter < SHORT and _denials(one) != _denials(other):
        return 0.0, False
    inside = containment(one.shingles, other.shingles) if leads and shorter >= LONG_ENOUGH else 0.0
    grown = abs(len(one.shingles) - len(other.shingles)) > 0.1 * min(len(one.shingles), len(other.shingles))
    if inside >= TEMPLATE and grown:
        return inside, True
    near = jaccard(one.shingles, other.shingles)
    return (near, False) if near >= least_likeness(shorter) else (0.0, False)


def least_likeness(words: int) -> float:
    """The threshold for texts of so many words: NEAR up to MEDIUM, rising to NEAR_LONG at LONG."""
    way = min(1.0, max(0.0, (words - MEDIUM) / (LONG - MEDIUM)))
    return NEAR + way * (NEAR_LONG - NEAR)


def _denials(text: Words) -> Counter:
    return Counter(word for word in text.folded if word in _DENIALS)


def _group(comments, texts, group: _Gathered) -> Group:
    members = sorted(group.copies)
    same = len({texts[place].key for place in members}) == 1
    kind = "duplicate" if same else "template" if group.template else "near"
    unique = {} if same else dict(_unique(comments, texts, members, group.copies[0]))
    return Group(kind, tuple(comments[place].id for place in members), unique)


def _unique(comments, texts, members: list[int], leader: int) -> Iterator[tuple[str, str]]:
    """What each member says beyond the leading text; of that text and its copies, what nobody else says.

    A word counts when no run of three around it is in the text compared with, so that a moved paragraph is nothing
    new; a passage put in is shown whole, with the common words inside it.
    """
    led = texts[leader]
    inside = frozenset(led.triples)
    others = {run for place in members if texts[place].key != led.key for run in texts[place].triples}
    # the second sequence is the one that the matcher remembers between texts
    matcher = SequenceMatcher(None, (), led.folded, autojunk=False)
    for place in members:
        text = texts[place]
        leads = text.key == led.key
        alone = _alone(text, others if leads else inside)
        if any(alone) and not leads:
            _whole_passages(matcher, text, alone)
        if parts := _passages(text, alone):
            yield comments[place].id, " … ".join(parts)


def _alone(text: Words, elsewhere: Set) -> list[bool]:
    own = [run not in elsewhere for run in text.triples]
    return [all(own[max(0, n - 2) : n + 1]) for n in range(len(text.folded))]


def _whole_passages(matcher: SequenceMatcher, text: Words, alone: list[bool]) -> None:
    matcher.set_seq1(text.folded)
    for kind, start, end, _, _ in matcher.get_opcodes():
        if kind != "equal" and any(alone[start:end]):
            alone[start:end] = [True] * (end - start)


def _passages(text: Words, alone: list[bool]) -> list[str]:
    parts = []
    for n, single in enumerate(alone):
        if single:
            start, end = text.spans[n]
            if n and alone[n - 1]:
                start = parts.pop()[0]
            parts.append((start, end))
    return [text.text[start:end] for start, end in parts]
